"""A committee's paper as its council lays it out: built as usual first, then put in the council's order."""

from dataclasses import replace

from plans.reports.brief import Brief
from plans.reports.committee import WORDS
from plans.reports.document import Document, Section, Written
from plans.rules.paper_layouts import GROUPS, LaidPart, Layout, is_own, whole


def usual_layout(document: Document) -> dict[str, list[LaidPart]]:
    """Return how a paper is laid out where its council says nothing: its own parts under their own headings.

    What stands in several sections, a theme each, is one part.
    """
    parts: dict[str, str] = {}
    for section in _main(document):
        parts.setdefault(_block(section), section.block_name or section.heading)
    implications = [part for part in _implications(document).parts if isinstance(part, Written)]
    return {
        "cover": [LaidPart(fact.key, fact.label) for fact in document.facts],
        "parts": [LaidPart(key, heading) for key, heading in parts.items()],
        "implications": [LaidPart(part.key, part.label) for part in implications],
    }


def laid_out(document: Document, layout: Layout, brief: Brief) -> Document:
    """Return a paper in its council's order, under its headings, with what it adds and without what it leaves out."""
    chosen = whole(usual_layout(document), layout)
    assert set(chosen) == set(GROUPS)
    facts = {fact.key: fact for fact in document.facts}
    laid_facts = []
    for part in _kept(chosen["cover"]):
        fact = facts.get(part.key) or brief.written(part.key, part.heading, "", is_one_line=True)
        laid_facts.append(replace(fact, label=part.heading))
    document.facts = laid_facts
    main, appendices = _main(document), [section for section in document.sections if section.is_appendix]
    implications = _implications(document)
    sections: list[Section] = []
    for part in _kept(chosen["parts"]):
        if is_own("parts", part.key):
            sections.append(Section(part.key, part.heading, [brief.written(part.key, part.heading)], WORDS))
            continue
        block = [section for section in main if _block(section) == part.key]
        # Several sections keep the headings that tell them apart.
        if len(block) == 1 and not block[0].block_name:
            block = [_renamed(block[0], part.heading)]
        sections += block
    written = {part.key: part for part in implications.parts if isinstance(part, Written)}
    implications.parts = [
        replace(
            written.get(part.key) or brief.written(part.key, part.heading, under="Implications"),
            label=part.heading,
        )
        for part in _kept(chosen["implications"])
    ]
    document.sections = [*sections, *appendices]
    document.number_paragraphs()
    return document


def _renamed(section: Section, heading: str) -> Section:
    """Return a section under another heading; a part in words that only repeated the heading repeats the new one."""
    parts = [
        replace(part, label=heading) if isinstance(part, Written) and part.label == section.heading else part
        for part in section.parts
    ]
    return replace(section, heading=heading, parts=parts)


def _kept(parts: list[LaidPart]) -> list[LaidPart]:
    return [part for part in parts if not part.is_left_out]


def _main(document: Document) -> list[Section]:
    return [section for section in document.sections if not section.is_appendix]


def _block(section: Section) -> str:
    return section.block or section.key


def _implications(document: Document) -> Section:
    return next(section for section in document.sections if section.key == "implications")
