"""Before a public version leaves: names that were replaced or left standing, totals that give a small figure away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from improvement.counting import agreeing, counted
from improvement.typed.marking import post_only
from plans.forms.reports import PublishForm, ReadNamesForm
from plans.issuing.files import forms_of
from plans.issuing.making import public_report_of
from plans.issuing.names import NamesCheck
from plans.operations.history import Provenance
from plans.operations.reports import keep_words_read, write_text
from plans.position.position import joined
from plans.position.report_texts import read_texts
from plans.position.viewer import PUBLISHED
from plans.reports.brief import ANSWER
from plans.reports.document import Document
from plans.views.page import Page, allow, form_page, posted
from plans.views.reports import open_report, publish_address


def _open(request: HttpRequest, slug: str, name: str) -> tuple[Page, str, Document, NamesCheck]:
    page, label = open_report(request, slug, name)
    allow(page.access.may_export_report)
    position = page.position_for(PUBLISHED)
    document, check = public_report_of(position, name, page.user.name, timezone.localtime())
    return page, label, document, check


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """What a public version asks; a POST keeps how totals that give a small figure away are dealt with."""
    page, label, document, check = _open(request, slug, name)
    asked = [question for question in document.questions if question.choices]
    form = PublishForm(posted(request), questions=asked)
    if form.is_bound and form.is_valid():
        texts = read_texts(page.plan, name, page.as_at)
        for key, answer in form.answers().items():
            part = f"{ANSWER}{key}"
            own = texts.get(part)
            if own is None or own.text != answer:
                write_text(
                    page.plan,
                    name,
                    part,
                    answer,
                    "",
                    own.text_id if own else 0,
                    provenance=Provenance(page.as_at, page.user),
                )
        messages.success(request, "Your answers have been saved with the report.")
        return redirect(
            reverse("plans:report", args=[page.plan.slug, name])
            + f"?version=public&as-at={page.as_at:%Y-%m-%d}"
        )
    return form_page(
        page,
        "plans/reports/publish.html",
        {
            "name": name,
            "label": label,
            "form": form,
            "asked": asked,
            "check": check,
            "address": publish_address(page, name),
            "forms": forms_of(name),
            "to_read": [question for question in document.questions if not question.choices],
        },
    )


@post_only("plans:report-publish", "slug", "name")
def read_names(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Keep what a person said of the words left standing: which are somebody's name, and that the others are none.

    Only words that the person was shown count as read; what came since is asked the next time.
    """
    page, _label, _document, check = _open(request, slug, name)
    form = ReadNamesForm(
        request.POST,
        words=[found.words for found in check.standing],
        replaced=[replacement.written for replacement in check.replaced],
    )
    if not form.is_valid():
        messages.error(request, "The report has changed since you read it: review the names again.")
        return redirect(publish_address(page, name))
    names, left = form.cleaned_data["names"], form.cleaned_data["left"]
    others = [words for words in form.cleaned_data["shown"] if words not in names]
    keep_words_read(page.plan, names, is_name=True, provenance=page.provenance)
    keep_words_read(page.plan, [*others, *left], is_name=False, provenance=page.provenance)
    messages.success(request, _said_of_words(len(names), len(others), len(left)))
    return redirect(publish_address(page, name))


def _said_of_words(names: int, others: int, left: int) -> str:
    parts = []
    if names:
        parts.append(f"{counted(names, 'phrase')} will be replaced as names")
    if left:
        parts.append(f"{counted(left, 'phrase')} will be left as written")
    if others:
        parts.append(
            f"{counted(others, 'phrase')} {agreeing(others, 'is', 'are')} kept as reviewed and will not "
            "be asked about again"
        )
    return f"{joined(parts)}.".capitalize() if parts else "Nothing was selected."
