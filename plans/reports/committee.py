"""What every report to a committee has: its title block, who to ask, and the implications that the law and the
constitution ask for."""

from collections.abc import Sequence

from plans.palette import GREY, ORANGE
from plans.position.inspections import answered_inspection
from plans.reports.brief import Brief, Drafted
from plans.reports.document import Column, Part, Row, Section, Table, Written
from plans.reports.prose.abbreviations import spelled_out
from plans.reports.prose.naming import flat
from plans.reports.prose.opening import finance
from plans.reports.tables import questions_table
from plans.rules.committee_parts import COVER, IMPLICATION, IMPLICATIONS

WORDS = "Report"
NUMBERS, LETTERS = [str(number) for number in range(1, 27)], list("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def title_block(brief: Brief, committee: str) -> list[Written]:
    """Return the facts that stand over a committee's report, one line each."""
    inspection = answered_inspection(brief.position.plan, brief.position.as_at)
    drafts = {"wards": "All", "key-decision": "No"}
    of_all = {
        key: brief.written(
            key, label, drafts.get(key, ""), is_one_line=True, is_needed=key in {"report-of", "contact"}
        )
        for key, label in COVER
    }
    return [
        brief.written("committee", "Committee", committee, is_one_line=True),
        brief.written("meets-on", "Date of the meeting", "", is_one_line=True, is_day=True),
        of_all["report-of"],
        of_all["portfolio-holder"],
        of_all["wards"],
        of_all["key-decision"],
        of_all["confidentiality"],
        brief.written("answers", "Responds to", str(inspection or ""), is_one_line=True, is_needed=False),
        of_all["contact"],
    ]


def committee_name(brief: Brief, default: str) -> str:
    """Return the committee as the analyst named it."""
    return brief.written("committee", "", default).text.strip() or default


def words(
    brief: Brief, key: str, heading: str, draft: str | Drafted = "", *, is_needed: bool = True
) -> Section:
    """Return a section that is one part in words."""
    return Section(key, heading, [brief.written(key, heading, draft, is_needed=is_needed)], WORDS)


def implications(brief: Brief) -> Section:
    """Return the implications appendix: finance from the plan's own cost lines, the rest to be written."""
    parts: list[Part] = [
        brief.written(
            f"{IMPLICATION}{key}", label, finance(brief) if key == "finance" else "", under="Implications"
        )
        for key, label in IMPLICATIONS
    ]
    return Section("implications", "Implications", parts, "Implications", tab=GREY, is_appendix=True)


def name_appendices(sections: list[Section], names: Sequence[str] = NUMBERS) -> None:
    """Give each appendix its number or letter, in order; the parts of the detailed plan share one."""
    given: dict[str, str] = {}
    for section in sections:
        if section.is_appendix:
            key = "plan" if section.key.startswith("plan-") else section.key
            given.setdefault(key, names[len(given)])
            section.heading = f"Appendix {given[key]}: {section.heading}"


def kept_judgements(brief: Brief) -> list[Section]:
    """Return where a lead kept a judgement that the evidence contradicts, with the reason.

    None of it in a public version; nor are questions printed that are still with a lead, who may yet change the rating.
    """
    if brief.is_public:
        return []
    answered = brief.position.answered_contradictions
    return [
        Section(
            "questions",
            "Where judgement and evidence disagree",
            [questions_table(answered)],
            "Checks to answer",
            subtitle=(
                f"{brief.as_at_line} {len(answered)} answered, with the reason for keeping the judgement. "
                "Checks that are still with a lead are not printed."
            ),
            tab=ORANGE,
            is_appendix=True,
        )
    ]


def abbreviations(brief: Brief) -> list[Section]:
    """Return the abbreviations that the plan spells out, for who reads its paper; no section where there are none."""
    position = brief.position
    texts = [
        *(theme.title for theme in position.themes),
        *(item.text for item in position.recommendations),
        *(action.text for action in position.actions),
        *(measure.name for measure in position.measures),
        *(action.update.progress for action in position.actions if action.update),
    ]
    found = spelled_out(map(flat, texts))
    if not found:
        return []
    columns = [Column("Abbreviation", 16), Column("Stands for", 60)]
    table = Table("Abbreviations", "Abbreviations", columns, [Row(pair) for pair in found.items()])
    return [Section("abbreviations", "Abbreviations", [table], "Abbreviations", tab=GREY, is_appendix=True)]


def part_two(brief: Brief) -> str:
    """Return what is said of exempt items that are left out; empty where there are none."""
    count = len(brief.position.hidden)
    if not count:
        return ""
    items = "1 item is" if count == 1 else f"{count} items are"
    return (
        f"{items} exempt (Part 2, Local Government Act 1972, Schedule 12A) and left out. No figure in "
        f"this report includes {'it' if count == 1 else 'them'}."
    )
