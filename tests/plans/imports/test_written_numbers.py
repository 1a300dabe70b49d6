"""Numbers that could be two, figures that may be fractions, marks for no figure: asked, in every place they come in."""

import csv
import io
import re
from decimal import Decimal as D
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from improvement.written_numbers import read_number
from performance.analysis.entered import question_about
from performance.analysis.unusual import may_be_a_fraction
from performance.choices import ObservationStatus, Unit
from performance.models import Observation
from plans.imports.parsers.figures import read_figure
from plans.imports.parsers.money import read_money
from plans.imports.parsers.no_figure import why_no_figure
from plans.imports.recognition import recognise_file
from plans.position import build_position
from tests.conftest import TODAY
from tests.workbooks import content_of

COUNT = "children-looked-after-number"
TURNOVER = "staff-turnover"
CERTAIN = [
    ("472", "472"), ("47.2", "47.2"), ("1,234", "1234"), ("12,345,678", "12345678"), ("1,234.5", "1234.5"),
    ("1.234", "1.234"), ("0.86", "0.86"), (".5", "0.5"), ("5.", "5"), ("-3", "-3"), ("\u22123", "-3"), ("+3", "3"),
    ("8.1%", "8.1"), ("8.1 %", "8.1"), ("1 234", "1234"), ("1\u00a0234", "1234"), ("007", "7"), (" 9 ", "9"),
    ("0", "0"), ("100,000", "100000"),
]  # fmt: skip
DOUBTFUL = [
    ("47,2", "47.2", "472"), ("47,25", "47.25", "4725"), ("1.234,5", "1234.5", "12345"), ("0,86", "0.86", "86"),
    ("0,123", "0.123", "123"), ("1234,567", "1234.567", "1234567"), ("12,34,567", "1234.567", "1234567"),
    ("1.234.567", "1234.567", "1234567"), ("1,2345", "1.2345", "12345"), (",5", "0.5", "5"), ("-47,2", "-47.2", "-472"),
    ("47,2%", "47.2", "472"), ("1,234,5", "1234.5", "12345"),
]  # fmt: skip
NO_NUMBER = [
    "",
    "x",
    "1.2.3",
    "1e5",
    "12a",
    "£5",
    "4 7.2",
    "(5)",
    "--3",
    "1,,2",
    ",",
    ".",
    "%",
    "１２",
    "²",
    "NaN",
    "12:30",
]


@pytest.mark.parametrize(("text", "value"), CERTAIN)
def test_what_is_certain_is_read(text, value):
    found = read_number(text)

    assert (found.value, found.question) == (D(value), "")


@pytest.mark.parametrize(("text", "one", "other"), DOUBTFUL)
def test_what_could_be_two_numbers_is_asked(text, one, other):
    found = read_number(text)

    assert found.value is None
    assert found.could_be == (D(one), D(other))
    assert found.question == f"“{text}” could be {one} or {other}"


@pytest.mark.parametrize("text", NO_NUMBER)
def test_what_is_no_number_is_none(text):
    found = read_number(text)

    assert (found.value, found.question) == (None, "")


@given(st.decimals(-(10**9), 10**9, places=3))
def test_a_number_as_we_print_it_is_read_as_itself(number):
    assert read_number(f"{number:,}").value == number


@given(st.text(alphabet="0123456789.,- %", max_size=14))
def test_nothing_is_both_certain_and_asked(text):
    found = read_number(text)

    assert found.value is None or not found.question
    if "," in text and found.value is not None:
        assert re.search(r"[0-9],[0-9]{3}(?![0-9])", text)


# --- where they come in ------------------------------------------------------------------------------


def entered(demo, sign_in, code: str = COUNT, **fields: str):
    """Post one measure's figure over the one that stands."""
    client, address = (
        sign_in("analyst"),
        reverse("plans:figures", args=[demo.slug]) + f"?period=2026-10&measure={code}",
    )
    seen = re.search(rf'name="{code}-seen" value="(\d+)"', client.get(address).content.decode())
    fields = {"status": "final", "seen": seen[1]} | fields
    return client.post(address, {f"{code}-{key}": value for key, value in fields.items()})


