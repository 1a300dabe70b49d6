"""Questions: what in the plan does not agree with itself, and who answers it."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from improvement.numbers import whole
from improvement.unchanged import reads_alone
from plans.views.page import open_plan


@require_GET
@reads_alone
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the judgement and the evidence disagree, kind by kind, answers printed."""
    page = open_plan(request, slug)
    state, theme = request.GET.get("state", ""), whole(request.GET.get("theme"))
    found = {
        "waiting": page.position.open_contradictions,
        "answered": page.position.answered_contradictions,
    }.get(state, page.position.contradictions)
    if theme is not None:
        found = [question for question in found if theme in question.theme_numbers]
    if "mine" in request.GET:
        found = [question for question in found if page.access.may_answer(question, page.position)]
    groups = [
        (
            kind,
            [
                (question, not page.is_past and page.access.may_answer(question, page.position))
                for question in items
            ],
        )
        for kind, items in groupby(found, key=lambda question: question.kind)
    ]
    return render(
        request,
        "plans/questions.html",
        {
            "page": page,
            "position": page.position,
            "groups": groups,
            "found": found,
            "is_part": len(found) != len(page.position.contradictions),
        },
    )
