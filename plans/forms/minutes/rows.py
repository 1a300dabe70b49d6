"""The rows of a meeting's minutes: small forms, each of which may be left empty."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django import forms

from improvement.date_fields import DayField
from improvement.models import Officer
from improvement.numbers import whole
from plans.forms.board import subject_choices
from plans.forms.dated import bind_bounds
from plans.forms.extensions import ExtensionFields
from plans.forms.fields import EXTENDED_HINT, DecisionOnDate, OfficersField, words_field
from plans.forms.officers import OfficerChoices, offers_all
from plans.models import Plan, RatingLevel
from plans.position.actions import ActionPosition
from plans.position.board import ArisingPoint, BoardRecord, ChallengePoint
from plans.position.officers import officers_of_council, officers_on
from plans.position.points import DueMove
from plans.position.position import Position
from plans.position.recommendations import RecommendationPosition
from plans.position.themes import ThemePosition


@dataclass
class Room:
    """What the forms of a meeting choose from."""

    plan: Plan
    position: Position
    board: BoardRecord
    levels: Sequence[RatingLevel]

    @cached_property
    def officers(self) -> list[Officer]:
        """Every officer of the council, whom the minutes may name."""
        return list(officers_of_council(self.plan))

    @cached_property
    def _own(self) -> set[int]:
        return set(officers_on(self.plan).values_list("pk", flat=True))

    def officer_choices(self, data: Any, standing: Any) -> list[tuple[str, str]]:
        """Return the officers to choose from, with the one who stands in the row already."""
        named = [
            officer
            for officer in self.officers
            if offers_all(data) or officer.pk in self._own or officer.pk == standing
        ]
        return [("", "Not named"), *((str(officer.pk), str(officer)) for officer in named)]

    @property
    def subject_choices(self) -> list[tuple[str, str]]:
        return subject_choices(self.position)


class Row(OfficerChoices):
    """One row of a step. `content` is what is kept of it; None where it says nothing."""

    # Whether the row is one to fill in, about nothing that is there already.
    is_new = False

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.room = room

    def offer_officers(self, name: str) -> None:
        """Say from whom a list of one officer chooses."""
        standing = self.get_initial_for_field(self.fields[name], name)
        self.fields[name].choices = self.room.officer_choices(self.data, standing)  # type: ignore[attr-defined]

    def content(self) -> dict[str, Any] | None:
        raise NotImplementedError

    def says_something(self, cleaned: dict[str, Any]) -> bool:
        """Whether anything stands in the row. One that was noted and is emptied again says nothing."""
        return bool(self.errors) or any(cleaned.values())


class NewRow(Row):
    """A row to fill in: left empty it is nothing, once begun it needs the fields named in `needs`."""

    is_new = True
    # What is said of each field that is missing.
    needs: ClassVar[dict[str, str]] = {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.says_something(cleaned):
            for name, message in self.needs.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, message)
        return cleaned


class AttendanceRow(Row):
    """Who took the chair, who came, who sent apologies."""

    chair = forms.TypedChoiceField(label="Chair", required=False, coerce=int, empty_value=None)
    present = OfficersField(
        label="Present", required=True, error_messages={"required": "Choose who was present."}
    )
    apologies = OfficersField(label="Apologies")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_officers("chair")
        self.choose_officers(self.room.plan, "present", "apologies")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        both = set(cleaned.get("present") or ()) & set(cleaned.get("apologies") or ())
        if both:
            names = "; ".join(sorted(str(officer) for officer in both))
            self.add_error("apologies", f"Present and sent apologies: {names}. Choose one.")
        present = {officer.pk for officer in cleaned.get("present") or ()}
        if cleaned.get("chair") and present and cleaned["chair"] not in present:
            self.add_error("chair", "The chair must have been present: choose them under Present too.")
        return cleaned

    def content(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "chair": cleaned["chair"],
            "present": [officer.pk for officer in cleaned["present"]],
            "apologies": [officer.pk for officer in cleaned["apologies"]],
        }


class ArisingRow(Row):
    """What was said of an action of an earlier meeting."""

    id = forms.IntegerField(widget=forms.HiddenInput)
    note = words_field("Update (optional unless it is done)")
    done = forms.BooleanField(label="It is done", required=False)

    @property
    def arising(self) -> ArisingPoint | None:
        key = str(self["id"].value())
        return next((item for item in self.room.board.open_arising if str(item.arising_id) == key), None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("done") and not cleaned.get("note"):
            self.add_error("note", "Enter what was done.")
        return cleaned

    def content(self) -> dict[str, Any] | None:
        cleaned = self.cleaned_data
        return {"kind": "arising", **cleaned} if cleaned["note"] and self.arising else None


class ChallengeAnswerRow(Row):
    """What was answered to an open challenge."""

    id = forms.IntegerField(widget=forms.HiddenInput)
    answer = words_field("Answer (leave blank to bring it back next time)")
    what_changed = words_field("What changed because of it (optional)")
    closes = forms.BooleanField(label="The board is content with the answer", required=False)

    @property
    def challenge(self) -> ChallengePoint | None:
        key = str(self["id"].value())
        return next((item for item in self.room.board.open_challenges if str(item.challenge_id) == key), None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        answers = self.challenge.answers if self.challenge else ()
        if cleaned.get("closes") and answers and not cleaned.get("answer"):
            # What the lead wrote is on record: nobody writes it again so that the board can be content with it.
            cleaned["answer"] = f"As answered on {answers[-1].known_on:%-d %B %Y}."
        if (cleaned.get("closes") or cleaned.get("what_changed")) and not cleaned.get("answer"):
            self.add_error("answer", "Enter the answer.")
        return cleaned

    def content(self) -> dict[str, Any] | None:
        cleaned = self.cleaned_data
        return {"kind": "challenge", **cleaned} if cleaned["answer"] and self.challenge else None


class RatingRow(Row):
    """The rating of a recommendation or theme. A proposal that is confirmed keeps the lead's reason."""

    subject = forms.CharField(widget=forms.HiddenInput)
    level = forms.TypedChoiceField(label="The board's rating", required=False, coerce=int, empty_value=None)
    reason = words_field("Reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        proposal = self.rated.proposal if self.rated else None
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            ("", "Not considered at this meeting"),
            *(
                (
                    str(level.pk),
                    f"{level.name}, as proposed"
                    if proposal and proposal.level.code == level.code
                    else level.name,
                )
                for level in self.room.levels
            ),
        ]
        if proposal:
            self.fields[
                "reason"
            ].help_text = "If left blank and the rating is as proposed, the lead's reason is used."

    @property
    def rated(self) -> RecommendationPosition | ThemePosition | None:
        kind, _colon, number = str(self["subject"].value() or "").partition(":")
        asked = whole(number)
        if kind not in {"recommendation", "theme"} or asked is None:
            return None
        rated: RecommendationPosition | ThemePosition | None = getattr(self.room.position, kind)(asked)
        return rated

    @property
    def words(self) -> str:
        """What the recommendation or theme says of itself."""
        rated = self.rated
        return rated.title if isinstance(rated, ThemePosition) else rated.shown_text if rated else ""

    @property
    def title(self) -> str:
        kind, _colon, number = str(self["subject"].value() or "").partition(":")
        word = self.room.plan.theme_word if kind == "theme" else kind
        return f"{word.capitalize()} {number}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.rated is None:
            raise forms.ValidationError("This recommendation or theme is no longer on the plan.")
        level = next((item for item in self.room.levels if item.pk == cleaned.get("level")), None)
        proposal = self.rated.proposal
        if level and not cleaned.get("reason"):
            if proposal and proposal.level.code == level.code:
                cleaned["reason"] = proposal.reason
            else:
                self.add_error("reason", f"Enter the reason for the rating of {self.title.lower()}.")
        if cleaned.get("reason") and not level and "level" not in self.errors:
            self.add_error("level", f"Choose the rating of {self.title.lower()}, or leave the reason blank.")
        return cleaned

    def content(self) -> dict[str, Any] | None:
        return dict(self.cleaned_data) if self.cleaned_data["level"] else None


