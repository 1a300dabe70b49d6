"""What a person types for themselves: the name of a view, the reminders they want."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.http import QueryDict

from plans.rules.reminders import KINDS

LONGEST_QUERY = 1000
# What an address says beside its filters.
NO_FILTERS = ("page", "print", "as-at")


class SavedViewForm(forms.Form):
    """A name for a list as it is filtered; `query` is what its address asks for."""

    name = forms.CharField(
        label="Name of this view",
        max_length=40,
        error_messages={
            "required": "Enter a name for the view.",
            "max_length": "The name of a view must be %(limit_value)d characters or fewer.",
        },
    )
    query = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_query(self) -> str:
        """Return the filters alone: a view is of every day, and begins at its first page."""
        asked = QueryDict(self.cleaned_data["query"], mutable=True)
        for name in NO_FILTERS:
            asked.pop(name, None)
        for name in [name for name, values in asked.lists() if not any(values)]:
            del asked[name]
        query = asked.urlencode()
        if not query:
            raise forms.ValidationError("Filter the list first: this view would show all of it.")
        if len(query) > LONGEST_QUERY:
            raise forms.ValidationError("This is filtered by too much to be saved.")
        return query


class RemindersForm(forms.Form):
    """The reminders that a person wants, as boxes that are ticked."""

    wanted = forms.MultipleChoiceField(
        label="E-mail me",
        choices=list(KINDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    # Nothing ticked is a choice; nothing posted is none.
    chosen = forms.CharField(initial="yes", widget=forms.HiddenInput)

    def __init__(self, *args: Any, unwanted: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["wanted"] = [kind for kind in KINDS if kind not in unwanted]

    @property
    def unwanted(self) -> list[str]:
        """What was left unticked. The form must be valid."""
        return [kind for kind in KINDS if kind not in self.cleaned_data["wanted"]]
