"""The forms of a page, filled in as somebody could: what is there stays, the rest gets something that is likely right."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class PageForm:
    """A form: where it goes, and each field's values by name, in order."""

    action: str = ""
    method: str = "post"
    values: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)

    def data(self, **otherwise: str) -> dict[str, list[str]]:
        """Return what is posted."""
        found: dict[str, list[str]] = {}
        for name, value in self.values:
            found.setdefault(name, []).append(value)
        for name, options in self.choices.items():
            chosen = self.taken.get(name) or next((option for option in options if option), "")
            if chosen:
                found.setdefault(name, [chosen])
        return {**found, **{name: [value] for name, value in otherwise.items()}}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.form: PageForm | None = None
        self.select: str | None = None
        self.area: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.form = PageForm(said.get("action", ""), said.get("method", "get").lower())
            self.forms.append(self.form)
        elif self.form is None or "disabled" in said:
            return
        elif tag == "input":
            self._input(said)
        elif tag == "select":
            self.select = said.get("name", "")
            self.form.choices.setdefault(self.select, [])
        elif tag == "option" and self.select is not None:
            self.form.choices[self.select].append(said.get("value", ""))
            if "selected" in said:
                self.form.taken[self.select] = said.get("value", "")
        elif tag == "textarea":
            self.area = (said.get("name", ""), [])

    def _input(self, said: dict[str, str]) -> None:
        assert self.form is not None
        name, kind, value = said.get("name", ""), said.get("type", "text"), said.get("value", "")
        if not name or kind in {"submit", "button"}:
            return
        if kind == "file":
            self.form.files.append(name)
        elif kind in {"radio", "checkbox"}:
            self.form.choices.setdefault(name, []).append(value or "on")
            if "checked" in said:
                self.form.taken[name] = value or "on"
        elif kind != "hidden" and (changed := CHANGED.get(name.rpartition("-")[2])):
            self.form.values.append((name, changed))
        elif kind == "hidden" or value:
            self.form.values.append((name, value))
        else:
            self.form.values.append((name, likely(name)))

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.area is not None and self.form is not None:
            name, text = self.area
            self.form.values.append((name, "".join(text).strip() or LIKELY.get(name, "Typed in a test.")))
            self.area = None


# Boxes that must hold something of a kind, and those that are best left empty.
LIKELY = {
    "references": "1.1",
    "actions": "1.1",
    "to": "March 2027",
    "filters": "",
    "order": "",
    "where": "",
    "grouped_by": "",
}
# Boxes in which something else is typed than stands there, so that the form changes something.
CHANGED = {
    "colour": "#123456",
    "setting": "Children's homes",
    "value": "41",
    "job_title": "Head of Something",
}
LEFT_EMPTY = ("completed_on", "achieved_on")


def likely(name: str) -> str:
    """Return what may well stand in an empty box of this name."""
    if name in LIKELY or name.startswith(LEFT_EMPTY):
        return LIKELY.get(name, "")
    if name.endswith(("_day", "_month", "_year")):
        is_to_come = name.startswith(
            ("due", "meets", "to_", "to", "first", "starts", "closes", "until", "when")
        )
        day, month, year = ("15", "1", "2027") if is_to_come else ("20", "11", "2026")
        return {"_day": day, "_month": month, "year": year}.get(name[name.rindex("_") :], year)
    if "email" in name or name == "account":
        return "board@northmoor.example"
    if name.startswith(("due", "start")) or name.endswith("due"):
        return "March 2027"
    if "link" in name or "url" in name:
        return "https://papers.example/one"
    return (
        "1" if any(word in name for word in ("count", "value", "figure", "numerator")) else "Typed in a test"
    )


def forms_of(html: str) -> list[PageForm]:
    """Return a page's forms that post, filled in."""
    reader = _Reader()
    reader.feed(html)
    return [form for form in reader.forms if form.method == "post" and "/sign-out/" not in form.action]
