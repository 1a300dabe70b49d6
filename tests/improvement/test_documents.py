"""What the documents say is proven by a test or a drill is: each that they name is there, and no section goes without."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`((?:tests/[\w/]*)?(?:test_\w+|\w+)\.py)`")
# Sections that promise nothing: what is not done, and what is pasted into a file.
PROMISE_NOTHING = {"Not done", "In containers"}


def all_tests() -> set[str]:
    return {path.name for path in (ROOT / "tests").rglob("*.py")}


@pytest.mark.parametrize("document", sorted(path.name for path in (ROOT / "docs").glob("*.md")))
def test_each_test_that_a_document_names_is_there(document):
    names = NAMED.findall((ROOT / "docs" / document).read_text())
    code = {path.name for path in ROOT.glob("*/**/*.py") if ".venv" not in path.parts}
    missing = [
        name
        for name in names
        if not (ROOT / name).exists() and Path(name).name not in (all_tests() if "test" in name else code)
    ]
    assert missing == []


def test_every_section_of_operating_names_what_holds_its_promises():
    sections = re.split(r"^#{2,3} ", (ROOT / "docs" / "operate.md").read_text(), flags=re.MULTILINE)[1:]
    without = [
        section.partition("\n")[0]
        for section in sections
        if not NAMED.search(section) and section.partition("\n")[0] not in PROMISE_NOTHING
    ]
    assert without == []
