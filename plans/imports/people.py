"""The officers whom an import brings and of whom nobody has said yet which words are the post and which the name."""

from plans.imports.difference import Difference
from plans.models import Plan
from plans.operations.people import officers_by_words
from plans.rules.officers import is_surely_a_post

PEOPLE_FIELDS = ("leads", "members", "sponsors", "responsible")


def people_to_confirm(plan: Plan | None, difference: Difference) -> list[tuple[str, str]]:
    """Return (post, name) of each officer that a person will be asked about, as read, in the workbook's order."""
    known = officers_by_words(plan.council) if plan else {}
    people = dict.fromkeys(
        (title, name)
        for change in difference.changes
        for field in PEOPLE_FIELDS
        for title, name in change.values.get(field, [])
    )
    return [
        (title, name)
        for title, name in people
        if not (
            known[title, name].is_confirmed
            if (title, name) in known
            else not name and is_surely_a_post(title)
        )
    ]