class DateRow(DecisionOnDate, Row):
    """The board's answer to a request to move a due date."""

    change = forms.IntegerField(widget=forms.HiddenInput)
    agreed = forms.ChoiceField(
        label="What did the board decide?",
        choices=[
            ("", "Not considered at this meeting"),
            ("yes", "Agree the new date"),
            ("no", "Refuse it: the current due date stands"),
        ],
        required=False,
    )
    note = words_field("Why (needed where it is refused)")

    @property
    def asked(self) -> tuple[ActionPosition, DueMove] | None:
        key = str(self["change"].value())
        return next(
            (pair for pair in self.room.position.waiting_dates if str(pair[1].change_id) == key), None
        )

    def content(self) -> dict[str, Any] | None:
        cleaned = self.cleaned_data
        if not cleaned["agreed"] or not self.asked:
            return None
        return {"change": cleaned["change"], "agreed": cleaned["agreed"] == "yes", "note": cleaned["note"]}


class ExtensionRow(NewRow, ExtensionFields):
    """Dates of several actions that the board moves at once."""

    legend = "Resolution"
    needs: ClassVar = {
        "references": "Enter the references of the actions.",
        "to": "Enter the new due date.",
        "reason": "Enter what the board resolved.",
    }
    references = forms.CharField(label="Actions", required=False, help_text=EXTENDED_HINT)
    to = forms.CharField(label="New due date for all of them", required=False, max_length=200)
    reason = words_field("The board's resolution")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.position = self.room.position

    def content(self) -> dict[str, Any] | None:
        cleaned = self.cleaned_data
        if not cleaned.get("references"):
            return None
        return {"actions": cleaned["references"], "to": cleaned["to"].words, "reason": cleaned["reason"]}


