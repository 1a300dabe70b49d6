"""A council's own Word file as the ground of its papers: its letterhead, crest, page and styles, without its words."""

import io
import re
import zipfile
from copy import deepcopy
from typing import Any

from docx import Document as new_document
from docx.oxml.ns import qn

# What a paper is written with. A file that lacks one is lent it.
STYLES = ("Title", "Heading 1", "Heading 2", "Heading 3", "Table Grid")
BULLET = "List Bullet"
LARGEST = 5 * 1024 * 1024
# A letterhead with a crest is some hundred kilobytes.
LARGEST_UNPACKED = 40 * 1024 * 1024
# No part of a Word file declares a type or an entity: what does is made to read or to fill a machine.
DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def problem_of(content: bytes) -> bytes:
    """Return a sentence that says why a file can't be a template, or nothing. Runs in the sandbox."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                return b"This file unpacks to more than 40 MB. Make its pictures smaller and save it."
            for name in archive.namelist():
                if name.lower().endswith((".xml", ".rels")) and DECLARES.search(archive.read(name)):
                    return b"This file is damaged and can't be opened."
        made = new_document(io.BytesIO(content))
        _prepare(made)
        made.save(io.BytesIO())
    except Exception:
        return b"This file can't be opened as a Word document. Save it again in Word as .docx."
    return b""


def open_template(content: bytes) -> Any:
    """Return a council's file without its words, ready to be written in; its header and footer stay as they are."""
    made = new_document(io.BytesIO(content))
    _prepare(made)
    return made


def has_bullets(made: Any) -> bool:
    """Whether a file has the style of bulleted lists."""
    return BULLET in made.styles


def _prepare(made: Any) -> None:
    body = made.element.body
    # The first section's page, header and footer are the paper's: those after it inherit what they don't say.
    first = made.sections[0]._sectPr
    for element in list(body):
        body.remove(element)
    body.append(first)
    usual = new_document()
    for name in STYLES:
        if name not in made.styles:
            lent = deepcopy(usual.styles[name].element)
            _speak_as(made, lent)
            made.styles.element.append(lent)


def _speak_as(made: Any, lent: Any) -> None:
    """Leave a lent style's letters to the council's own: its Normal is what all others follow."""
    fonts = lent.find(qn("w:rPr"))
    for name in ("w:rFonts", "w:color"):
        found = fonts.find(qn(name)) if fonts is not None else None
        if found is not None:
            fonts.remove(found)
    based = lent.find(qn("w:basedOn"))
    known = {style.style_id for style in made.styles if style.type is not None}
    if based is not None and based.get(qn("w:val")) not in known:
        lent.remove(based)
    for name in ("w:link", "w:next"):
        found = lent.find(qn(name))
        if found is not None and found.get(qn("w:val")) not in known:
            lent.remove(found)
