"""What of a document runs, or fetches something, when it is opened: looked for in the sandbox (`uploads`).

A document's own parts and relations say what it holds, whatever they are called: Office opens a macro under any name.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat
from xml.parsers.expat import ExpatError

LARGEST_PART = 4 * 1024 * 1024
MACROS = ("vbaproject", "macroenabled", "macrosheet", "vbadata")
OBJECTS = ("oleobject", "activex", "controlproperties", "embeddedcontrol")
# What a relation may lead to outside the document: what a person follows or refreshes by their own doing. All else is
# fetched when the document is opened, and an address of another machine's folder tells it who opened it.
OUTSIDE = ("hyperlink", "externallinkpath", "externallinkpathmissing", "xlpathmissing", "externallink")
OTHER_MACHINE = ("file:", "\\\\", "//")
# Parts that bring a whole other document in, and links that run a program when they are refreshed.
INSIDE = ("afchunk", "mailmergesource", "mailmergeheadersource", "mailmergerecipientdata")
RUNS_IN_PARTS = re.compile(
    rb"(?i)\bDDE(?:AUTO)?\b|<(?:\w+:)?ddeLink\b|ppaction://(?:program|macro)|refreshOnLoad\s*=\s*[\"'](?:1|true)"
    rb"|\bWEBSERVICE\s*\("
)
LOOKED_THROUGH = re.compile(
    r"(?i)^(?:word/(?:document|header\d*|footer\d*)|xl/externallinks/[^/]+|xl/connections"
    r"|xl/worksheets/[^/]+|ppt/slides/[^/]+)\.xml$"
)
# Long enough that no picture's bytes look like one by chance: an action by script must say /JavaScript.
PDF_RUNS = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|GoToR|GoToE|SubmitForm|ImportData)(?![A-Za-z])"
    rb"|/(?:EF|XFA)\s*(?:<<|\[|\d+\s+\d+\s+R\b)"
)
PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
# Newer PDFs pack their objects: in streams of this type, and in no others. What a stream is stands just before it.
PDF_STREAM = re.compile(rb"(?<!end)stream\r?\n")
PDF_PACKS, SAYS = re.compile(rb"/ObjStm(?![A-Za-z])"), 1_000
PDF_FILTER = re.compile(rb"/Filter\s*(?:\[\s*)?/(\w+)\s*(/\w+)?")
LARGEST_PACKED, MOST_PACKED = 8 * 1024 * 1024, 60 * 1024 * 1024
ARCHIVE_ENDS = b"PK\x05\x06"
# How far from its end an archive's directory may stand (its own comment).
ARCHIVE_TAIL = 65_557


HAS_MACROS = b"This file contains macros, which are not accepted. Save it without them."
HAS_OBJECTS = b"This file contains embedded programs or controls. Replace them with a picture and save it."
FETCHES = (
    b"This file fetches something from elsewhere when it is opened (a template, a picture or a part). Save it "
    b"without the link."
)
PDF_HAS = (
    b"This PDF contains a script, an attached file or a link that acts by itself. Print it to a new PDF and attach "
    b"that."
)


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
                if problem := _problem_of_part(archive, name):
                    return problem
    except (
        zipfile.BadZipFile,
        zlib.error,
        ExpatError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ):
        return b"This file is damaged and can't be opened."
    return b""


def _problem_of_part(archive: zipfile.ZipFile, name: str) -> bytes:
    lower = name.lower()
    if any(word in lower for word in MACROS):
        return HAS_MACROS
    if "activex" in lower or (lower.rpartition("/")[2].startswith("oleobject")):
        return HAS_OBJECTS
    if "/embeddings/" in f"/{lower}" and lower.endswith(("m", ".bin", ".exe", ".com", ".scr", ".js", ".vbs")):
        return HAS_OBJECTS
    if lower == "[content_types].xml":
        types = " ".join(given.get("ContentType", "") for given in _elements(archive, name)).lower()
        if any(word in types for word in MACROS):
            return HAS_MACROS
        return HAS_OBJECTS if any(word in types for word in OBJECTS) else b""
    if lower.endswith(".rels"):
        return next(filter(None, map(_problem_of_relation, _elements(archive, name))), b"")
    if LOOKED_THROUGH.match(name) and RUNS_IN_PARTS.search(_part(archive, name)):
        return b"This file contains a field or a link that runs something when it is opened. Take it out and save it."
    return b""


def _problem_of_relation(given: dict[str, str]) -> bytes:
    kind = given.get("Type", "").rpartition("/")[2].lower()
    target = given.get("Target", "").strip().lower()
    if any(word in kind for word in MACROS):
        return HAS_MACROS
    if any(word in kind for word in OBJECTS):
        return HAS_OBJECTS
    if kind in INSIDE:
        return FETCHES
    if given.get("TargetMode", "").strip().lower() == "external":
        is_other_machine = target.startswith(OTHER_MACHINE) and kind == "hyperlink"
        if kind not in OUTSIDE or is_other_machine:
            return FETCHES
    return b""


def _elements(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    """Return the attributes of a part's elements, read as a program reads them: no spelling hides one."""
    found: list[dict[str, str]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda _name, given: found.append(given)
    parser.StartDoctypeDeclHandler = _no_declaration
    parser.Parse(_part(archive, name), True)
    return found


def _no_declaration(*_declaration: object) -> None:
    raise ValueError("A part of a document declares no entities")


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a part that is no longer than such parts are; a longer one is refused, not read in part."""
    is_small = name.lower().endswith((".rels", "types].xml"))
    most = LARGEST_PART if is_small else 12 * LARGEST_PART
    with archive.open(name) as part:
        read = part.read(most + 1)
    if len(read) > most:
        raise ValueError("A part is longer than such parts are")
    return read


def _problem_of_pdf(content: bytes) -> bytes:
    if re.search(rb"/Encrypt(?![A-Za-z])", content):
        return b"This PDF is protected, so it can't be looked through. Print it to a new PDF and attach that."
    total = 0
    for part in (content, *_packed_objects(content)):
        total += len(part)
        if PDF_RUNS.search(_unescaped(part)):
            return PDF_HAS
        if total > len(content) + MOST_PACKED:
            return b"This PDF holds more than can be looked through. Print it to a new PDF and attach that."
    return _problem_of_two(content)


def _unescaped(content: bytes) -> bytes:
    return PDF_ESCAPE.sub(lambda escaped: bytes([int(escaped[1], 16)]), content)


def _packed_objects(content: bytes) -> Iterator[bytes]:
    """Yield the objects that a PDF packs; some that can't be unpacked whole are given as a script, to be refused."""
    for begins in PDF_STREAM.finditer(content):
        says = _unescaped(content[max(0, begins.start() - SAYS) : begins.start()])
        says = says[says.rfind(b" obj") :]
        if not PDF_PACKS.search(says):
            continue
        filters, unpacks = PDF_FILTER.search(says), zlib.decompressobj()
        try:
            packed = unpacks.decompress(content[begins.end() :], LARGEST_PACKED)
        except zlib.error:
            packed = b""
        is_whole = unpacks.eof and filters is not None and filters[1] == b"FlateDecode" and not filters[2]
        yield packed if is_whole else b"/JavaScript "
