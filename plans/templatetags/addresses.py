"""Addresses of a plan's pages, as its pages link to each other: on the day that the page shows."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from plans.search.index import Document

register = template.Library()


@register.simple_tag(takes_context=True)
def plan_url(context: template.Context, name: str, *parts: Any, **asked: Any) -> str:
    """Return where a page of this plan stands, with what is asked of it; a past day goes along."""
    page = context["page"]
    address = reverse(f"plans:{name}", args=[page.plan.slug, *parts])
    if page.is_past:
        asked["as-at"] = page.as_at.isoformat()
    return f"{address}?{urlencode(asked)}" if asked else address


@register.simple_tag(takes_context=True)
def found_url(context: template.Context, document: Document) -> str:
    """Return where something that was found stands, on the day that the page shows."""
    address: str = plan_url(context, document.page, *document.parts)
    return f"{address}#{document.anchor}" if document.anchor else address


@register.simple_tag(takes_context=True)
def and_as_at(context: template.Context) -> str:
    """Return what follows other things asked in an address, so that a past day goes along: `&as-at=…`, or nothing."""
    page = context["page"]
    return f"&as-at={page.as_at.isoformat()}" if page.is_past else ""
