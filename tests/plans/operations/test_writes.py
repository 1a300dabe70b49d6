"""A plan is written to by its operations alone: nothing else in the program makes, changes or deletes a row."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
WRITES = {
    "create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "update", "delete", "save",
}  # fmt: skip
# What writes by design, and what it writes: operations; migrations; documents waiting to be made, which are no part of
# a plan's record.
# Masking a person and letting go what is kept too long: they take away, by the law, what everything else must keep.
BY_LAW = ("plans/procedures/masking.py", "plans/procedures/retention.py")
WRITERS = (
    "plans/operations/",
    "performance/operations/",
    "plans/migrations/",
    "plans/issuing/runs.py",
    *BY_LAW,
)


def is_of_rows(value: ast.expr) -> bool:
    return "objects" in ast.unparse(value) or "_manager" in ast.unparse(value)


def writes_in(path: Path) -> list[str]:
    """Return the calls of a module that write to a table: of a manager or query, or of a model's own row."""
    tree = ast.parse(path.read_text())
    return [
        f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node.func)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and (is_of_rows(node.func.value) or (node.func.attr == "save" and not node.args))
    ]


def test_nothing_but_operations_writes_to_a_table():
    found = [
        write
        for folder in ("plans", "performance")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not str(path.relative_to(ROOT)).startswith(WRITERS)
        for write in writes_in(path)
    ]

    assert found == []


def test_the_search_finds_what_operations_write():
    assert len(writes_in(ROOT / "plans/operations/updates.py")) >= 3
