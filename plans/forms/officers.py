"""Choosing officers: those of the plan, and the whole council's where a person asks for them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.forms.utils import ErrorDict

from improvement.models import Officer
from plans.models import Plan
from plans.position.officers import officers_of_council, officers_on

# The button that asks for the council's officers, and what the form says of itself from then on.
ASK, ASKED = "all-officers", "officers"
COUNCIL = "council"


def asks_for_all(data: Any) -> bool:
    """Whether the button was pressed: nothing is saved by it, and what was typed is shown again."""
    return bool(data) and ASK in data


def offers_all(data: Any) -> bool:
    """Whether a form offers the whole council: it was just asked for, or was before."""
    return asks_for_all(data) or (bool(data) and data.get(ASKED) == COUNCIL)


def offered(plan: Plan, data: Any, keep: Iterable[Any] = ()) -> QuerySet[Officer]:
    """Return the officers to choose from; those in `keep` stand in the form already, wherever they are from."""
    if offers_all(data):
        return officers_of_council(plan)
    kept = [key for item in keep if (key := item.pk if isinstance(item, Officer) else item)]
    if not kept:
        return officers_on(plan)
    return officers_of_council(plan).filter(Q(pk__in=officers_on(plan).values("pk")) | Q(pk__in=kept))


class OfficerChoices(forms.Form):
    """A form with lists of officers, which can be made longer without losing what was typed."""

    @property
    def may_offer_more(self) -> bool:
        return not offers_all(self.data)

    @property
    def offers_all(self) -> bool:
        return offers_all(self.data)

    def choose_officers(self, plan: Plan, *names: str) -> None:
        """Say from whom the fields of these names choose."""
        for name in names:
            standing = self.get_initial_for_field(self.fields[name], name)
            keep = standing if isinstance(standing, list | tuple) else [standing]
            self.fields[name].queryset = offered(plan, self.data, keep)  # type: ignore[attr-defined]

    def full_clean(self) -> None:
        if self.is_bound and asks_for_all(self.data):
            self._errors = ErrorDict(renderer=self.renderer)
            self.cleaned_data: dict[str, Any] = {}
            return
        super().full_clean()

    def is_valid(self) -> bool:
        return not asks_for_all(self.data) and super().is_valid()
