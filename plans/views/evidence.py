"""Attaching evidence, and handing its files out to those who may see the plan."""

from collections.abc import Callable

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from improvement.limits import one_file_at_a_time
from improvement.numbers import whole
from plans.forms.evidence import EvidenceForm, WithdrawFileForm
from plans.models import EvidenceFile, Milestone, Rating, Update
from plans.operations.evidence import attach_evidence, withdraw_file
from plans.views.page import Page, allow, form_page, open_plan, open_today, posted


def _of_action(page: Page, reference: str) -> tuple[Update, str, str]:
    action = page.action(reference)
    allow(page.access.may_update(action, page.position))
    if action.update is None:
        raise Http404("Nothing has been reported on this action yet")
    row = Update.objects.get(pk=action.update.update_id)
    return (
        row,
        f"the update of {row.known_on:%-d %B %Y} on action {reference}",
        reverse("plans:action", args=[page.plan.slug, reference]),
    )


def _of_recommendation(page: Page, reference: str) -> tuple[Rating, str, str]:
    item = page.position.recommendation(number) if (number := whole(reference)) is not None else None
    if item is None:
        raise Http404("No such recommendation")
    allow(page.access.may_record_decisions or page.access.may_propose(item, page.position))
    point = item.proposal or item.rating
    if point is None:
        raise Http404("This recommendation has not been rated yet")
    word = "proposed rating" if item.proposal else "rating"
    return (
        Rating.objects.get(pk=point.rating_id),
        f"the {word} of recommendation {reference}, {point.level.name}",
        reverse("plans:recommendation", args=[page.plan.slug, item.number]),
    )


def _of_milestone(page: Page, reference: str) -> tuple[Milestone, str, str]:
    number, _dot, code = reference.partition(".")
    theme = page.position.theme(found) if (found := whole(number)) is not None else None
    stone = next((stone for stone in theme.milestones if stone.code == code), None) if theme else None
    if stone is None:
        raise Http404("No such milestone")
    allow(page.access.may_record_decisions or page.access.leads_theme(theme))
    return (
        Milestone.objects.get(pk=stone.milestone_id),
        f"milestone {code}",
        reverse("plans:milestone", args=[page.plan.slug, stone.theme_number, code]),
    )


WITHDRAWING = (
    "Nobody will be able to open the file, on whatever day they look at the plan. What it was attached to, its name, "
    "who withdrew it and why stay on record."
)
Found = tuple[Update | Rating | Milestone, str, str]
SUBJECTS: dict[str, Callable[[Page, str], Found]] = {
    "action": _of_action,
    "recommendation": _of_recommendation,
    "milestone": _of_milestone,
}


@require_http_methods(["GET", "POST"])
@one_file_at_a_time
def attach(request: HttpRequest, slug: str, kind: str, reference: str) -> HttpResponse:
    """A file, a link, a measure or a description behind an action's newest update, a rating, or a milestone."""
    page = open_today(request, slug)
    if kind not in SUBJECTS:
        raise Http404("No such thing")
    subject, said, back = SUBJECTS[kind](page, reference)
    form = EvidenceForm(
        posted(request), request.FILES if request.method == "POST" else None, position=page.position
    )
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        attach_evidence(
            page.plan,
            subject,
            {
                "description": typed["description"],
                "source": typed["source"],
                "link": typed["link"],
                "measure_id": typed["measure"],
            },
            typed["file"],
            provenance=page.provenance,
        )
        messages.success(request, "Evidence attached.")
        return redirect(back)
    return form_page(
        page,
        "plans/attach_evidence.html",
        {"form": form, "heading": f"Attach evidence to {said}", "back": back},
    )


def _is_hidden(page: Page, file: EvidenceFile) -> bool:
    """Whether all that a file stands behind is exempt, and not for who asks."""
    rows = file.evidence.select_related("update__action", "rating__recommendation", "rating__action")
    names = []
    for row in rows:
        action = row.update.action if row.update else row.rating.action if row.rating else None
        item = row.rating.recommendation if row.rating else None
        names.append(
            f"Action {action.reference}" if action else f"Recommendation {item.number}" if item else ""
        )
    return bool(names) and all(name in page.position.withheld for name in names)


def _file(page: Page, number: int, *, to_erase: bool = False) -> EvidenceFile:
    """Return a file that may be seen; 404 for one that was withdrawn, or stands behind what is hidden alone.

    One that was withdrawn may still be erased, by who may do that.
    """
    found = get_object_or_404(EvidenceFile, pk=number, plan=page.plan)
    gone = found.withdrawals.filter(is_erased=True) if to_erase else found.withdrawals.all()
    if _is_hidden(page, found) or gone.exists():
        raise Http404("Not for this viewer")
    return found


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Withdraw a file that should not have been attached; a system administrator may erase it as well."""
    page = open_today(request, slug)
    found = _file(page, number, to_erase=page.user.is_superuser)
    allow(page.access.may_withdraw_file(found.by_id))
    is_withdrawn = found.withdrawals.exists()
    form = WithdrawFileForm(
        posted(request), may_erase=page.user.is_superuser, initial={"erase": is_withdrawn}
    )
    if form.is_bound and form.is_valid():
        erase, reason = form.cleaned_data.get("erase", False), form.cleaned_data["reason"]
        withdraw_file(found, reason, erase=erase, provenance=page.provenance)
        done = "erased" if erase else "withdrawn: nobody can open it any more"
        messages.success(request, f"{found.name} is {done}.")
        return redirect("plans:dashboard", slug)
    return form_page(
        page,
        "plans/simple_form.html",
        {
            "form": form,
            "heading": f"Withdraw {found.name}",
            "intro": WITHDRAWING,
            "button": "Withdraw the file",
        },
    )


@require_GET
def evidence_file(request: HttpRequest, slug: str, number: int) -> FileResponse:
    """A piece of evidence as a download that nothing runs or stores, for whoever may see the plan."""
    page = open_plan(request, slug)
    found = _file(page, number)
    try:
        content = found.stored.open("rb")
    except FileNotFoundError:
        raise Http404("The file could not be found") from None
    response = FileResponse(
        content, as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
