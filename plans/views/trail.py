"""The audit trail: who did what, when, from where; to filter, and for an administrator to take away."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from improvement.csv_out import csv_response
from improvement.models import User
from improvement.numbers import whole
from improvement.origin import Origin
from plans.access import Right
from plans.models import Plan
from plans.position.trail import KINDS, TrailQuestion, read_trail
from plans.views.page import open_plan

PER_PAGE = 25
MOST_PAGES = 500
HEADER = ("Recorded at", "Known on", "By", "From", "Kind", "About", "What it says", "Row")


class TrailForm(forms.Form):
    """What is asked of the trail."""

    kind = forms.ChoiceField(
        label="What", required=False, choices=[("", "Everything"), *((k, k) for k in KINDS)]
    )
    person = forms.ModelChoiceField(
        label="Who", queryset=User.objects.none(), required=False, empty_label="Everyone"
    )
    origin = forms.ChoiceField(
        label="From where",
        required=False,
        choices=[("", "Anywhere"), *((item.value, item.label) for item in Origin if item.value)],
    )
    since = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(plan_roles__plan=plan).distinct()
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def question(self) -> TrailQuestion:
        """Return what is asked; a value that is not understood asks for everything and is said."""
        typed = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        person = typed.get("person")
        return TrailQuestion(
            person.pk if person else None,
            typed.get("kind", ""),
            typed.get("origin", ""),
            typed.get("since"),
            typed.get("until"),
        )


@require_GET
def trail(request: HttpRequest, slug: str) -> HttpResponse:
    """What was done, the newest first, a page at a time."""
    page = open_plan(request, slug, Right.SEE_TRAIL)
    page.is_form = True
    form = TrailForm(request.GET, plan=page.plan)
    number = min(max(whole(request.GET.get("page")) or 1, 1), MOST_PAGES)
    # One more than is shown tells whether there is an older page.
    found = list(read_trail(page.plan, form.question(), number * PER_PAGE + 1))
    shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    parameters = request.GET.copy()
    parameters.pop("page", None)
    return render(
        request,
        "plans/trail.html",
        {
            "page": page,
            "form": form,
            "entries": shown,
            "number": number,
            "has_older": len(found) > number * PER_PAGE,
            "query": parameters.urlencode(),
        },
    )


@require_GET
def trail_export(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The same, whole, as CSV; streamed, so that a long trail takes no more memory than a short one."""
    page = open_plan(request, slug, Right.EXPORT_TRAIL)
    form = TrailForm(request.GET, plan=page.plan)
    question = form.question()

    def rows() -> Iterator[Sequence[object]]:
        yield HEADER
        for entry in read_trail(page.plan, question):
            recorded = timezone.localtime(entry.recorded_at)
            yield (
                f"{recorded:%Y-%m-%d %H:%M:%S}",
                entry.known_on,
                entry.by,
                entry.origin_label,
                entry.kind,
                entry.about,
                entry.words,
                entry.row,
            )

    return csv_response(rows(), f"{page.plan.slug}-audit-trail.csv")
