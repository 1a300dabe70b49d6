"""A form's page, filled with what was typed: the boxes of its forms take the kept values, all else stays as it is.

A numbered row is found again by what it is about (its hidden reference), not by its place: rows may have come or gone
meanwhile. What no box takes any more is returned, to be shown beside the form.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from improvement.typed.fields import NEVER_KEPT, OF_THE_FORM, Fields

ROW = re.compile(r"^(?P<rows>.+)-(?P<number>\d+)-(?P<box>[a-z_]+)$")
# The hidden boxes that say what a numbered row is about.
ABOUT = {"reference", "id", "subject", "change"}
# How a form was counted when it was shown: never carried over into another showing.
COUNTS = re.compile(r"(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$")
UNFILLED = {"submit", "button", "reset", "image", "file", "password"}
Attributes = list[tuple[str, str | None]]


@dataclass
class Filled:
    """A filled page, and what of the kept values no box took."""

    html: str
    left_over: Fields = field(default_factory=dict)


def fill(html: str, kept: Mapping[str, Sequence[str]], addresses: Sequence[str] = ("",)) -> Filled:
    """Return a page with its posted forms filled; `addresses` are those of the forms meant, "" the page's own."""
    about = _About()
    about.feed(html)
    about.close()
    filler = _Filler(kept, about.rows, frozenset(addresses))
    filler.feed(html)
    filler.close()
    left = {
        name: list(values)
        for name, values in kept.items()
        if name not in filler.taken and not OF_THE_FORM.search(name) and any(values)
    }
    return Filled("".join(filler.out), {name: values for name, values in left.items() if not _is_about(name)})


def _is_about(name: str) -> bool:
    row = ROW.match(name)
    return bool(row and row["box"] in ABOUT)


class _About(HTMLParser):
    """Reads what each numbered row of a page is about."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.rows: dict[str, dict[str, tuple[str, str]]] = {}

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = dict(attrs)
        row = ROW.match(given.get("name") or "")
        if tag == "input" and given.get("type") == "hidden" and row and row["box"] in ABOUT:
            self.rows.setdefault(row["rows"], {})[row["number"]] = (row["box"], given.get("value") or "")


class _Filler(HTMLParser):
    """Writes a page out again as it was, its boxes filled."""

    def __init__(
        self,
        kept: Mapping[str, Sequence[str]],
        rows: Mapping[str, Mapping[str, tuple[str, str]]],
        addresses: frozenset[str],
    ) -> None:
        super().__init__(convert_charrefs=False)
        self.kept = kept
        self.rows = rows
        self.addresses = addresses
        self.out: list[str] = []
        self.taken: set[str] = set()
        self.is_inside = False
        # The kept words that stand in the box being written; None outside of one.
        self.words: str | None = None
        self.chosen: Sequence[str] | None = None

    # --- Which kept values a box takes --------------------------------------------------------------
    def _kept_name(self, name: str) -> str | None:
        """Return the name under which a box's value was kept; None for a row that was not there then."""
        row = ROW.match(name)
        if row is None or row["rows"] not in self.rows:
            return name
        about = self.rows[row["rows"]].get(row["number"])
        if about is None:
            return name
        box, value = about
        for kept, values in self.kept.items():
            other = ROW.match(kept)
            if other and (other["rows"], other["box"]) == (row["rows"], box) and value in values:
                return f"{row['rows']}-{other['number']}-{row['box']}"
        return None

    def _values(self, name: str | None) -> Sequence[str] | None:
        """Return a box's kept values: an empty list where its row was kept without it, None where it keeps its own."""
        if not name or NEVER_KEPT.search(name) or COUNTS.search(name):
            return None
        kept = self._kept_name(name)
        if kept is None:
            return None
        if kept in self.kept:
            self.taken.add(kept)
            return self.kept[kept]
        return []

    # --- The page as it is --------------------------------------------------------------------------
    def _as_it_is(self) -> None:
        self.out.append(self.get_starttag_text() or "")

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = dict(attrs)
        if tag == "form":
            is_posted = (given.get("method") or "get").lower() == "post"
            self.is_inside = is_posted and (given.get("action") or "") in self.addresses
        if not self.is_inside:
            self._as_it_is()
        elif tag == "input":
            self._input(attrs, given)
        elif tag == "textarea":
            values = self._values(given.get("name"))
            self._as_it_is()
            if values:
                self.words = values[0]
                self.out.append("\n" + escape(self.words))
        elif tag == "select":
            values = self._values(given.get("name"))
            self.chosen = values or None
            self._as_it_is()
        elif tag == "option" and self.chosen is not None:
            self._marked(tag, attrs, "selected", (given.get("value") or "") in self.chosen)
        elif tag == "details" and "open" not in given:
            # What was typed may lie folded away.
            self._write(tag, [*attrs, ("open", None)])
        else:
            self._as_it_is()

    handle_startendtag = handle_starttag

    def _input(self, attrs: Attributes, given: dict[str, str | None]) -> None:
        kind = (given.get("type") or "text").lower()
        values = None if kind in UNFILLED else self._values(given.get("name"))
        if values is None:
            self._as_it_is()
        elif kind in {"checkbox", "radio"}:
            self._marked("input", attrs, "checked", (given.get("value") or "on") in values)
        elif values:
            self._write("input", [*((n, v) for n, v in attrs if n != "value"), ("value", values[0])])
        else:
            self._as_it_is()

    def _marked(self, tag: str, attrs: Attributes, mark: str, is_marked: bool) -> None:
        kept: Attributes = [(name, value) for name, value in attrs if name != mark]
        self._write(tag, [*kept, (mark, None)] if is_marked else kept)

    def _write(self, tag: str, attrs: Attributes) -> None:
        attributes = "".join(
            f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attrs
        )
        self.out.append(f"<{tag}{attributes}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False
        elif tag == "textarea":
            self.words = None
        elif tag == "select":
            self.chosen = None
        self.out.append(f"</{tag}>")

    def _text(self, text: str) -> None:
        # The box's own words give way to those that were kept.
        if self.words is None:
            self.out.append(text)

    def handle_data(self, data: str) -> None:
        self._text(data)

    def handle_entityref(self, name: str) -> None:
        self._text(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._text(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.out.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")
