"""Writes a random plan as a workbook in a random shape, and scores what was read of it against what was written.

Half of the layouts have header words that the reader's own lexicon holds, half have others: its conscience, not its
exercise. Scores are by kind of fact: how much was read right, and how much was read wrong.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from plans.choices import ProgressStatus
from plans.imports.document import PlanDocument
from tests.workbooks import content_of

KNOWN = {
    "reference": ("Ref", "No.", "Action ref", "ID"),
    "action": ("Action", "Actions", "Action required", "Task", "What will we do"),
    "lead": ("Lead officer", "Owner", "By whom", "Responsible officer", "Lead"),
    "due": ("Due date", "By when", "Target date", "Deadline", "Timescale"),
    "status": ("Status", "Progress status", "Current status"),
    "update": ("Progress update", "Latest update", "Comments", "Notes"),
}
# Words that no pattern of the reader names in whole; some hold its nouns, as people's words do, some hold none.
FOREIGN = {
    "reference": ("Key", "Serial", "Our number", "Kennung"),
    "action": ("Improvement we are making", "The ask", "Bits of work", "Description of the fix", "Massnahme", "Deliverable text"),
    "lead": ("On point", "Name against it", "Accountable colleague", "Held by", "Wer"),
    "due": ("Wanted for", "Finish line", "To be finished", "Target for finishing it", "Bis"),
    "status": ("How is it going", "Where are we", "Stand", "Health of it"),
    "update": ("Say more", "What happened lately", "Our latest narrative on it", "Verlauf"),
}  # fmt: skip
JUNK = {
    "Ward": ("North", "South", "East", "West"),
    "Date added": ("01/02/2025", "14/03/2025", "20/05/2025"),
    "Budget code": ("X100", "Y200", "Z300"),
    "Risk ID": ("R1", "R2", "R3"),
    "Meeting": ("Board", "DMT", "Scrutiny"),
}
VERBS = ("Review", "Publish", "Train", "Recruit", "Agree", "Audit", "Set up", "Rewrite", "Brief", "Map")
THINGS = (
    "the practice standards with every team", "newly qualified social workers across the service", "the threshold guidance",
    "supervision records each month", "the early help offer with partners", "all plans of children in care over two years",
    "the escalation policy and how it is used", "foster carers' support groups", "the duty rota at weekends",
)  # fmt: skip
POSTS = (
    "Head of Practice", "Director of Children's Services", "Service Manager, Early Help", "Principal Social Worker",
    "Team Manager North", "Workforce Lead", "Quality Assurance Manager",
)  # fmt: skip
STATUSES = {
    ProgressStatus.COMPLETED: ("Completed", "Complete", "Done", "Closed"),
    ProgressStatus.ON_TARGET: ("On target", "On track"),
    ProgressStatus.BEHIND_TARGET: ("Behind target", "Delayed", "Off track"),
    ProgressStatus.NOT_STARTED: ("Not started", "Not yet started"),
}
SAID = (
    "The first workshop was held and people liked it.", "Waiting for the new system to go live.", "Draft is with partners.",
    "Eight of twelve are done, the others follow in March.", "The post was filled and starts next month.",
)  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """An action as it was written: what the reader should find."""

    reference: str
    text: str
    lead: str
    due: date | None
    status: ProgressStatus | None
    update: str


@dataclass
class Written:
    """A workbook, and what stands in it."""

    content: bytes
    facts: list[Fact] = field(default_factory=list)


def write_by_chance(seed: int, *, foreign: bool) -> Written:
    """Return a random plan in a random layout."""
    chance = random.Random(f"{seed} {foreign}")
    facts = _facts(chance)
    headers = {name: chance.choice((FOREIGN if foreign else KNOWN)[name]) for name in KNOWN}
    columns = [name for name in KNOWN if name in ("action", "lead", "due") or chance.random() < 0.75]
    junk = chance.sample(sorted(JUNK), chance.choice((0, 0, 1, 2)))
    order: list[str] = [*columns, *junk]
    if chance.random() < 0.6:
        chance.shuffle(order)
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = chance.choice(("Plan", "Action plan", "Sheet1", "Tracker 2026"))
    row = _write_titles(sheet, chance, len(order))
    left = chance.choice((1, 1, 1, 2))
    for place, name in enumerate(order):
        cell = sheet.cell(row, left + place)
        cell.value = headers.get(name, name)
        if chance.random() < 0.7:
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="D9E2F3")
    row += 1
    dates = chance.choice(("%d/%m/%Y", "%-d %B %Y", "%d-%b-%y", "%Y-%m-%d", "excel", "%A %-d %B %Y"))
    for fact in facts:
        for place, name in enumerate(order):
            cell = sheet.cell(row, left + place)
            cell.value = _value(name, fact, dates, chance)
            if dates == "excel" and name == "due":
                cell.number_format = "dd/mm/yyyy"
        row += 1
    if chance.random() < 0.3:
        sheet.cell(row, left).value = "Total"
        sheet.cell(row, left + 1).value = len(facts)
    if chance.random() < 0.3:
        sheet.cell(row + 2, left).value = "Dates in italics are provisional and were agreed with partners."
    if chance.random() < 0.3:
        guidance = workbook.create_sheet("Guidance")
        for number, line in enumerate(
            ("How to fill in this plan", "Say who does what by when.", "Ask if unsure."), start=1
        ):
            guidance.cell(number, 1).value = line
    # A column that was left out was never said.
    kept = [
        Fact(
            fact.reference if "reference" in columns else "",
            fact.text,
            fact.lead,
            fact.due,
            fact.status if "status" in columns else None,
            fact.update if "update" in columns else "",
        )
        for fact in facts
    ]
    return Written(content_of(workbook), kept)


def _facts(chance: random.Random) -> list[Fact]:
    texts = [f"{verb} {thing}" for verb in VERBS for thing in THINGS]
    return [
        Fact(
            f"{number // 5 + 1}.{number % 5 + 1}",
            text,
            chance.choice(POSTS),
            date(2025, 6, 1) + timedelta(days=chance.randrange(700)) if chance.random() < 0.9 else None,
            chance.choice(list(STATUSES)) if chance.random() < 0.9 else None,
            chance.choice(SAID) if chance.random() < 0.7 else "",
        )
        for number, text in enumerate(chance.sample(texts, chance.randint(4, 30)))
    ]


def _write_titles(sheet, chance: random.Random, width: int) -> int:
    row = 1
    if chance.random() < 0.7:
        sheet.cell(row, 1).value = chance.choice(
            ("Improvement plan", "Children's services improvement plan", "Action plan")
        )
        if chance.random() < 0.5:
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
        row += 1
    if chance.random() < 0.3:
        sheet.cell(row, 1).value = "Owned by the improvement board"
        row += 1
    return row + chance.choice((0, 1, 2)) if row > 1 else row


def _value(name: str, fact: Fact, dates: str, chance: random.Random) -> object:
    if name == "due":
        if fact.due is None:
            return chance.choice((None, "TBC"))
        return fact.due if dates == "excel" else f"{fact.due:{dates}}"
    if name == "status":
        return chance.choice(STATUSES[fact.status]) if fact.status else None
    if name in JUNK:
        return chance.choice(JUNK[name])
    return getattr(fact, {"action": "text"}.get(name, name)) or None


class Score:
    """Facts by kind: how many there were, were read right, and were read wrong."""

    def __init__(self) -> None:
        self.told: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()

    def add(self, written: Written, document: PlanDocument) -> None:
        """Compare one workbook's facts with what was read of it."""
        updates = {item.action: item.progress for item in document.updates}
        found = {action.text: action for action in document.actions}
        self.wrong["action"] += len(found.keys() - {fact.text for fact in written.facts})
        for fact in written.facts:
            action = found.get(fact.text)
            self._count("action", fact.text, action.text if action else None)
            lead = "; ".join(
                ", ".join(filter(None, (person.name, person.job_title))) for person in action.leads
            ) if action else None  # fmt: skip
            self._count("lead", fact.lead, lead or None)
            self._count("due", fact.due, action.due.latest if action else None)
            self._count("status", fact.status, action.status if action else None)
            self._count("reference", fact.reference, (action.reference or None) if action else None)
            self._count("update", fact.update, updates.get(action.order) if action else None)

    def _count(self, kind: str, truth: object, read: object) -> None:
        if truth:
            self.told[kind] += 1
            self.right[kind] += read == truth
        self.wrong[kind] += read is not None and read != truth

    def recall(self) -> float:
        """Return the share of all facts that were read right."""
        return sum(self.right.values()) / max(sum(self.told.values()), 1)

    def share_wrong(self) -> float:
        """Return how many facts were read wrong, as a share of all there were."""
        return sum(self.wrong.values()) / max(sum(self.told.values()), 1)

    def lines(self) -> list[str]:
        """Return the score as a table's lines, a kind of fact each."""
        return [
            f"  {kind:12}{self.told[kind]:>7}{self.right[kind] / max(self.told[kind], 1):>9.1%}{self.wrong[kind]:>7}"
            for kind in self.told
        ]
