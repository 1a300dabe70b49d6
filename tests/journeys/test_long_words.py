"""A pasted link in everything that people type: no page scrolls sideways for it, on the narrowest screen."""

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from improvement.triggers import remove_triggers
from tests.journeys.test_pages_are_accessible import pages_of

pytestmark = pytest.mark.browser
NARROWEST = 320
LINK = "https://example.gov.uk/" + "abcdefghij" * 28
# What the program writes itself, or what is part of an address: nobody pastes a link into it.
OURS = frozenset(
    {
        "slug", "password", "colour", "reference", "code", "sha256", "media_type", "layout", "rule", "key", "subject",
        "basis", "step", "part", "report", "form", "path", "kind", "field", "stem", "digest", "stored", "unit", "scope",
        "state", "version", "told", "grade", "framework", "table", "model", "fingerprint", "own_key", "parent_key",
    }
)  # fmt: skip
TOO_WIDE = """width => {
  const scrolls = element => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX)
  const found = [...document.querySelectorAll('body *')].filter(element => {
    if (element.getBoundingClientRect().right <= width + 1) return false
    for (let up = element.parentElement; up !== document.body; up = up.parentElement) if (scrolls(up)) return false
    return true
  })
  return found.filter(element => !found.some(other => other !== element && element.contains(other))).slice(0, 4)
    .map(element => `${element.outerHTML.slice(0, 90)} in ${element.parentElement.outerHTML.slice(0, 90)}`)
}"""


def typed_fields() -> list[tuple[type[models.Model], models.Field]]:
    """Return every column that holds what people typed, of every table of ours."""
    return [
        (model, field)
        for label in ("improvement", "performance", "plans")
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not isinstance(field, models.SlugField)
        and not field.choices
        and field.name not in OURS
    ]


def lengthened(value: Any) -> Any:
    """Return a value of JSON with the link behind everything that is several words."""
    if isinstance(value, str):
        return f"{value} {LINK}" if " " in value.strip() else value
    if isinstance(value, list):
        return [lengthened(item) for item in value]
    return {key: lengthened(item) for key, item in value.items()} if isinstance(value, dict) else value


def paste_everywhere() -> int:
    """Put the link into every typed column of every row, empty ones too where the database lets them; say into how many."""
    remove_triggers()
    count = 0
    for model, field in typed_fields():
        rows = list(model._default_manager.all())
        for row in rows:
            value = getattr(row, field.name)
            if isinstance(field, models.JSONField):
                setattr(row, field.name, lengthened(value))
            elif isinstance(field, models.EmailField):
                setattr(row, field.name, f"{'a' * 60}{row.pk}@{'b' * 60}.example" if value else value)
            else:
                length = field.max_length or 5000
                room = min(len(LINK), length - len(str(row.pk)) - 1)
                setattr(
                    row,
                    field.name,
                    f"{value[: max(length - room - 2, 0)]} {LINK[:room]}{row.pk}".strip()[:length],
                )
        try:
            with transaction.atomic():
                model._default_manager.bulk_update(rows, [field.name], batch_size=200)
        except IntegrityError:
            # Nothing may stand in it beside something else: the rows in which something stands are enough.
            continue
        count += bool(rows)
    return count


@pytest.mark.parametrize("role", ["lead", "analyst", "planner"])
def test_no_page_scrolls_sideways_for_a_long_word(live_demo, person, role):
    page = person(role, NARROWEST)
    addresses = pages_of(live_demo)[role]
    assert paste_everywhere() > 60
    wide: dict[str, object] = {}

    for address in addresses:
        response = page.goto(address)
        assert response is not None
        assert response.status < 500, address
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > NARROWEST:
            wide[address] = (width, page.evaluate(TOO_WIDE, NARROWEST))
        if page.evaluate("document.querySelectorAll('main a, main p, main td').length > 5"):
            assert "abcdefghij" in page.content(), address
    assert wide == {}, wide
