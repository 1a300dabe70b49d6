"""What a list is filtered by, as a sentence."""

import django_filters


class FilterInWords(django_filters.FilterSet):
    """A filter that can say what it keeps."""

    def in_words(self) -> str:
        """Return what is filtered, as a sentence for a heading or a workbook; empty where nothing is."""
        if not self.form.is_valid():
            return ""
        parts = []
        for name, field in self.form.fields.items():
            value = self.form.cleaned_data.get(name)
            if value not in (None, ""):
                shown = dict(getattr(field, "choices", [])).get(value, value)
                parts.append(
                    f"{field.label}: {shown:%-d %B %Y}"
                    if hasattr(shown, "strftime")
                    else f"{field.label}: {shown}"
                )
        return "; ".join(parts)


def shortened(text: str, length: int = 70) -> str:
    """Return a text that fits a choice."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
