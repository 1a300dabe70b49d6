"""No percentage on a page or in a report that a calculator denies; one function says them all."""

import ast
import re
from decimal import ROUND_HALF_UP, Decimal
from html import unescape
from pathlib import Path

import pytest
from django.urls import reverse

from plans.choices import ProgressStatus, Role
from plans.imports.request import Request
from plans.imports.run import run_import
from plans.models import Plan
from plans.position import build_position
from plans.reports.catalogue import KINDS
from plans.reports.document import Kind
from plans.reports.printed import in_words
from tests.conftest import TODAY, published_workbook
from tests.factories import make_plan, make_user, say
from tests.plans.reports.support import content_of, made, second_reader, words_of, workbook_of

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[3]
# `49 of 90 actions are completed (54%)`.
COUNTED = re.compile(r"([\d,]+) of (?:the )?([\d,]+)\b[^.;()\d]{0,60}\((over |under )?([\d.]+)%\)")
LINE = re.compile(r"<tr[^>]*>(.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
TABLE = re.compile(r"<table.*?</table>\s*(?:<p class=\"[^\"]*app-rounding\">([^<]*)</p>)?", re.DOTALL)


def by_calculator(part: int, whole: int) -> str:
    """Return a percentage by a second way: exact decimals."""
    if not whole:
        return "0%"
    rounded = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal(1), ROUND_HALF_UP)
    if rounded in {0, 100} and part not in {0, whole}:
        return "under 1%" if rounded == 0 else "over 99%"
    return f"{rounded}%"


def denied(text: str) -> list[str]:
    """Return the counted percentages in a text that their own counts deny."""
    return [
        match[0]
        for match in COUNTED.finditer(text)
        if by_calculator(int(match[1].replace(",", "")), int(match[2].replace(",", "")))
        != f"{match[3] or ''}{match[4]}%"
    ]


def plain_text(html: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", html).split()))


def denied_in_tables(html: str) -> list[str]:
    """Return the lines of tables with a share whose count denies it, and columns without the note that they need."""
    wrong = []
    for table in TABLE.finditer(html):
        lines = [[plain_text(cell) for cell in CELL.findall(line)] for line in LINE.findall(table[0])]
        if not lines or lines[0][1:3] != ["Number", "Share"]:
            continue
        counted = [(int(line[1].split()[0]), line[2]) for line in lines[1:] if line[0] != "Total"]
        total = sum(count for count, _share in counted)
        wrong += [
            f"{count} of {total}: {share}"
            for count, share in counted
            if total and share != by_calculator(count, total)
        ]
        figures = [share for _count, share in counted]
        adds_up = (
            all(share[0].isdigit() for share in figures) and sum(int(share[:-1]) for share in figures) == 100
        )
        if total and not adds_up and "May not add up to 100%" not in html[table.start() : table.end() + 300]:
            wrong.append(f"no note under {figures}")
    return wrong


def pages_of(plan: Plan) -> list[str]:
    position = build_position(plan, TODAY)
    addresses = [
        reverse(f"plans:{name}", args=[plan.slug]) for name in ("dashboard", "action-list", "reports")
    ]
    addresses += [reverse("plans:theme", args=[plan.slug, theme.number]) for theme in position.themes]
    addresses += [
        reverse("plans:recommendation", args=[plan.slug, item.number]) for item in position.recommendations
    ]
    return addresses + [reverse("plans:report", args=[plan.slug, name]) for name in KINDS]


def check(plan: Plan, client) -> int:
    """Hold every page and report of a plan to the calculator; return how many percentages there were."""
    seen = 0
    for address in pages_of(plan):
        html = client.get(address).content.decode()
        assert denied(plain_text(html)) == [], address
        assert denied_in_tables(html) == [], address
        seen += len(COUNTED.findall(plain_text(html))) + html.count(">Share<")
    for name in KINDS:
        document = made(plan, name)
        assert denied(words_of(document)) == [], name
        for table in document.tables():
            for row in table.rows:
                for value, column in zip(row.values, table.columns, strict=True):
                    if column.kind == Kind.PERCENT:
                        total = sum(other.values[1] for other in table.rows)
                        assert in_words(value, column.kind) == by_calculator(row.values[1], total), (
                            table.title
                        )
    return seen


def test_no_percentage_of_the_demonstration_is_denied_by_a_calculator(demo, sign_in):
    assert check(demo, sign_in("analyst")) > 20


def test_no_percentage_of_a_published_plan_is_denied_by_a_calculator(council, client):
    run_import(
        Request(
            f"{council}.xlsx", published_workbook(council), slug=council, create=True, council="A Council"
        ),
        TODAY,
    )
    plan = Plan.objects.get(slug=council)
    client.force_login(make_user("a@test.example", plan, Role.ANALYST))

    assert check(plan, client) > 0


def test_nearly_all_and_nearly_none_are_never_all_and_none():
    plan = make_plan(actions=300)
    actions = list(plan.actions.all())
    for action in actions[:299]:
        say(action, ProgressStatus.COMPLETED, TODAY, completed_on=TODAY, evidence=["Seen."])
    say(actions[299], ProgressStatus.ON_TARGET, TODAY)
    position = build_position(plan, TODAY)

    assert "299 of 300 actions are completed (over 99%)" in position.sentence()
    assert {share.key: share.percent_words for share in position.status_shares() if share.count} == {
        "completed": "over 99%", "on_target": "under 1%",
    }  # fmt: skip
    document = made(plan, "cabinet")
    sheet = workbook_of(document)["Position"]
    shares = {row[0].value: row[2] for row in sheet.iter_rows(min_row=1, max_col=3) if row[0].value}
    # Excel holds the fraction, shown by its format.
    assert shares["Completed"].value == pytest.approx(299 / 300, abs=1e-12)
    assert shares["Completed"].number_format == '"over 99%"'
    assert shares["On target"].number_format == '"under 1%"'
    assert any(
        row[:3] == ["Completed", 299, 299 / 300] for row in second_reader(content_of(document), "Position")
    )


def test_only_one_module_works_out_percentages_and_rounds_for_people():
    """Python rounds halves to even, in `round` and in formats: 2.125 is no 2.12 for a calculator."""
    allowed = {
        "improvement/rounding.py",
        "improvement/spreadsheets",  # as a cell shows it; colours
        "plans/imports/recognition.py", "plans/imports/tables.py",  # how sure a reading is
        "plans/imports/figures/published.py", "performance/analysis/outlook.py",  # kept to four decimals, never printed so
        "plans/position/timeline.py", "plans/views/report_page.py", "improvement/templatetags/display.py",  # places in a drawing
        "plans/charts/",
    }  # fmt: skip
    found = []
    for path in [p for app in ("improvement", "performance", "plans") for p in (ROOT / app).rglob("*.py")]:
        name = path.relative_to(ROOT).as_posix()
        if any(name.startswith(start) for start in allowed):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "round":
                found.append(f"{name}:{node.lineno} round()")
            if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
                spec = "".join(
                    str(part.value) for part in node.format_spec.values if isinstance(part, ast.Constant)
                )
                if re.search(r"\.\d+[f%]|%$", spec):
                    found.append(f"{name}:{node.lineno} {spec}")
            if isinstance(node, ast.Attribute) and node.attr == "quantize":
                found.append(f"{name}:{node.lineno} quantize")
    assert found == []
