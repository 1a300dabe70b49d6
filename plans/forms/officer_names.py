"""Telling posts and people's names apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from improvement.models import Officer
from plans.rules.officers import is_surely_a_post, looks_like_name, proposed_reading

EVERY_ONE = "all"


@dataclass(frozen=True)
class OfficerRow:
    """An officer with its three fields."""

    officer: Officer
    job_title: forms.BoundField
    name: forms.BoundField
    confirm: forms.BoundField


class ConfirmOfficersForm(forms.Form):
    """For each officer: the post, the name, and whether that is right. One button confirms those ticked, one all."""

    def __init__(self, *args: Any, officers: Sequence[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officers = list(officers)
        for officer in self.officers:
            title, name = (
                (officer.job_title, officer.name) if officer.name else proposed_reading(officer.job_title)
            )
            self.fields[f"title_{officer.pk}"] = forms.CharField(
                label=f"Post of {officer}", max_length=200, required=False, initial=title
            )
            self.fields[f"name_{officer.pk}"] = forms.CharField(
                label=f"Person's name of {officer}", max_length=200, required=False, initial=name
            )
            self.fields[f"confirm_{officer.pk}"] = forms.BooleanField(
                label=f"Confirm {officer}", required=False
            )

    def rows(self) -> Iterator[OfficerRow]:
        for officer in self.officers:
            yield OfficerRow(
                officer,
                self[f"title_{officer.pk}"],
                self[f"name_{officer.pk}"],
                self[f"confirm_{officer.pk}"],
            )

    def _is_wanted(self, officer: Officer) -> bool:
        # An officer that came while the person read is not confirmed unseen.
        if f"title_{officer.pk}" not in self.data:
            return False
        if self.cleaned_data.get(f"confirm_{officer.pk}"):
            return True
        return self.data.get("which") == EVERY_ONE and self._is_plain(officer)

    def _is_plain(self, officer: Officer) -> bool:
        """Whether the reading is one that the button for all may confirm: a post for sure, a name in a name's shape."""
        title, name = (
            str(self.cleaned_data.get(f"{part}_{officer.pk}", "")).strip() for part in ("title", "name")
        )
        return (not title or is_surely_a_post(title)) and (not name or looks_like_name(name))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        wanted = [officer for officer in self.officers if self._is_wanted(officer)]
        for officer in wanted:
            if not any(str(cleaned.get(f"{part}_{officer.pk}", "")).strip() for part in ("title", "name")):
                self.add_error(f"title_{officer.pk}", f"Enter a post or a name for {officer}.")
            if "@" in str(cleaned.get(f"title_{officer.pk}", "")):
                self.add_error(
                    f"title_{officer.pk}", f"An e-mail address is not a post: enter {officer} as the name."
                )
        if not wanted:
            raise forms.ValidationError("Tick the officers whose post and name are correct.")
        return cleaned

    def readings(self) -> dict[int, tuple[str, str]]:
        """Return (post, name) of each officer that is confirmed, by key."""
        return {
            officer.pk: (
                " ".join(self.cleaned_data[f"title_{officer.pk}"].split()),
                " ".join(self.cleaned_data[f"name_{officer.pk}"].split()),
            )
            for officer in self.officers
            if self._is_wanted(officer)
        }
