"""The parts that stand around a plan's progress: purpose, summary, background, what the committee is asked, finance."""

from improvement.counting import agreeing, counted, plural
from improvement.rounding import with_commas
from plans.position.inspections import answered_inspection, judgements_on
from plans.position.measures import MeasureCounts
from plans.position.points import rated_before, rated_since
from plans.position.position import Position, joined
from plans.reports.brief import Brief
from plans.reports.fields.measures import is_suppressed
from plans.reports.prose.draft import Draft
from plans.reports.prose.naming import named, with_article

# Of what moved since the last report so much is named.
MOST_MOVED = 4


def purpose(brief: Brief, committee: str) -> str:
    """Return why the report comes to the committee."""
    plan = brief.position.plan
    inspection = answered_inspection(plan, brief.position.as_at)
    answers = f" (the council's response to the {inspection})" if inspection else ""
    return (
        f"To tell {committee} where {with_article(plan.title)}{answers} stood on "
        f"{brief.position.as_at:%-d %B %Y}, what has changed since {brief.earlier.as_at:%-d %B %Y}, and where further "
        "action is required."
    )


def summary(brief: Brief) -> Draft:
    """Return the position, what moved, and how the measures stand, a paragraph each."""
    position = brief.position
    draft = Draft()
    draft.paragraph(position.sentence())
    if not brief.changes.is_empty:
        draft.paragraph(
            f"Since {brief.changes.since:%-d %B %Y}: {_lower(brief.changes.sentence())}{_named_moves(brief)}"
        )
    draft.paragraph(moved_by_the_board(brief))
    if position.measures:
        draft.paragraph(_measures(brief))
    if not brief.is_public and (said := _checks(position)):
        draft.paragraph(said)
    return draft


def moved_by_the_board(brief: Brief) -> str:
    """Return which ratings the board changed at the meeting from which changes are counted; empty where it did not.

    Those are part of the position that the rest is compared with, and a committee has not been told of them.
    """
    position, met_on = brief.position, brief.earlier.as_at
    if not any(meeting.held_on == met_on for meeting in position.meetings):
        return ""
    rated = [
        *((f"recommendation {item.number}", item.ratings) for item in position.recommendations),
        *((f"{position.plan.theme_word} {theme.number}", theme.ratings) for theme in position.themes),
    ]
    said = [
        f"{called} from {before.level.name} to {ratings[-1].level.name}"
        for called, ratings in rated
        if (before := rated_before(ratings)) and rated_since(ratings) == met_on
    ]
    return f"On {met_on:%-d %B %Y} the board changed the rating of {joined(said)}." if said else ""


def background_papers(brief: Brief) -> Draft:
    """Return what the report was written from, as the law asks to be listed: the inspection, the board's minutes."""
    position, draft = brief.position, Draft()
    if inspection := answered_inspection(position.plan, position.as_at):
        draft.bullet(f"Report of the {inspection}")
    if position.last_meeting:
        draft.bullet(f"Minutes of the board's meeting on {position.last_meeting.held_on:%-d %B %Y}")
    if not draft:
        draft.paragraph("There are no background papers.")
    return draft


def _checks(position: Position) -> str:
    """Return where judgement and evidence disagree: what was answered is printed; what is not is counted beside it."""
    answered, waiting = len(position.answered_contradictions), len(position.open_contradictions)
    said = []
    if answered:
        said.append(
            f"In {counted(answered, 'place')} the judgement was kept although the evidence disagrees. This report "
            "gives the reason."
        )
    if waiting:
        other = "other check" if answered else "check"
        said.append(
            f"{counted(waiting, other)} of judgement against evidence {agreeing(waiting, 'is', 'are')} still with "
            f"{'its lead' if waiting == 1 else 'the leads'}."
        )
    return " ".join(said)