class ChallengeRow(NewRow):
    """A question that the board put."""

    needs: ClassVar = {"question": "Enter the question."}
    question = words_field("Question")
    asked_by = forms.TypedChoiceField(label="Asked by", required=False, coerce=int, empty_value=None)
    about = forms.ChoiceField(label="About", required=False)
    answer = words_field("Answer, if one was given")
    what_changed = words_field("What changed because of it (optional)")
    closes = forms.BooleanField(label="The board is content with the answer", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_officers("asked_by")
        self.fields["about"].choices = self.room.subject_choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("closes") and not cleaned.get("answer"):
            self.add_error("answer", "Enter the answer that the board is content with.")
        return cleaned

    def content(self) -> dict[str, Any] | None:
        return dict(self.cleaned_data) if self.cleaned_data.get("question") else None


class DecisionRow(NewRow):
    """Something that the board decided."""

    needs: ClassVar = {"text": "Enter the decision."}
    text = words_field("Decision")
    about = forms.ChoiceField(label="About", required=False)
    closes = forms.BooleanField(label="This decision closes the recommendation it is about", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = self.room.subject_choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("closes") and not str(cleaned.get("about", "")).startswith("recommendation:"):
            self.add_error("about", "Choose the recommendation that the board is closing.")
        return cleaned

    def content(self) -> dict[str, Any] | None:
        return dict(self.cleaned_data) if self.cleaned_data.get("text") else None


class NewArisingRow(NewRow):
    """Something that the board asked someone to do."""

    needs: ClassVar = {
        "text": "Enter what is to be done.",
        "owner": "Choose an owner.",
        "due_on": "Enter a due date.",
    }
    text = words_field("What is to be done")
    owner = forms.TypedChoiceField(label="Owner", required=False, coerce=int, empty_value=None)
    due_on = DayField(label="Due date", subject="The date", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bind_bounds(self, self.room.plan.days_on(self.room.position.as_at))
        self.offer_officers("owner")

    def content(self) -> dict[str, Any] | None:
        cleaned = self.cleaned_data
        if not cleaned.get("text"):
            return None
        return {"text": cleaned["text"], "owner": cleaned["owner"], "due_on": cleaned["due_on"].isoformat()}
