"""What a list is filtered by: as a sentence, and as tags that each take one filter away."""

from dataclasses import dataclass
from typing import Any

import django_filters
from django.http import QueryDict

# What an address says beside the filters, and what does not outlive another choice of them.
NEVER_KEPT = ("page", "print")


@dataclass(frozen=True)
class FilterTag:
    """One thing that a list is filtered by, and the address's query without it."""

    words: str
    without: str


class FilterInWords(django_filters.FilterSet):
    """A filter that can say what it keeps."""

    def _chosen(self) -> dict[str, str]:
        """Return what is filtered, in words by field; empty where a choice is wrong."""
        if not self.form.is_valid():
            return {}
        chosen = {}
        for name, field in self.form.fields.items():
            value = self.form.cleaned_data.get(name)
            if value not in (None, ""):
                shown: Any = dict(getattr(field, "choices", [])).get(value, value)
                words = f"{shown:%-d %B %Y}" if hasattr(shown, "strftime") else f"{shown}"
                chosen[name] = f"{field.label}: {words}"
        return chosen

    def in_words(self) -> str:
        """Return what is filtered, as a sentence for a heading or a workbook; empty where nothing is."""
        return "; ".join(self._chosen().values())

    def tags(self) -> list[FilterTag]:
        """Return each thing that is filtered by, with the query that leaves it away."""
        return [FilterTag(words, self._query(name)) for name, words in self._chosen().items()]

    def folded(self) -> int:
        """Return how many filters beside the words to search for are set: those that a page folds away."""
        return len(self._chosen().keys() - {"search"})

    def _query(self, without: str) -> str:
        asked = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        for name in (without, *NEVER_KEPT):
            asked.pop(name, None)
        return asked.urlencode()


def shortened(text: str, length: int = 70) -> str:
    """Return a text that fits a choice."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
