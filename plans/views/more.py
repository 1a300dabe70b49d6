"""Everything of a plan that has no entry of its own in the navigation, with what each is for."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from plans.access import Right
from plans.views.page import open_plan


@dataclass(frozen=True)
class Entry:
    """A page, what it is for, and the right that opens it."""

    label: str
    name: str
    about: str
    right: Right = Right.VIEW
    is_for_today: bool = False


GROUPS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "The plan over time",
        (
            Entry("New since you last looked", "news", "What was recorded since your last visit."),
            Entry("Timeline", "timeline", "Actions and milestones between their start and due dates."),
            Entry(
                "Ratings over time", "ratings", "How everything that is rated stood at each board meeting."
            ),
            Entry("Compare two dates", "compare", "What changed between any two dates, side by side."),
            Entry("Due date changes", "dates", "Which dates moved, by how much, and which are asked for."),
            Entry("Inspections over time", "inspections", "What inspectors judged, and at each visit since."),
        ),
    ),
    (
        "Is it right?",
        (
            Entry("Checks to answer", "questions", "Where a rating or status conflicts with the evidence."),
            Entry("People", "people", "Who holds what on this plan, and how much of it is overdue."),
            Entry("Challenge log", "challenge-log", "What the board asked, barriers, and actions arising."),
            Entry(
                "Figures in your papers",
                "stated-figures",
                "Figures that a workbook or paper states, beside what the plan's rows come to.",
            ),
            Entry("Audit trail", "trail", "Who changed what, and when.", Right.SEE_TRAIL),
        ),
    ),
    (
        "Keep the plan",
        (
            Entry(
                "Import",
                "import",
                "Bring in a workbook, see what would change, apply it.",
                Right.IMPORT,
                True,
            ),
            Entry(
                "Names to confirm",
                "officers",
                "Officers whose post and name could not be told apart for certain.",
                Right.CONFIRM_OFFICERS,
                True,
            ),
            Entry(
                "Set-up", "set-up", "Themes, actions, the rating scale, people and roles.", Right.SET_UP, True
            ),
        ),
    ),
)


@require_GET
def more(request: HttpRequest, slug: str) -> HttpResponse:
    """Each page that the person may open, with what it is for."""
    page = open_plan(request, slug)
    groups = [
        (
            heading,
            [e for e in entries if page.access.may(e.right) and not (page.is_past and e.is_for_today)],
        )
        for heading, entries in GROUPS
    ]
    return render(
        request, "plans/more.html", {"page": page, "groups": [group for group in groups if group[1]]}
    )
