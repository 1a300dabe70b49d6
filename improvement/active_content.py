"""What of a document runs, or fetches something, when it is opened: looked for in the sandbox (`uploads`).

A document's own parts and relations say what it holds, whatever they are called: Office opens a macro under any name.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

LARGEST_PART = 4 * 1024 * 1024
MACROS = (b"vbaproject", b"macroenabled", b"macrosheet", b"vbadata")
OBJECTS = (b"oleobject", b"activex", b"controlproperties")
# What a document fetches by itself when it is opened; a link that a person follows, and one to another workbook, stay.
FETCHES = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External)"
    rb"(?=[^>]*Type\s*=\s*[\"'][^\"']*/(?:attachedTemplate|oleObject|frame|subDocument|aFChunk|control|package)[\"'])",
    re.IGNORECASE,
)
PDF_RUNS = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)(?![A-Za-z])")
PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
PDF_STREAM = re.compile(rb"stream\r?\n")
MOST_STREAMS, LARGEST_STREAM = 5_000, 1024 * 1024
ARCHIVE_ENDS = b"PK\x05\x06"
# How far from its end an archive's directory may stand (its own comment).
ARCHIVE_TAIL = 65_557


def problem_of(content: bytes, ending: str) -> bytes:
    """Return a sentence that says what of a file runs or fetches, or nothing."""
    if ending == "pdf":
        return _problem_of_pdf(content)
    if ending in {"docx", "xlsx", "pptx"}:
        return _problem_of_document(content)
    return _problem_of_two(content)


def _problem_of_two(content: bytes) -> bytes:
    if ARCHIVE_ENDS in content[-ARCHIVE_TAIL:]:
        return b"This file is two files in one. Save it again from the program that made it."
    return b""


def _problem_of_document(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                described = name == "[Content_Types].xml" or name.endswith(".rels")
                part = _beginning(archive, name) if described else b""
                told = name.lower().encode() + b" " + part.lower()
                if any(word in told for word in MACROS):
                    return b"This file contains macros, which are not accepted. Save it without them."
                if any(word in told for word in OBJECTS):
                    return b"This file contains embedded programs or controls. Replace them with a picture and save it."
                if FETCHES.search(part):
                    return (
                        b"This file fetches something from elsewhere when it is opened (a template or an object). "
                        b"Save it without the link."
                    )
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        return b"This file is damaged and can't be opened."
    return b""


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a part's text, in whichever encoding its XML is written."""
    with archive.open(name) as part:
        read = part.read(LARGEST_PART)
    return (
        read.replace(b"\x00", b"") if read[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in read[:8] else read
    )


def _problem_of_pdf(content: bytes) -> bytes:
    for part in (content, *_streams(content)):
        plain = PDF_ESCAPE.sub(lambda escaped: bytes([int(escaped[1], 16)]), part)
        if PDF_RUNS.search(plain):
            return b"This PDF contains a script or an attached file. Print it to a new PDF and attach that."
    return _problem_of_two(content)


def _streams(content: bytes) -> Iterator[bytes]:
    """Yield the compressed parts of a PDF, in which newer ones keep their objects; a bounded piece of each."""
    for number, begins in enumerate(PDF_STREAM.finditer(content)):
        if number == MOST_STREAMS:
            return
        try:
            yield zlib.decompressobj().decompress(content[begins.end() :], LARGEST_STREAM)
        except zlib.error:
            continue
