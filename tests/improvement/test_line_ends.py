"""What ends a line ends it wherever text comes in; what nobody sees is not kept."""

import io
import zipfile
from xml.sax.saxutils import escape

import pytest
from django import forms
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from improvement.line_ends import cell_lines, new_lines, one_line
from improvement.spreadsheets import open_workbook, read_sheets
from plans.models import Update

CASES = [
    # as pasted, as kept over several lines, as kept on one line
    ("one\vtwo", "one\ntwo", "one two"),
    ("one\ftwo", "one\ntwo", "one two"),
    ("one\u2028two", "one\ntwo", "one two"),
    ("one\u2029two", "one\ntwo", "one two"),
    ("one\x85two", "one\ntwo", "one two"),
    ("one\rtwo", "one\ntwo", "one two"),
    ("one\r\ntwo", "one\ntwo", "one two"),
    ("one\r\n\r\ntwo", "one\n\ntwo", "one two"),
    ("one\n\rtwo", "one\n\ntwo", "one two"),
    ("one \v two", "one \n two", "one two"),
    ("safe\u00adguarding", "safeguarding", "safeguarding"),
    ("safe\u200bguarding", "safeguarding", "safeguarding"),
    ("\ufeffsafeguarding", "safeguarding", "safeguarding"),
    ("safe\u2060guarding", "safeguarding", "safeguarding"),
    ("\u202ereversed\u202c", "reversed", "reversed"),
    ("left\u200e right\u200f", "left right", "left right"),
    ("a\x07b\x1fc", "abc", "abc"),
    # Kept: a space that does not break, joiners that belong to the spelling, a tab, a dash, an accent.
    ("a\u00a0b", "a\u00a0b", "a\u00a0b"),
    ("می\u200cخواهم", "می\u200cخواهم", "می\u200cخواهم"),
    ("👩\u200d💻", "👩\u200d💻", "👩\u200d💻"),
    ("a\tb", "a\tb", "a\tb"),
    ("é – ß", "é – ß", "é – ß"),
    ("", "", ""),
    ("  kept  ", "  kept  ", "  kept  "),
]
IN_A_CELL = [
    ("one_x000B_two", "one\ntwo"),
    ("one_x000D_two", "one\ntwo"),
    ("one_x000D_\ntwo", "one\ntwo"),
    ("one_x000d_\ntwo", "one\ntwo"),
    ("one_x000A_two", "one\ntwo"),
    ("one_x000C_two", "one\ntwo"),
    ("one_x0085_two", "one\ntwo"),
    ("one_x_two_x00", "one_x_two_x00"),
]


@pytest.mark.parametrize(("pasted", "lines", "line"), CASES)
def test_the_table_of_what_is_pasted(pasted, lines, line):
    assert new_lines(pasted) == cell_lines(pasted) == lines
    assert one_line(pasted) == line


@pytest.mark.parametrize(("written", "read"), IN_A_CELL)
def test_escapes_of_a_workbook(written, read):
    assert cell_lines(written) == read


@given(st.text())
def test_cleaning_settles_and_leaves_one_kind_of_line_end(text):
    kept = new_lines(text)

    assert new_lines(kept) == kept
    seen = kept.replace("\x00", "")
    assert seen.splitlines() == seen.removesuffix("\n").split("\n") or not seen
    assert len(one_line(text).splitlines()) <= 1


class _Form(forms.Form):
    several = forms.CharField(widget=forms.Textarea, required=False)
    one = forms.CharField(required=False)
    secret = forms.CharField(widget=forms.PasswordInput, strip=False, required=False)
    choice = forms.ChoiceField(choices=[("a\vb", "A")], required=False)


@pytest.mark.parametrize(("pasted", "lines", "line"), CASES)
def test_every_form_of_the_site_makes_new_lines_of_them(pasted, lines, line):
    form = _Form({"several": pasted, "one": pasted, "secret": pasted, "choice": "a\vb"})

    assert form.is_valid()
    assert form.cleaned_data == {
        "several": lines.strip(), "one": line.strip(), "secret": pasted, "choice": "a\vb",
    }  # fmt: skip
    assert form["several"].value() == lines


@pytest.mark.django_db
def test_an_update_pasted_from_word_keeps_its_lines(demo, sign_in):
    client, address = sign_in("lead"), reverse("plans:action-update", args=[demo.slug, "5.8.1"])
    revision = demo.actions.get(reference="5.8.1").revision

    response = client.post(
        address,
        {
            "revision": revision,
            "status": "on_target",
            "progress": "First line\vSecond line\u2028Third",
            "evidence": "",
        },
    )

    assert response.status_code == 302, response.content.decode()
    assert Update.objects.latest("pk").progress == "First line\nSecond line\nThird"


@pytest.mark.django_db
def test_a_title_takes_no_line(demo, sign_in):
    client = sign_in("planner")
    demo.refresh_from_db()
    client.post(
        reverse("plans:set-up-theme-add", args=[demo.slug]),
        {"title": "Safe\u00adguarding\vand early\u2028help", "plan_revision": demo.revision},
    )

    assert demo.themes.order_by("number").last().versions.get().title == "Safeguarding and early help"


@pytest.mark.parametrize(
    "written", ["one_x000B_two", "one_x000D_\ntwo", "one\u2028two", "one\x85two", "one\ntwo"]
)
@pytest.mark.parametrize("kind", ["shared", "inline", "rich"])
def test_a_cell_of_a_workbook_has_two_lines(written, kind):
    workbook = Workbook()
    workbook.active["A1"] = (
        CellRichText(TextBlock(InlineFont(b=True), "MARK"), " end") if kind == "rich" else "MARK"
    )
    file = io.BytesIO()
    workbook.save(file)
    content = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(content, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if kind == "inline" and name.endswith("sheet1.xml"):
                data = data.replace(
                    b't="s"><v>0</v></c>', b't="inlineStr"><is><t xml:space="preserve">MARK</t></is></c>'
                )
            target.writestr(name, data.replace(b"MARK", escape(written).encode()))

    cell = read_sheets(open_workbook(content.getvalue()))[0].at(1, 1)

    assert cell.lines == ["one", "two end" if kind == "rich" else "two"]
    assert cell.value == cell.text
    assert cell.bold_text == ("one\ntwo" if kind == "rich" else "")


@pytest.mark.parametrize("pasted", ["one\vtwo", "one\u2028two", "one\rtwo", "on\x07e\ntwo"])
def test_a_cell_of_a_csv_file_has_two_lines(pasted):
    content = f'Action,Note\n"{pasted}",x\n'.encode()

    cell = read_sheets(open_workbook(content, "a.csv"))[0].at(2, 1)

    assert cell.lines == ["one", "two"]
