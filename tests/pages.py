"""Reading a page as a browser would: the boxes of its forms, and what stands in them."""

from html.parser import HTMLParser

UNSENT = {"submit", "button", "image", "reset", "file"}


class _Forms(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.inside, self.area, self.select = [], False, None, None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("method", "get") == "post"
            if self.inside:
                self.forms.append(
                    {
                        "action": given.get("action", ""),
                        "boxes": {},
                        "words": [],
                        "hidden": set(),
                        "choices": {},
                    }
                )
        if not self.inside:
            return
        form, name = self.forms[-1], given.get("name")
        boxes = form["boxes"]
        if tag == "input" and name and given.get("type") not in UNSENT:
            kind = given.get("type", "text")
            if kind == "hidden":
                form["hidden"].add(name)
            elif kind == "text":
                form["words"].append(name)
            if kind in {"checkbox", "radio"}:
                form["choices"].setdefault(name, []).append(given.get("value", "on"))
            if kind not in {"checkbox", "radio"}:
                boxes.setdefault(name, []).append(given.get("value") or "")
            elif "checked" in given:
                boxes.setdefault(name, []).append(given.get("value", "on"))
        elif tag == "textarea":
            form["words"].append(name)
            self.area, boxes[name] = name, [""]
        elif tag == "select":
            self.select, self.first = name, True
        elif tag == "option" and self.select:
            form["choices"].setdefault(self.select, []).append(given.get("value", ""))
            if "selected" in given or self.first:
                boxes[self.select], self.first = [given.get("value", "")], False

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data):
        if self.area:
            self.forms[-1]["boxes"][self.area][0] += data


def forms_on(response) -> list[dict]:
    """Return the posted forms of a page: where each goes, its boxes, which take words, which are chosen from, which hidden."""
    reader = _Forms()
    reader.feed(response.content.decode())
    for form in reader.forms:
        for name, values in form["boxes"].items():
            # A line break right after <textarea> is no part of what stands in it.
            form["boxes"][name] = [value.removeprefix("\n") for value in values]
    return reader.forms


def own_forms(response, address: str = "") -> list[dict]:
    """Return the forms of a page that go to the page itself."""
    return [form for form in forms_on(response) if form["action"] in {"", address}]
