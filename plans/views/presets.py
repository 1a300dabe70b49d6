"""What a list is often asked: one link each, above its filters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from plans.models import SavedView
from plans.views.page import Page

# What an address may say beside the filters: another day, page or order is the same question.
BESIDE = {"as-at", "page", "print", "sort", "since", "view"}


@dataclass(frozen=True)
class Preset:
    """A question that a list is often asked, its address, and whether it is the one that is answered."""

    words: str
    address: str
    is_chosen: bool
    # The saved view that it is; none for what the program offers.
    view_id: int | None = None


def presets(page: Page, name: str, wanted: Iterable[tuple[str, Mapping[str, str]]]) -> list[Preset]:
    """Return a list's presets on the page's day. `name` is the list's address, `wanted` the words and filters."""
    look = {"view": page.request.GET["view"]} if page.request.GET.get("view") else {}
    asked = {key: value for key, value in page.request.GET.items() if key not in BESIDE and value}
    address = reverse(f"plans:{name}", args=[page.plan.slug])
    offered = [
        Preset(words, address + page.query({**query, **look}), asked == query) for words, query in wanted
    ]
    kept = SavedView.objects.filter(plan=page.plan, user=page.user, listed=name)
    views = [(view, QueryDict(view.query).dict()) for view in kept]
    return offered + [
        Preset(
            view.name,
            address + page.query(query),
            asked == {key: value for key, value in query.items() if key not in BESIDE},
            view.pk,
        )
        for view, query in views
    ]
