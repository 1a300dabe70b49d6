"""Checks a file that somebody gives as evidence: what it is called, how large it is, and that it is what it says.

Files are never opened here, only looked at: the first bytes, the list of members of an Office document, and in the
sandbox what of them would run (`active_content`). They are served as attachments that no browser runs.
"""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

from improvement.spreadsheets.sandbox import in_sandbox
from improvement.spreadsheets.scanning import SpreadsheetRefused
from improvement.virus_scan import NotAccepted, refuse_infected

MAX_BYTES = 20 * 1024 * 1024
MAX_MEMBERS = 2000
# By ending: the media type, the first bytes, and for an Office document a member that it must have.
KINDS: dict[str, tuple[str, tuple[bytes, ...], str]] = {
    "pdf": ("application/pdf", (b"%PDF-",), ""),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",), ""),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",), ""),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",), ""),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (b"PK\x03\x04",),
        "word/document.xml",
    ),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        (b"PK\x03\x04",),
        "xl/workbook.xml",
    ),
    "pptx": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        (b"PK\x03\x04",),
        "ppt/presentation.xml",
    ),
}
NAMES = "PDF, Word, Excel, PowerPoint, PNG or JPEG"


class UploadRefused(Exception):
    """The file is not taken; the text says why and what to do."""


@dataclass(frozen=True)
class CheckedUpload:
    """A file that may be kept: a name without a path or control characters, and its media type."""

    name: str
    media_type: str
    content: bytes


def check_upload(name: str, content: bytes) -> CheckedUpload:
    """Return what may be kept of a file; raise UploadRefused with a sentence otherwise."""
    clean = clean_name(name)
    ending = clean.rpartition(".")[2].lower() if "." in clean else ""
    if len(content) > MAX_BYTES:
        raise UploadRefused(
            "This file is larger than 20 MB. Attach the part that shows the point, or a link."
        )
    if not content:
        raise UploadRefused("This file is empty.")
    if ending not in KINDS:
        raise UploadRefused(f"This type of file is not accepted. Save it as {NAMES}.")
    media_type, beginnings, member = KINDS[ending]
    if not content.startswith(beginnings):
        raise UploadRefused(
            f"This file is called .{ending} but is a different type of file. Save it again as {NAMES}."
        )
    if member:
        _check_document(content, member, ending)
    try:
        problem = in_sandbox("improvement.active_content:problem_of", content, {"ending": ending})
    except SpreadsheetRefused:
        raise UploadRefused(
            "This file takes too long to look through. Save it again, or attach a part of it."
        ) from None
    if problem:
        raise UploadRefused(problem.decode())
    try:
        refuse_infected(content)
    except NotAccepted as refused:
        raise UploadRefused(str(refused)) from None
    return CheckedUpload(clean, media_type, content)


def clean_name(name: str) -> str:
    """Return a file's name without folders, control characters or what a shell or header would take amiss."""
    last = re.split(r"[\\/]", name)[-1]
    plain = "".join(
        char for char in unicodedata.normalize("NFC", last) if unicodedata.category(char)[0] != "C"
    )
    stem, dot, ending = re.sub(r'[<>:"|?*;%]', "_", plain).strip(" .").rpartition(".")
    return f"{stem[:90]}{dot}{ending[:10]}" if dot else ending[:100] or "file"


def _check_document(content: bytes, member: str, ending: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise UploadRefused("This file is damaged and can't be opened.") from None
    if len(names) > MAX_MEMBERS:
        raise UploadRefused(
            f"This file has {len(names):,} parts (pages, pictures, charts), and at most {MAX_MEMBERS:,} are taken. "
            "Attach the part that shows the point."
        )
    if member not in names:
        raise UploadRefused(
            f"This file is called .{ending} but is a different type of file. Save it again as {NAMES}."
        )
