"""A link that says how many there are opens just as many: a crawl of every page, as several people, on two days."""

import re
from collections import Counter
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from plans.choices import Role
from plans.demo.load import SLUG
from plans.models import Plan
from tests.factories import make_user
from tests.plans.position.test_totals import PLANS, plan_called

pytestmark = pytest.mark.django_db

LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
TILE = re.compile(r'app-figure__number">(\d+)</span><span class="app-figure__label"><a\b([^>]*)>(.*?)</a>')
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# `7 Amber`, `All 23 overdue actions`; no date, no reference, no number that names a thing.
FIGURE = re.compile(
    rf"^(?:All )?(\d+) (?!(?:{MONTHS}|{'|'.join(m[:3] for m in MONTHS.split('|'))})\b)[A-Za-z]"
)
# A thing's own words can begin with a number: `12 trainees in academy places`.
TITLES = {"action", "recommendation", "theme", "measure"}
# Of pages that are alike one is looked at; of themes and recommendations, which hold lists, a few.
MOST_ALIKE = 1


def words(html: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", "", html).split()))


def rows(html: str) -> int:
    bodies = re.findall(r"<tbody.*?</tbody>", html.rpartition("<main")[2], re.DOTALL)
    if (
        not bodies
        or "app-empty" in bodies[0]
        or re.search("No (?:actions|measures|recommendations) match", html)
    ):
        return 0
    return bodies[0].count("<tr")


def after(html: str, fragment: str) -> str:
    """Return what stands under a heading, up to the next of its kind."""
    return html.partition(f'id="{fragment}"')[2].partition("</section>")[0]


def listed(name: str, fragment: str, html: str) -> int | None:
    """Return how many things a page lists, counted one by one; None where it is not known how to count them."""
    if name == "action-list":
        return rows(html)
    if name == "measures":
        return rows(html)
    if name == "questions":
        return html.count('class="app-question')
    if name == "recommendation-list":
        return rows(html)
    if name == "dates" and fragment == "waiting":
        return after(html, fragment).count("<li")
    if name == "dashboard" and fragment == "milestones":
        # They are counted there by status.
        return sum(
            int(count) for count in re.findall(r"(\d+)\s+[a-z]", after(html, fragment).partition(", of ")[0])
        )
    return None


class Crawl:
    """Opens every page that links lead to, and every link with a figure."""

    def __init__(self, client: Client, plan: Plan) -> None:
        self.client, self.root = client, f"/plans/{plan.slug}/"
        self.alike: Counter[str] = Counter()
        self.counts: dict[str, int | None] = {}
        self.held = 0
        self.wrong: list[str] = []

    def run(self, start: str, steps: int) -> None:
        """Open what can be reached from a page in some steps."""
        waiting, known = [(start, 0)], {start}
        while waiting:
            address, step = waiting.pop(0)
            html = self.open(address)
            if html is None:
                continue
            for figure, attributes, said in self.figures(html):
                self.hold(address, figure, attributes, said)
            for attributes, _text in LINK.findall(html):
                target = self.target(address, attributes)
                if target and step < steps and urldefrag(target)[0] not in known:
                    known.add(urldefrag(target)[0])
                    waiting.append((urldefrag(target)[0], step + 1))

    def target(self, page: str, attributes: str) -> str | None:
        found = re.search(r'href="([^"]*)"', attributes)
        if not found or " download" in attributes:
            return None
        address = urljoin(page, unescape(found[1]))
        return address if address.startswith(self.root) else None

    def open(self, address: str) -> str | None:
        try:
            name = resolve(urlsplit(address).path).url_name
        except Resolver404:
            return None
        kind = f"{name} {'as-at' in address}"
        self.alike[kind] += 1
        if self.alike[kind] > (5 if name in {"theme", "recommendation"} else MOST_ALIKE):
            return None
        answer = self.client.get(address)
        is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
        return answer.content.decode() if is_page and not answer.streaming else None

    def figures(self, html: str) -> list[tuple[int, str, str]]:
        found = [(int(count), rest, f"{count} {words(text)}") for count, rest, text in TILE.findall(html)]
        for attributes, text in LINK.findall(html):
            match = FIGURE.match(words(text))
            if match:
                found.append((int(match[1]), attributes, words(text)))
        return found

    def hold(self, page: str, figure: int, attributes: str, said: str) -> None:
        target = self.target(page, attributes)
        if target is None:
            return
        address, fragment = urldefrag(target)
        name = resolve(urlsplit(address).path).url_name
        if name in TITLES:
            return
        if target not in self.counts:
            everything = f"{address}{'&' if '?' in address else '?'}print=1"
            self.counts[target] = listed(str(name), fragment, self.client.get(everything).content.decode())
        self.held += 1
        count = self.counts[target]
        if count != figure:
            self.wrong.append(f"{page}: “{said}” opens {target}, which lists {count}")


def crawl(plan: Plan, role: Role, query: str, steps: int) -> Crawl:
    client = Client()
    client.force_login(make_user(f"{role}@crawl.example", plan, role))
    found = Crawl(client, plan)
    found.run(f"/plans/{plan.slug}/{query}", steps)
    return found


@pytest.mark.parametrize("name", PLANS)
def test_a_link_with_a_figure_opens_a_page_with_just_as_many(db, name):
    plan = plan_called(name)
    # The demonstration has every kind of page; of the others the dashboard and what it leads to.
    found = crawl(plan, Role.ANALYST, "", 9 if plan.slug == SLUG else 1)

    assert found.wrong == []
    assert found.held > 3


@pytest.mark.parametrize(("role", "query"), [(Role.ANALYST, "?as-at=2026-06-30"), (Role.LEAD_OFFICER, "")])
def test_so_it_does_on_a_past_day_and_for_a_lead(demo, role, query):
    found = crawl(demo, role, query, 1)

    assert found.wrong == []
    assert found.held > 20
