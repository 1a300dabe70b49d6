"""A browser for journeys: the distribution's Chromium, signed in by form, failing on any console error."""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from plans.demo.load import PASSWORD

VIOLATION_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
    }


@pytest.fixture
def person(browser: Browser, live_demo, live_server) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a browser of someone's own and signs them in."""
    contexts, errors = [], []

    def signed_in(role: str, width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, base_url=live_server.url, locale="en-GB", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto("/sign-in/")
        page.get_by_label("E-mail address").fill(f"{role}@northmoor.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/plans/**")
        return page

    yield signed_in
    for context in contexts:
        context.close()
    # A refused form answers 422 or 409, which Chromium prints as an error of its own.
    assert [text for text in errors if "status of 4" not in text] == []


# Whether what is passed over is described too (by default every element of the page is) decides how long axe takes.
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": VIOLATION_TAGS},
    "resultTypes": ["violations"],
    "preload": False,
}
WIDTHS = (1280, 375)


def violations(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA, as rule and place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(options).then(results => results.violations)", AXE_OPTIONS)
    return [f"{item['id']}: {node['target']}" for item in found for node in item["nodes"]]


def wrong_at_any_width(page: Page, addresses: Iterable[str]) -> dict[str, object]:
    """Open each address; return by address and width what axe finds and what runs off the screen, desk and phone."""
    found: dict[str, object] = {}
    for address in addresses:
        page.goto(address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            broken = violations(page)
            if broken:
                found[f"{address} at {width}"] = broken
            if needed := _width_past(page, width):
                found[f"{address} is too wide at {width}"] = needed
    return found


def _width_past(page: Page, width: int) -> int:
    """Return how wide a page stays where it is wider than its window, else 0: a chart is drawn anew a moment later."""
    try:
        page.wait_for_function(
            "width => document.documentElement.scrollWidth <= width", arg=width, timeout=4_000
        )
    except PlaywrightTimeoutError:
        return int(page.evaluate("document.documentElement.scrollWidth"))
    return 0
