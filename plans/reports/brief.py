"""What a report is made from: the position, what it was before, the board's record, and what the analyst wrote."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Protocol

from improvement.periods import days_ago
from plans.position import Position, build_position
from plans.position.board import BoardRecord, NextMeeting, read_board, read_next_meeting
from plans.position.changes import Changes, changes_between
from plans.position.measures import MeasurePosition
from plans.position.report_texts import OwnText
from plans.position.stated import days_that_differ
from plans.position.themes import Division
from plans.reports.disclosure import public_scope
from plans.reports.document import Document, Question, Source, Written
from plans.reports.fields.field import Scope

# Answers to what a public version asks are kept as texts, under keys that begin so.
ANSWER = "publish:"


class Drafted(Protocol):
    """A draft whose lines know which rows they come from."""

    @property
    def text(self) -> str: ...

    @property
    def sources(self) -> tuple[Source, ...]: ...


@dataclass
class Brief:
    """Everything that a report is written from."""

    position: Position
    produced_by: str
    produced_at: datetime
    texts: Mapping[str, OwnText] = field(default_factory=dict)
    is_public: bool = False
    questions: list[Question] = field(default_factory=list)

    @cached_property
    def board(self) -> BoardRecord:
        return read_board(self.position)

    @cached_property
    def earlier(self) -> Position:
        """The position at the board's meeting before the day, or a month ago where it has not met."""
        held = [meeting.held_on for meeting in self.position.meetings]
        before = [day for day in held if day < self.position.as_at]
        day = before[-1] if before else days_ago(self.position.as_at, self.position.plan.cycle_days)
        return build_position(self.position.plan, day, self.position.viewer)

    @cached_property
    def changes(self) -> Changes:
        """What moved since then."""
        return changes_between(self.earlier, self.position)

    @cached_property
    def scope(self) -> Scope:
        """For whom cells are written; of a public version, what it leaves out and asks about."""
        return public_scope(self.position, self.ask) if self.is_public else Scope(self.position)

    @cached_property
    def next_meeting(self) -> NextMeeting | None:
        """The meeting that comes next after the day."""
        return read_next_meeting(self.position, self.board)

    @cached_property
    def figures_then(self) -> dict[date, dict[str, Decimal | None]]:
        """What the rows gave on the days of the papers whose figures differ; the newest few days that there are."""
        position = self.position
        return {
            day: build_position(position.plan, day, position.viewer).figures()
            for day in days_that_differ(position.stated_figures, position.as_at)
        }

    @property
    def as_at_line(self) -> str:
        count = len(self.position.hidden)
        left_out = (
            f" {count} exempt item{' is' if count == 1 else 's are'} left out (Part 2)." if count else ""
        )
        return f"{self.position.plan.title}. As at {self.position.as_at:%-d %B %Y}.{left_out}"

    def written(
        self,
        key: str,
        label: str,
        draft: str | Drafted = "",
        *,
        is_needed: bool = True,
        is_one_line: bool = False,
        is_day: bool = False,
        under: str = "",
    ) -> Written:
        """Return a part in words: what the analyst wrote under a key, else the draft."""
        own = self.texts.get(key)
        if own and is_day and self._is_over(own.text):
            own = None
        return Written(
            key,
            label,
            draft if isinstance(draft, str) else draft.text,
            # A text taken back leaves the draft.
            own if own and own.text.strip() else None,
            is_needed=is_needed,
            is_one_line=is_one_line,
            is_day=is_day,
            under=under,
            # Which rows a line comes from is for who makes the report.
            sources=() if isinstance(draft, str) or self.is_public else draft.sources,
        )

    def _is_over(self, text: str) -> bool:
        """Whether a day, in words, lies before the position's: it was an earlier paper's meeting."""
        try:
            return datetime.strptime(text, "%d %B %Y").date() < self.position.as_at
        except ValueError:
            return False

    def ask(self, key: str, text: str, choices: tuple[tuple[str, str], ...]) -> str:
        """Put a question to who publishes; return the answer given, the first choice until there is one."""
        own = self.texts.get(f"{ANSWER}{key}")
        answer = own.text if own and own.text in dict(choices) else ""
        self.questions.append(Question(key, text, choices, answer))
        return answer or choices[0][0]

    def document(self, name: str, title: str, *, is_numbered: bool = False) -> Document:
        """Return an empty report of the position."""
        position = self.position
        return Document(
            name,
            title,
            self.as_at_line,
            position.plan.council.name,
            position.plan.title,
            position.as_at,
            self.produced_by,
            self.produced_at,
            position.levels,
            questions=self.questions,
            is_public=self.is_public,
            is_numbered=is_numbered,
        )

    def measures_of(self, division: Division) -> list[MeasurePosition]:
        if division.number is None:
            return division.measures
        return self.position.measures_of_theme(division.number)
