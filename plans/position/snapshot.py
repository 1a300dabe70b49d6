"""A position written down in words, to be kept for ever, and the differences between two such records.

What a meeting was told is frozen as a record; two days, two meetings, or a meeting and what is known of its day now are
compared the same way. A record holds only text, so that it reads the same from any database and in ten years. Its items
and fields go by names that never change: what a plan calls its themes today is put in when a page prints them.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from performance.choices import ObservationStatus
from performance.sentences import DIRECTION_WORDS, aim_value, aim_words, in_unit
from performance.series import ObservationPoint
from plans.choices import ThemePart
from plans.position.actions import ActionPosition, SuccessMeasurePosition
from plans.position.board import BoardRecord
from plans.position.measures import MeasurePosition
from plans.position.points import RatingPoint
from plans.position.position import Position
from plans.position.recommendations import RecommendationPosition
from plans.position.themes import MilestonePosition, ThemePosition

Fields = dict[str, str]
# Words that an earlier release wrote into its records, and what the same is called now: no difference.
RENAMED = {"Can't be said": "No evidence yet", "Not supplied": "No status given"}


def record_of(position: Position, board: BoardRecord) -> dict[str, Any]:
    """Return everything that a plan says on a day, as text: figures, and each item with its fields in words."""
    return {
        "plan": position.plan.title,
        "as_at": position.as_at.isoformat(),
        "sentence": position.sentence(),
        "figures": {key: _text(value) for key, value in sorted(position.figures().items())},
        "items": {f"{kind} {reference}": fields for kind, reference, fields in _items(position, board)},
    }


def _items(position: Position, board: BoardRecord) -> Iterator[tuple[str, str, Fields]]:
    for theme in position.themes:
        yield "Theme", str(theme.number), _theme(theme)
    for milestone in position.milestones:
        yield "Milestone", f"{milestone.theme_number} {milestone.code}", _milestone(milestone)
    for item in position.recommendations:
        yield "Recommendation", str(item.number), _recommendation(item)
    for action in position.actions:
        yield "Action", action.reference, _action(action)
    for success in position.success_measures:
        yield "Success measure", success.reference, _success_measure(success)
    for measure in position.measures:
        yield "Measure", measure.code, _measure(measure)
    for challenge in board.challenges:
        yield (
            "Challenge",
            str(challenge.challenge_id),
            {
                "question": challenge.question,
                "answers": "\n".join(answer.answer for answer in challenge.answers),
                "open": "yes" if challenge.is_open else "no",
            },
        )
    for barrier in board.barriers:
        yield (
            "Barrier",
            str(barrier.number),
            {
                "what_stands_in_the_way": barrier.text,
                "remedial_action": barrier.remedial_action,
                "owner": barrier.owner,
                "escalation": barrier.escalation_label,
                "outcome": barrier.outcome,
            },
        )


def _other_words(item: Any, *told: str) -> Fields:
    """Return every field of words that an item does not tell under a name of its own: a new one is frozen by itself."""
    return {
        part.name: getattr(item, part.name)
        for part in dataclasses.fields(item)
        if part.type in ("str", str) and part.name not in told
    }


def _rated(rating: RatingPoint | None, proposal: RatingPoint | None = None) -> Fields:
    return {
        "rating": rating.level.name if rating else "Not yet rated",
        "reason": rating.reason if rating else "",
        "meaning_of_the_rating": rating.level.meaning if rating else "",
        "proposed_rating": proposal.level.name if proposal else "",
    }


def _theme(theme: ThemePosition) -> Fields:
    return {
        "title": theme.title,
        "outcome_sought": theme.outcome,
        "how_will_we_know": theme.how_will_we_know,
        "leads": theme.leads_text,
        **{
            f"{part}s": "; ".join(officer.label for officer in theme.people.get(part, ()))
            for part in (ThemePart.SPONSOR, ThemePart.DEPUTY, ThemePart.MEMBER)
        },
        **_rated(theme.rating, theme.proposal),
        **_other_words(theme, "title", "outcome", "how_will_we_know"),
    }


def _milestone(milestone: MilestonePosition) -> Fields:
    return {
        "text": milestone.text,
        "status": milestone.status_label,
        "due": milestone.due.words,
        "achieved_on": _text(milestone.achieved_on),
        **_other_words(milestone, "code", "text", "status"),
    }


def _recommendation(item: RecommendationPosition) -> Fields:
    return {
        "text": item.text,
        "outcome_sought": item.outcome,
        "evidence_of_progress": item.evidence,
        "further_actions_in_progress": item.further_actions,
        "lead_officers": item.leads_text,
        "worked_on_in": ", ".join(map(str, item.theme_numbers)),
        **_rated(item.rating, item.proposal),
        "delivered": item.delivered.answer,
        "working": item.working.answer,
        "embedded": item.embedded.answer,
        "closed": f"{item.closure.known_on}: {item.closure.reason}" if item.closure else "",
        "strongest_evidence": item.strongest_evidence.label if item.strongest_evidence else "",
        **_other_words(item, "text", "outcome", "evidence", "further_actions"),
    }


def _action(action: ActionPosition) -> Fields:
    update = action.update
    return {
        "text": action.full_text,
        "lead_officers": action.leads_text,
        "stands_in": _text(action.theme_number),
        "serves": ", ".join(map(str, action.recommendation_numbers)),
        "start": action.start.words,
        "due": action.due.words,
        "first_due": action.first_due_words,
        "dates_asked_for": "; ".join(f"{move.to_words}, {move.state}" for move in action.due_moves),
        "expected_outcome": action.expected_outcome,
        "status": action.status_label,
        "completed_on": _text(action.completed_on),
        "closed": f"{action.closure.known_on}: {action.closure.reason}" if action.closure else "",
        **_rated(action.rating, action.proposal),
        "progress": update.progress if update else "",
        "barriers": update.barriers if update else "",
        "next_steps": update.next_steps if update else "",
        "evidence": "\n".join(evidence.description for evidence in update.evidence) if update else "",
        **_other_words(action, "reference", "text", "expected_outcome", "status"),
    }


def _success_measure(item: SuccessMeasurePosition) -> Fields:
    return {
        "text": item.text,
        "due": item.due.words,
        "progress": item.progress,
        "owners": item.leads_text,
        **_rated(item.rating),
        **_other_words(item, "reference", "text", "progress"),
    }


def _measure(measure: MeasurePosition) -> Fields:
    judgement, version = measure.judgement, measure.version
    latest, aim = judgement.latest, judgement.aim
    return {
        "name": measure.name,
        "definition": version.definition,
        "unit": version.get_unit_display(),
        "which_way_is_better": version.get_polarity_display(),
        "figure": (in_unit(latest.value, measure.unit) or latest.words) if latest else "",
        "figure_as_written": latest.words if latest else "",
        "figure_stands_for": _cases(latest) if latest else "",
        "period": latest.shown_period if latest else "",
        "status_of_the_figure": str(ObservationStatus(latest.status).label) if latest else "",
        "how_often": version.get_frequency_display(),
        "beside_it": "; ".join(
            f"{item.get_kind_display()} {item.period_words}: {in_unit(item.value, measure.unit)}"
            for item in measure.series.comparators
        ),
        "target": aim_words(aim, measure.unit) if aim else "",
        "all_targets": "; ".join(
            " by ".join(filter(None, (target.words or aim_value(target, measure.unit), target.due_words)))
            for target in measure.series.aims()
        ),
        "against_target": str(judgement.against.label) if judgement.against else "",
        "evidences": "; ".join(
            f"{kind} {', '.join(map(str, references))}"
            for kind, references in (
                ("themes", measure.theme_numbers),
                ("recommendations", measure.recommendation_numbers),
                ("actions", measure.action_references),
            )
            if references
        ),
        "direction_of_travel": DIRECTION_WORDS[judgement.direction] if judgement.direction else "",
    }


def _cases(point: ObservationPoint) -> str:
    """Return of how many cases a share is, and up to what a range goes."""
    parts = (
        f"{point.numerator} of {point.denominator}" if point.denominator is not None else "",
        f"up to {point.highest}" if point.highest is not None else "",
    )
    return ", ".join(filter(None, parts))


def _text(value: object) -> str:
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Difference:
    """One field of one item that two records say differently."""

    item: str
    field: str
    was: str
    now: str

    @property
    def words(self) -> str:
        """What the field is called on a page."""
        return self.field.replace("_", " ").capitalize()


@dataclass
class Differences:
    """Everything that differs between an earlier record and a later one, by item."""

    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    changed: list[Difference] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.changed)

    @property
    def by_item(self) -> dict[str, list[Difference]]:
        """The changed fields of each item, in the order of the later record."""
        by_item: dict[str, list[Difference]] = {}
        for difference in self.changed:
            by_item.setdefault(difference.item, []).append(difference)
        return by_item


def without(record: Mapping[str, Any], hidden: set[str]) -> dict[str, Any]:
    """Return a record without the items that somebody may not see."""
    return {**record, "items": {key: fields for key, fields in record["items"].items() if key not in hidden}}


def item_words(item: str, theme_word: str) -> str:
    """Return what an item of a record is called on a page, in the plan's own word for its main division."""
    kind, _space, reference = item.partition(" ")
    return f"{theme_word.capitalize()} {reference}" if kind == "Theme" else item


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], theme_word: str = "theme"
) -> Differences:
    """Return what a later record says differently from an earlier one, what was added and what left among it.

    Items are called by the plan's word of today, whatever it was when either record was made.

    A field that one of the two does not have was not written down when it was made, so nothing is said of it: every
    item of a kind has all of its fields, empty or not, and a later release may add some.
    """
    old, new = before["items"], after["items"]
    compared = Differences(
        [item_words(key, theme_word) for key in new if key not in old],
        [item_words(key, theme_word) for key in old if key not in new],
    )
    for key, fields in new.items():
        earlier_fields = old.get(key, {})
        compared.changed += [
            Difference(item_words(key, theme_word), name, earlier_fields[name], now)
            for name, now in fields.items()
            if name in earlier_fields and RENAMED.get(earlier_fields[name], earlier_fields[name]) != now
        ]
    return compared
