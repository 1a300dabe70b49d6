"""A council's own Word file as the ground of its papers: its letterhead, crest, page and styles, without its words."""

import io
import re
import zipfile
from copy import deepcopy
from typing import Any

from docx import Document as new_document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm

# What a paper is written with. A file that lacks one is lent it.
STYLES = {
    **dict.fromkeys(("Title", "Heading 1", "Heading 2", "Heading 3"), WD_STYLE_TYPE.PARAGRAPH),
    "Table Grid": WD_STYLE_TYPE.TABLE,
}
BULLET = "List Bullet"
A4 = {"page_width": Cm(21.0), "page_height": Cm(29.7)}
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
        _write_a_sample(open_template(content))
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
    return BULLET in made.styles and made.styles[BULLET].type == WD_STYLE_TYPE.PARAGRAPH


def _write_a_sample(made: Any) -> None:
    """Write everything that papers are made of, so that a file on which none can be written is refused at once."""
    for level in range(4):
        made.add_heading("A heading", level=level)
    made.add_paragraph("A bullet", style=BULLET if has_bullets(made) else None)
    made.add_table(rows=1, cols=2).style = "Table Grid"
    first, second = made.sections[0], made.add_section()
    second.page_width, second.page_height = sorted((first.page_width, first.page_height))
    second.header.is_linked_to_previous = True
    if first.left_margin + first.right_margin >= second.page_width:
        raise ValueError("No room is left between the margins")
    made.save(io.BytesIO())


def _prepare(made: Any) -> None:
    body = made.element.body
    # The first section's page, header and footer are the paper's: those after it inherit what they don't say.
    first = made.sections[0]._sectPr
    for element in list(body):
        body.remove(element)
    body.append(first)
    usual = new_document()
    _lay_out(made.sections[0], usual.sections[0])
    for name, kind in STYLES.items():
        if name in made.styles and made.styles[name].type != kind:
            wrong = made.styles[name].element
            wrong.getparent().remove(wrong)
        if name not in made.styles:
            lent = deepcopy(usual.styles[name].element)
            _speak_as(made, lent)
            made.styles.element.append(lent)


def _lay_out(section: Any, usual: Any) -> None:
    """Say what a file leaves to Word: its page's size and margins."""
    for name in ("page_width", "page_height", "left_margin", "right_margin", "top_margin", "bottom_margin"):
        if getattr(section, name) is None:
            setattr(section, name, A4[name] if name in A4 else getattr(usual, name))


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
