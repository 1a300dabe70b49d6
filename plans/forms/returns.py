"""A lead's monthly return, by exception: nothing has changed on an action until something is said of it.

A row for each action, one for each thing that the lead may propose a rating of.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from plans.choices import EvidenceSource, ProgressStatus
from plans.forms.fields import SeenField, words_field
from plans.forms.updates import SUPPLIED
from plans.models import RatingLevel
from plans.position.actions import ActionPosition
from plans.position.recommendations import RecommendationPosition
from plans.position.returns import ExpectedReturn
from plans.position.themes import ThemePosition
from plans.procedures.subjects import key_of


class ActionReturnForm(forms.Form):
    """What changed on one action; left as it is, nothing did."""

    status = forms.ChoiceField(label="Status", choices=[("", "Choose"), *SUPPLIED], required=False)
    progress = words_field("What changed", 3)
    next_steps = words_field("Next step")
    barriers = words_field("Help needed (optional)")
    evidence = forms.CharField(label="Evidence (optional)", required=False, max_length=500)
    evidence_source = forms.ChoiceField(
        label="Where it comes from", choices=EvidenceSource.choices, required=False
    )

    def __init__(self, *args: Any, action: ActionPosition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action = action

    @property
    def lacks_status(self) -> bool:
        """Whether nobody has said yet how an action stands that has begun: that is asked even where nothing changed."""
        return self.action.has_begun and self.action.status == ProgressStatus.NOT_SUPPLIED

    @property
    def is_open(self) -> bool:
        """Whether the fields must show: something was typed, or is the matter."""
        typed = any(self[name].value() for name in ("progress", "next_steps", "barriers", "evidence"))
        moved = not self.lacks_status and (self["status"].value() or "") != _present(self.action)
        return typed or moved or bool(self.errors)

    @property
    def has_more(self) -> bool:
        """Whether help or evidence was typed, so that it must show."""
        return bool(self["barriers"].value() or self["evidence"].value())

    @property
    def is_left_as_it_is(self) -> bool:
        """Whether nothing was said of an action that has begun. The form must be valid."""
        return self.action.has_begun and not self.cleaned_data["progress"]

    def problems(self) -> dict[str, str]:
        """Return what keeps the row from being submitted, by field."""
        cleaned = self.cleaned_data
        if cleaned["progress"]:
            return (
                {}
                if cleaned["status"]
                else {"status": f"Choose the status of action {self.action.reference}."}
            )
        other_words = cleaned["next_steps"] or cleaned["barriers"] or cleaned["evidence"]
        moved = cleaned["status"] and cleaned["status"] != _present(self.action) and not self.lacks_status
        if other_words or moved:
            return {"progress": f"Enter what changed on action {self.action.reference}."}
        if self.lacks_status and not cleaned["status"]:
            return {
                "status": f"Choose the status of action {self.action.reference}: none has been given yet."
            }
        return {}


class ProposalReturnForm(forms.Form):
    """The rating that the lead proposes, with a reason; left empty, none is proposed."""

    level = forms.TypedChoiceField(label="Rating proposed", required=False, coerce=int, empty_value=None)
    reason = words_field("Why")

    def __init__(
        self,
        *args: Any,
        rated: RecommendationPosition | ThemePosition,
        levels: Sequence[RatingLevel],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rated = rated
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            ("", "Do not propose a rating"),
            *((str(level.pk), level.name) for level in levels),
        ]

    @property
    def title(self) -> str:
        return f"{'theme' if self.is_theme else 'recommendation'} {self.rated.number}"

    @property
    def is_open(self) -> bool:
        """Whether the fields must show: a rating was chosen, or something is the matter."""
        return bool(self["level"].value() or self["reason"].value() or self.errors)

    @property
    def is_theme(self) -> bool:
        return isinstance(self.rated, ThemePosition)

    def problems(self) -> dict[str, str]:
        """Return what keeps the row from being submitted, by field."""
        cleaned = self.cleaned_data
        if cleaned["level"] and not cleaned["reason"]:
            return {"reason": f"Enter why this rating is proposed for {self.title}."}
        if cleaned["reason"] and not cleaned["level"]:
            return {"level": f"Choose the rating proposed for {self.title}, or leave the reason blank."}
        return {}


class ReturnForm(forms.Form):
    """The whole return: its rows under prefixes of their own, and what is confirmed for the rest."""

    revision = SeenField(initial=0)
    others_unchanged = forms.BooleanField(
        label="I confirm that nothing has changed on the actions I left as they are", required=False
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        expected: ExpectedReturn,
        levels: Sequence[RatingLevel],
        content: Mapping[str, Any],
        revision: int,
    ) -> None:
        super().__init__(
            data,
            initial={
                "revision": revision,
                "others_unchanged": content.get("others_unchanged", False),
            },
        )
        noted = content.get("actions", {})
        proposed = content.get("proposals", {})
        self.actions = [
            ActionReturnForm(
                data,
                prefix=f"action-{action.action_id}",
                action=action,
                initial=noted.get(action.reference) or {"status": _present(action)},
            )
            for action in expected.actions
        ]
        self.proposals = []
        for subject in expected.subjects:
            key = key_of("theme" if isinstance(subject, ThemePosition) else "recommendation", subject.number)
            self.proposals.append(
                ProposalReturnForm(
                    data,
                    prefix=key.replace(":", "-"),
                    rated=subject,
                    levels=levels,
                    initial=proposed.get(key, {}),
                )
            )

    @property
    def begun(self) -> list[ActionReturnForm]:
        """The rows of actions that have begun, of which something is to be said, or that nothing changed."""
        return [form for form in self.actions if form.action.has_begun]

    @property
    def to_begin(self) -> list[ActionReturnForm]:
        """The rows of actions that start later, of which nothing need be said."""
        return [form for form in self.actions if not form.action.has_begun]

    @property
    def opens_to_begin(self) -> bool:
        """Whether something was said of an action that starts later, so that it must show."""
        return any(form.is_open for form in self.to_begin)

    def is_valid(self) -> bool:
        rows = [form.is_valid() for form in (*self.actions, *self.proposals)]
        return super().is_valid() and all(rows)

    def check_complete(self) -> bool:
        """Mark what is missing before it can be submitted; return whether nothing is."""
        complete = True
        left = sum(form.is_left_as_it_is for form in self.actions)
        for form in self.actions:
            for name, problem in form.problems().items():
                form.add_error(name, problem)
                complete = False
        if left and not self.cleaned_data["others_unchanged"]:
            self.add_error(
                "others_unchanged",
                f"Confirm that nothing has changed on the {left} actions that you left as they are."
                if left > 1
                else "Confirm that nothing has changed on the action that you left as it is.",
            )
            complete = False
        for proposal in self.proposals:
            for name, problem in proposal.problems().items():
                proposal.add_error(name, problem)
                complete = False
        return complete

    def content(self) -> dict[str, Any]:
        """Return what is kept of the return."""
        return {
            "others_unchanged": self.cleaned_data["others_unchanged"],
            # Whether it had begun is kept: nobody confirms what they were not asked about.
            "actions": {
                form.action.reference: {**form.cleaned_data, "had_begun": form.action.has_begun}
                for form in self.actions
            },
            "proposals": {
                key_of("theme" if form.is_theme else "recommendation", form.rated.number): form.cleaned_data
                for form in self.proposals
            },
        }

    def all_errors(self) -> list[tuple[str, str]]:
        """Return every error with the place that it links to."""
        return [
            (form[name].first_id if name in form.fields else "", str(error))  # type: ignore[attr-defined]
            for form in (*self.actions, *self.proposals, self)
            for name, errors in form.errors.items()
            for error in errors
        ]


def _present(action: ActionPosition) -> str:
    return "" if action.status == ProgressStatus.NOT_SUPPLIED else action.status