def _measures(brief: Brief) -> str:
    """Return how the measures stand; in a public version, of those alone whose latest figures it prints."""
    shown = [
        item
        for item in brief.position.measures
        if not is_suppressed(item, item.judgement.latest, brief.scope)
    ]
    left_out = len(brief.position.measures) - len(shown)
    if not left_out:
        return f"The plan has {_lower(brief.position.measure_counts.sentence())}"
    rest = (
        f"Apart from {counted(left_out, 'measure')} with latest figures that are not published, the plan has "
    )
    return rest + _lower(MeasureCounts(shown).sentence()) if shown else f"{rest}none."


def _named_moves(brief: Brief) -> str:
    """Return which actions were completed or changed status since, where they are few enough to name."""
    changes = brief.changes
    said = []
    if 0 < len(changes.completed) <= MOST_MOVED:
        said.append(f" Completed: {joined([named(action) for action in changes.completed])}.")
    if 0 < len(changes.restated) <= MOST_MOVED:
        restated = [f"{named(move.action)}, now {move.after.lower()}" for move in changes.restated]
        said.append(f" {'Others changed' if changes.completed else 'Changed'}: {'; '.join(restated)}.")
    return "".join(said)


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def background(brief: Brief) -> Draft:
    """Return which inspection the plan answers, how it is divided, and who oversees it."""
    position, plan = brief.position, brief.position.plan
    draft = Draft()
    inspection = answered_inspection(plan, position.as_at)
    if inspection:
        judgements = judgements_on([inspection], position.as_at)[inspection.pk]
        overall = f" {judgements[0]}." if judgements else ""
        draft.paragraph(f"The plan responds to the {inspection}.{overall}")
    themes = [theme for theme in position.themes if theme.title]
    if themes:
        word = plan.theme_word if len(themes) == 1 else plural(plan.theme_word)
        held = f"The plan holds {counted(len(position.recommendations), 'recommendation')}"
        # A council's aims may hold nothing by themselves.
        inside = any(item.theme_numbers for item in position.recommendations)
        divisions = f"{len(themes)} {word}"
        draft.paragraph(f"{held} in {divisions}:" if inside else f"{held}. Its {divisions}:")
        for theme in themes:
            draft.bullet(f"{plan.theme_word.capitalize()} {theme.number}: {theme.title}")
    if position.last_meeting:
        count = len(position.meetings)
        times = "once, on" if count == 1 else f"{count} times, last on"
        draft.paragraph(f"The board has met {times} {position.last_meeting.held_on:%-d %B %Y}.")
    if position.levels:
        draft.paragraph("The ratings mean:")
        for level in position.levels:
            draft.bullet(f"{level.name}: {level.meaning or 'no meaning is given in the plan.'}")
    return draft


def to_note(brief: Brief, committee: str) -> str:
    """Return what the committee is asked: to note, to ask how what is off course comes back, to consider the rest."""
    asked = [f"note the position of the plan as at {brief.position.as_at:%-d %B %Y}"]
    off_course: dict[str, list[str]] = {}
    for item in brief.position.recommendations:
        if item.rating is not None and item.is_rated_poor:
            off_course.setdefault(item.rating.level.name, []).append(str(item.number))
    for level, numbers in off_course.items():
        which = f"{agreeing(len(numbers), 'recommendation', 'recommendations')} {joined(numbers)}"
        asked.append(f"ask how {which}, rated {level}, will be brought back on course")
    if not all(item.is_rated_good for item in brief.position.recommendations):
        asked.append("consider the further action set out in this report")
    return f"{committee} is asked to {joined(asked)}."


def finance(brief: Brief) -> Draft:
    """Return what the plan's cost lines come to, by financial year; empty where it has none."""
    years: dict[str, float] = {}
    for line in brief.position.costs:
        if line.amount is not None:
            years[line.financial_year] = years.get(line.financial_year, 0) + float(line.amount)
    if not years:
        return Draft()
    amounts = [f"£{with_commas(amount, 0)} in {year}" for year, amount in sorted(years.items())]
    draft = Draft()
    draft.paragraph(f"The plan's cost lines come to {joined(amounts)}.", "Cost lines of the plan")
    return draft
