"""How dates, percentages and ratings are printed, the same on every page."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def tag(word: str, kind: str = "grey") -> SafeString:
    """Print a word in a GOV.UK tag. The word always shows: colour never stands alone."""
    return format_html('<strong class="govuk-tag app-tag app-tag--{}">{}</strong>', kind, word)


@register.filter
def paragraphs(text: str) -> list[str]:
    """Return a text's lines without the empty ones, for printing one under the other."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
