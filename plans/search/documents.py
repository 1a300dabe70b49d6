"""What can be found on a plan: everything that its position and its board's record show one viewer on one day."""

from collections.abc import Iterator

from plans.models import Update
from plans.position.actions import ActionPosition
from plans.position.board import BoardRecord, Subject
from plans.position.points import OfficerName
from plans.position.position import Position
from plans.search.index import Document

RECOMMENDATION, ACTION, UPDATE, MEASURE = "Recommendations", "Actions", "Updates", "Measures"
THEME, MILESTONE, PERSON = "Themes", "Milestones", "People"
COMMITMENT, SUCCESS_MEASURE = "Commitments", "Success measures"
CHALLENGE, DECISION, BARRIER, ARISING = "Challenges", "Decisions", "Barriers", "Actions arising"
# The order in which a page tells them.
KINDS = (
    RECOMMENDATION, ACTION, UPDATE, MEASURE, SUCCESS_MEASURE, THEME, COMMITMENT, MILESTONE,
    CHALLENGE, DECISION, BARRIER, ARISING, PERSON,
)  # fmt: skip


def documents_of(position: Position, board: BoardRecord) -> Iterator[Document]:
    """Yield everything of a plan that can be found, in the plan's order; one query, for the updates."""
    yield from _recommendations(position)
    yield from _actions(position)
    yield from _updates(position)
    for measure in position.measures:
        about = (measure.version.definition, measure.code)
        yield Document(MEASURE, measure.name, "Measure", "measure", (measure.code,), about)
    yield from _themes(position)
    yield from _board(position, board)
    yield from _people(position, board)


def _recommendations(position: Position) -> Iterator[Document]:
    for item in position.recommendations:
        reasons = (item.rating.reason,) if item.rating else ()
        yield Document(
            RECOMMENDATION,
            item.shown_text,
            f"Recommendation {item.number}",
            "recommendation",
            (item.number,),
            (item.outcome, item.evidence, item.further_actions, *reasons, item.leads_text),
        )


def _actions(position: Position) -> Iterator[Document]:
    for action in position.actions:
        yield Document(
            ACTION,
            action.full_text,
            f"Action {action.reference}",
            "action",
            (action.reference,),
            (action.group, action.expected_outcome, action.leads_text),
        )


def _updates(position: Position) -> Iterator[Document]:
    actions = {action.action_id: action for action in position.actions}
    rows = (
        Update.objects.as_at(position.as_at)
        .filter(action__plan=position.plan)
        .order_by("-known_on", "-pk")
        .values_list("pk", "action_id", "replaces_id", "known_on", "progress", "barriers", "next_steps")
    )
    corrected = set()
    for key, action, replaces, known_on, *texts in rows.iterator(2000):
        corrected.add(replaces)
        if action in actions and key not in corrected and any(texts):
            about: ActionPosition = actions[action]
            yield Document(
                UPDATE,
                about.full_text,
                f"Update of {known_on:%-d %B %Y} on action {about.reference}",
                "action",
                (about.reference,),
                tuple(text for text in texts if text),
                f"update-{key}",
                tells_always=True,
            )


def _themes(position: Position) -> Iterator[Document]:
    word = position.plan.theme_word.capitalize()
    for theme in position.themes:
        texts = (theme.outcome, theme.how_will_we_know, theme.leads_text)
        yield Document(THEME, theme.title, f"{word} {theme.number}", "theme", (theme.number,), texts)
        for commitment in theme.commitments:
            about = f"Commitment {commitment.reference}, {word.lower()} {theme.number}"
            yield Document(COMMITMENT, commitment.text, about, "theme", (theme.number,))
    for item in position.success_measures:
        page, key = ("action", item.action.reference) if item.action else ("theme", item.theme_number)
        if item.text and key is not None:
            told = (item.progress, item.leads_text)
            note = f"Success measure {item.reference}"
            yield Document(SUCCESS_MEASURE, item.text, note, page, (key,), told)
    for milestone in position.milestones:
        yield Document(
            MILESTONE,
            milestone.text,
            f"Milestone {milestone.code}, {word.lower()} {milestone.theme_number}",
            "milestone",
            (milestone.theme_number, milestone.code),
        )


def _board(position: Position, board: BoardRecord) -> Iterator[Document]:
    word = position.plan.theme_word

    def about(subject: Subject) -> str:
        if subject.recommendation_number is not None:
            return f", recommendation {subject.recommendation_number}"
        return "" if subject.theme_number is None else f", {word} {subject.theme_number}"

    for challenge in board.challenges:
        yield Document(
            CHALLENGE,
            challenge.question,
            f"Challenge of {challenge.known_on:%-d %B %Y}{about(challenge.subject)}",
            "challenge-log",
            (),
            (*(answer.answer for answer in challenge.answers), challenge.asked_by),
            f"challenge-{challenge.challenge_id}",
        )
    for decision in board.decisions:
        meeting = decision.meeting_id
        note = f"Decision of {decision.known_on:%-d %B %Y}{about(decision.subject)}"
        yield Document(
            DECISION, decision.text, note, "meeting" if meeting else "meetings", (meeting,) if meeting else ()
        )
    for barrier in board.barriers:
        texts = (barrier.remedial_action, barrier.outcome, barrier.owner)
        note = f"Barrier {barrier.number}"
        yield Document(BARRIER, barrier.text, note, "challenge-log", (), texts, f"barrier-{barrier.number}")
    for arising in board.arising:
        yield Document(
            ARISING,
            arising.text,
            f"Action arising of {arising.asked_on:%-d %B %Y}, {arising.owner}",
            "meeting",
            (arising.meeting_id,),
            tuple(report.note for report in arising.reports),
        )


def _people(position: Position, board: BoardRecord) -> Iterator[Document]:
    """Yield each officer whom the plan names on the day; the page about them lists what is theirs."""
    leading: list[OfficerName] = [lead for action in position.actions for lead in action.leads]
    leading += [lead for item in position.recommendations for lead in item.leads]
    leading += [person for theme in position.themes for people in theme.people.values() for person in people]
    named = {lead.officer_id: lead.label for lead in leading}
    for measure in position.measures:
        if measure.version.owner:
            named[measure.version.owner.pk] = position.viewer.call(measure.version.owner)
    named |= {item.owner_id: item.owner for item in board.arising}
    named |= {item.owner_id: item.owner for item in board.barriers if item.owner_id}
    for key, label in sorted(named.items(), key=lambda pair: pair[1].casefold()):
        yield Document(PERSON, label, "Officer", "person", (key,))