def imported(plan, tmp_path, rows: list[tuple[str, ...]], *arguments: str, suffix: str = "csv") -> str:
    path = tmp_path / f"figures.{suffix}"
    if suffix == "csv":
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([("measure", "period", "value", "note"), *rows])
    else:
        workbook = Workbook()
        for row in (("measure", "period", "value", "note"), *rows):
            workbook.active.append(row)
        path.write_bytes(content_of(workbook))
    out = io.StringIO()
    call_command("import_observations", str(path), "--plan", plan.slug, *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "one", "other"), DOUBTFUL)
def test_the_entry_page_asks_and_keeps_what_was_typed(demo, sign_in, text, one, other):
    before = Observation.objects.count()
    response = entered(demo, sign_in, value=text)

    assert response.status_code == 422
    page = unescape(response.content.decode())
    assert f"“{text}” could be {one} or {other}" in page
    assert f'value="{text}"' in page
    assert Observation.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "value"), [("1,234", "1234"), ("1\u00a0234", "1234"), ("1,234.50", "1234.5")]
)
def test_the_entry_page_takes_what_is_certain(demo, sign_in, text, value):
    response = entered(demo, sign_in, value=text, confirmed="on")

    assert response.status_code == 302, response.content.decode()
    assert Observation.objects.latest("pk").value == D(value)


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize(("text", "one", "other"), DOUBTFUL[:4])
def test_a_file_of_figures_asks_by_its_cell(demo, tmp_path, suffix, text, one, other):
    with pytest.raises(CommandError) as refused:
        imported(demo, tmp_path, [(COUNT, "2026-10", text, "")], suffix=suffix)

    assert "C2" in str(refused.value)
    assert f"“{text}” could be {one} or {other}" in str(refused.value)


def grid(*values: object, name: str = "% of assessments in time") -> Workbook:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["Improvement plan scorecard as at 30 September 2026"])
    sheet.append([])
    sheet.append(["Performance indicator", "Apr 2026", "May 2026", "Jun 2026", "Target"])
    sheet.append([name, *values])
    sheet.append(["Children looked after", 310, 312, 315, 300])
    return workbook


def read(workbook: Workbook):
    return recognise_file("plan.xlsx", content_of(workbook)).document


def figures(document) -> list[tuple[str, D | None]]:
    return [(item.words, item.value) for item in document.observations if item.source.cell.endswith("4")]


def questions(document) -> list[tuple[str, str]]:
    return [(item.cell, item.text) for item in document.messages if "could be" in item.text]


def test_a_workbooks_figure_that_could_be_two_stays_words_and_is_asked():
    document = read(grid("83,5%", "84.5%", "1,234", "90,5%"))

    assert figures(document) == [("83,5%", None), ("84.5%", D("84.5")), ("1,234", D(1234))]
    assert [cell for cell, _text in questions(document)] == ["B4", "E4"]
    assert questions(document)[0][1].startswith("“83,5” could be 83.5 or 835: kept as words")
    target = next(item for item in document.targets if item.source.cell == "E4")
    assert (target.words, target.lowest) == ("90,5%", None)


@pytest.mark.parametrize(
    "words", ["47,2", "about 5 to 47,2%", "under 47,2", "at least 1.234,5", "47,2% of 90", "0,86", "65-70,5%"]
)
def test_figures_in_words_are_asked_too(words):
    assert read_figure(words).question
    assert read_figure(words).lowest is read_figure(words).highest is None


@pytest.mark.parametrize(
    "words", ["1,234", "90% by 31.3.2017", "1,234.5 of 2,000", "65-70%", "18, or 19", "All", "Rec 1, 2"]
)
def test_figures_in_words_that_are_certain_are_not(words):
    assert not read_figure(words).question


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("£67,689", 67689),
        ("£47,2", None),
        ("£1.234,50", None),
        ("£1,5m", None),
        ("£1.5m", 1500000),
        ("£20,000, then", 20000),
    ],
)
def test_money_that_could_be_two_sums_stays_words(words, amount):
    assert read_money(words).amount == amount


