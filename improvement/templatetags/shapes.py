"""Shapes that stand on many pages: a summary's rows, a table's headings and cells, tags. Their HTML is here alone.

What stands between a tag and its end may begin and end with a line break: a cell without words stays empty, and
words whose line breaks show (`app-pre`) get none in front.
"""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
LINE_BREAK = re.compile(r"\n\s*")


def _without_edges(content: SafeString) -> SafeString:
    return mark_safe(content.strip())  # noqa: S308 -- what the template itself rendered


def _classes(*names: str) -> str:
    return " ".join(name for name in names if name)


@register.simple_block_tag
def trimmed(content: SafeString) -> SafeString:
    """Return what stands between without the white space at its edges: for words whose line breaks show."""
    return _without_edges(content)


@register.simple_block_tag
def joined(content: SafeString) -> SafeString:
    """Return what stands between as one line: its line breaks, with what indents them, are left out."""
    return mark_safe(LINE_BREAK.sub("", content))  # noqa: S308 -- what the template itself rendered


@register.simple_block_tag
def row(content: SafeString, key: str, look: str = "") -> SafeString:
    """Return a row of a summary list: its key, and what stands beside it."""
    return format_html(
        '<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">{}</dt>'
        '<dd class="{}">{}</dd></div>',
        key,
        _classes("govuk-summary-list__value", look),
        _without_edges(content),
    )


@register.simple_block_tag
def cell(content: SafeString, label: str, look: str = "") -> SafeString:
    """Return a cell of a table; its label is its column's heading, shown beside it where columns are stacked."""
    return format_html(
        '<td class="{}" data-label="{}">{}</td>',
        _classes("govuk-table__cell", look),
        label,
        _without_edges(content),
    )


@register.simple_block_tag
def row_heading(content: SafeString, label: str, look: str = "") -> SafeString:
    """Return the cell that a row is known by, as `cell` is written."""
    return format_html(
        '<th scope="row" class="{}" data-label="{}">{}</th>',
        _classes("govuk-table__header", look),
        label,
        _without_edges(content),
    )


class OfNumbers(str):
    """The heading of a column of numbers, which stand to the right."""


@register.filter
def number(heading: str) -> OfNumbers:
    """Return a column's heading as one of numbers: `{% headings "Ref" "Days"|number %}`."""
    return OfNumbers(heading)


@register.simple_tag
def headings(*names: str) -> SafeString:
    """Return headings of columns, in their order."""
    return format_html_join(
        "\n",
        '<th scope="col" class="{}">{}</th>',
        (
            (_classes("govuk-table__header", "app-number" if isinstance(name, OfNumbers) else ""), name)
            for name in names
        ),
    )


@register.simple_tag
def tag(words: str, look: str) -> SafeString:
    """Return a tag: a word that shows how something stands, in the colours of `app-tag--…`."""
    return format_html('<strong class="govuk-tag app-tag app-tag--{}">{}</strong>', look, words)


@register.simple_tag
def tile(count: int, address: str, words: str, look: str = "") -> SafeString:
    """Return a figure of a page's first row, whose words lead to what it counts."""
    return format_html(
        '<li class="{}"><span class="app-figure__number">{}</span><span class="app-figure__label">'
        '<a class="govuk-link" href="{}">{}</a></span></li>',
        _classes("app-figure", look),
        count,
        address,
        words,
    )


@register.simple_tag
def submit(words: str, look: str = "", *, name: str = "", value: str = "") -> SafeString:
    """Return a button that sends a form, once however often it is pressed; its name tells which, of several."""
    return format_html(
        '<button class="{}" type="submit"{} data-module="govuk-button" data-prevent-double-click="true">{}</button>',
        _classes("govuk-button", look),
        format_html(' name="{}" value="{}"', name, value) if name else "",
        words,
    )
