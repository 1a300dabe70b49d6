"""A draft: its text, and which rows of the plan each line of it comes from."""

from dataclasses import dataclass, field

from plans.reports.document import Source


@dataclass(frozen=True)
class Line:
    """A paragraph or a bullet, with the rows that say so; each row in words, such as `Update of 3 June 2026 on 1.2`."""

    text: str
    rows: tuple[str, ...] = ()
    is_bullet: bool = False


@dataclass
class Draft:
    """Lines in the order in which they are read. Two paragraphs are set apart; bullets follow the line before them."""

    lines: list[Line] = field(default_factory=list)

    def paragraph(self, text: str, *rows: str) -> None:
        """Add a paragraph; an empty one is none."""
        if text:
            self.lines.append(Line(text, tuple(dict.fromkeys(filter(None, rows)))))

    def bullet(self, text: str, *rows: str) -> None:
        """Add a bullet; an empty one is none."""
        if text:
            self.lines.append(Line(text, tuple(dict.fromkeys(filter(None, rows))), is_bullet=True))

    def add(self, other: "Draft") -> None:
        """Add another draft's lines after these."""
        self.lines += other.lines

    @property
    def text(self) -> str:
        """The draft as an analyst would type it."""
        written = (f"\n- {line.text}" if line.is_bullet else f"\n\n{line.text}" for line in self.lines)
        return "".join(written).strip("\n")

    @property
    def sources(self) -> tuple[Source, ...]:
        """Which rows each line comes from, where it comes from any."""
        return tuple(Source(line.text, line.rows) for line in self.lines if line.rows)

    def __bool__(self) -> bool:
        return bool(self.lines)