# --- fractions among percentages ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "earlier", "asked"),
    [
        ("0.86", ["85", "84.2", "88"], True), ("0.86", ["85"], True), ("0.45", ["44", "47"], True), ("1", ["99", "98"], True),
        ("0.9", ["2.1", "1.8"], False), ("0.4", ["0.5", "0.6"], False), ("86", ["85"], False), ("0", ["85"], False),
        ("0.86", [], False), ("1.2", ["85"], False),
    ],
)  # fmt: skip
def test_a_fraction_among_percentages_is_asked_about(value, earlier, asked):
    before = [D(item) for item in earlier]

    assert may_be_a_fraction(D(value), before) is asked
    assert ("could be" in question_about(D(value), before, Unit.PERCENT)) is asked
    assert "could be" not in question_about(D(value), before, Unit.RATIO)


@pytest.mark.django_db
def test_the_entry_page_asks_about_a_fraction_and_records_it_once_confirmed(demo, sign_in):
    code = "assessments-graded-good-or-better"
    cases = {"numerator": "", "denominator": ""}
    asked = entered(demo, sign_in, code, value="0.64", **cases)

    assert asked.status_code == 422
    assert "0.64% could be 64%: is this correct?" in asked.content.decode()
    assert entered(demo, sign_in, code, value="0.64", confirmed="on", **cases).status_code == 302


def test_a_workbooks_fraction_among_percentages_stays_words_and_is_asked():
    document = read(grid("85%", 0.86, "88%", "90%"))

    assert figures(document) == [("85%", D(85)), ("0.86", None), ("88%", D(88))]
    assert questions(document) == [("C4", "“0.86” could be 0.86% or 86%: kept as words.")]


def test_a_workbooks_small_percentages_are_what_they_are():
    document = read(grid("2%", 0.9, "1.5%", "2%"))

    assert [value for _words, value in figures(document)] == [D(2), D("0.9"), D("1.5")]
    assert questions(document) == []


# --- a file sent again --------------------------------------------------------------------------------


def on_record(demo, code: str) -> list[tuple[str, ...]]:
    measure = next(item for item in build_position(demo, TODAY).measures if item.code == code)
    return [
        (code, f"{f.period_end:%Y-%m}", f"{f.value:f}", "")
        for f in measure.series.observations
        if f.value is not None
    ]


@pytest.mark.django_db
def test_a_file_with_an_unusual_figure_is_asked_once_and_sent_again_without_a_word(demo, tmp_path):
    rows = on_record(demo, COUNT)
    unusual = [*rows[:-3], (COUNT, rows[-3][1], "8100", ""), *rows[-2:]]

    with pytest.raises(CommandError, match="more than three standard deviations"):
        imported(demo, tmp_path, unusual)
    imported(demo, tmp_path, unusual, "--confirm")

    assert "0 new, 0 changed" in imported(demo, tmp_path, unusual)


@pytest.mark.django_db
def test_one_changed_figure_of_such_a_file_is_recorded_and_the_others_ask_nothing(demo, tmp_path):
    rows = on_record(demo, COUNT)
    unusual = [*rows[:-3], (COUNT, rows[-3][1], "8100", ""), *rows[-2:]]
    imported(demo, tmp_path, unusual, "--confirm")
    usual = str(D(unusual[-1][2]) + 1)

    said = imported(demo, tmp_path, [*unusual[:-1], (COUNT, unusual[-1][1], usual, "")])

    assert "0 new, 1 changed" in said
    with pytest.raises(CommandError) as refused:
        imported(
            demo,
            tmp_path,
            [(COUNT, rows[0][1], rows[0][2], ""), *unusual[:-1], (COUNT, unusual[-1][1], "99999", "")],
        )
    assert str(refused.value).count("standard deviations") == 1


@pytest.mark.django_db
def test_a_note_to_an_unusual_figure_that_stands_asks_nothing(demo, sign_in):
    assert entered(demo, sign_in, value="8100").status_code == 422
    assert entered(demo, sign_in, value="8100", confirmed="on").status_code == 302

    response = entered(demo, sign_in, value="8100", note="Checked with the team")

    assert response.status_code == 302, response.content.decode()


# --- marks for no figure ------------------------------------------------------------------------------

MARKS = [
    "c",
    "x",
    "z",
    "low",
    "u",
    "[c]",
    "[x]",
    "[z]",
    "[low]",
    "[u]",
    "-",
    "–",
    ":",
    "..",
    "*",
    "k",
    "C",
    "(c)",
    "n/a",
]


@pytest.mark.parametrize("mark", MARKS)
def test_every_mark_has_a_meaning(mark):
    assert why_no_figure(mark)


@pytest.mark.parametrize("text", ["", "5", "0", "yes", "47,2", "[]", "cc"])
def test_what_is_no_mark_has_none(text):
    assert not why_no_figure(text)


def published(*figures: tuple[str, str, str]) -> str:
    head = "time_period,time_identifier,geographic_level,country_name,region_name,la_name,rate"
    rows = ["202425,Financial year,National,England,,,15.9"]
    rows += [
        f"{year},Financial year,Regional,England,{place},,{figure}"
        if place == "North East"
        else f"{year},Financial year,Local authority,England,North East,{place},{figure}"
        for year, place, figure in figures
    ]
    return "\n".join([head, *rows]) + "\n"


def compared(demo, tmp_path, text: str, *arguments: str) -> str:
    (tmp_path / "w.csv").write_text(text)
    out = io.StringIO()
    call_command(
        "import_comparators", str(tmp_path / "w.csv"), "--plan", demo.slug, "--measure", TURNOVER,
        "--indicator", "rate", *arguments, stdout=out,
    )  # fmt: skip
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("mark", MARKS)
def test_a_neighbour_whose_figure_is_suppressed_is_said_so(demo, tmp_path, mark):
    text = published(("202425", "Redby", "12"), ("202425", "Blueham", mark), ("202425", "North East", mark))

    said = compared(
        demo, tmp_path, text, "--region", "North East", "--neighbour", "Redby", "--neighbour", "Blueham"
    )

    assert re.search(
        rf"2024/25: the figure of Blueham is suppressed.*“{re.escape(mark)}”.*so no mean of the neighbours",
        said,
    )
    assert re.search(rf"2024/25: the figure of North East is suppressed.*“{re.escape(mark)}”", said)
    assert "no row names" not in said


@pytest.mark.django_db
def test_a_file_of_nothing_but_marks_says_so_and_a_place_not_in_it_is_still_refused(demo, tmp_path):
    text = published(("202425", "Blueham", "c")).replace(",15.9", ",c")

    with pytest.raises(CommandError, match="every figure of rate asked for is suppressed"):
        compared(demo, tmp_path, text, "--neighbour", "Blueham")
    with pytest.raises(CommandError, match="no row names Nowhere"):
        compared(demo, tmp_path, text, "--neighbour", "Nowhere")
    with pytest.raises(CommandError, match=r"G3: “12,5” could be 12.5 or 125"):
        compared(demo, tmp_path, published(("202425", "Blueham", '"12,5"')), "--neighbour", "Blueham")


@pytest.mark.django_db
def test_a_suppressed_neighbour_is_said_in_the_browser(demo, sign_in):
    text = published(("202425", "Redby", "12"), ("202425", "Blueham", "c"))
    response = sign_in("analyst").post(
        reverse("plans:figures-published", args=[demo.slug]),
        {"file": SimpleUploadedFile("w.csv", text.encode()), "measure": TURNOVER, "indicator": "rate",
         "region": "", "neighbours": "Redby\nBlueham"},
        follow=True,
    )  # fmt: skip

    assert "the figure of Blueham is suppressed (“c” in the file)" in unescape(response.content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize("mark", MARKS)
def test_a_councils_own_file_may_hold_the_marks_too(demo, tmp_path, mark):
    imported(demo, tmp_path, [(COUNT, "2026-10", mark, "")])

    kept = Observation.objects.latest("pk")
    assert (kept.status, kept.value, kept.reason) == (
        ObservationStatus.NOT_AVAILABLE,
        None,
        f"“{mark}” in the file",
    )
