"""Setting a plan up, outside the admin: details, inspection, scale, themes, people."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from improvement.editing import ChangedMeanwhile, claim
from improvement.models import Officer
from improvement.numbers import whole
from improvement.site_address import site_of
from plans.access import ROLE_WORDS, Right, access_to
from plans.choices import Framework, JudgementGrade, Role, ThemePart
from plans.forms.set_up import (
    InspectionForm,
    MergeForm,
    OfficerForm,
    PlanDetailsForm,
    RoleForm,
    ThemeForm,
)
from plans.models import PlanRole
from plans.models.plan import unended_roles
from plans.operations.inspections import OVERALL, set_inspection
from plans.operations.invitations import invite
from plans.operations.parts import withdrawn_parts
from plans.operations.people import (
    end_role,
    find_or_add_officers,
    give_role,
    is_last_administrator,
    led_by,
    merge_officers,
)
from plans.operations.set_up import change_plan, save_officer, save_theme
from plans.position.inspections import judgements_on
from plans.position.officers import officers_of_council
from plans.procedures.invitations import send_invitation
from plans.reach import visible_plans
from plans.views.confirming import Question, ask, is_confirmed
from plans.views.page import Page, allow, form_page, open_today, posted
from plans.views.tasks import tasks_of

PARTS = {
    "sponsors": ThemePart.SPONSOR,
    "leads": ThemePart.LEAD,
    "deputies": ThemePart.DEPUTY,
    "members": ThemePart.MEMBER,
}


def open_set_up(request: HttpRequest, slug: str) -> Page:
    """Return the page of someone who may set the plan up, today."""
    page = open_today(request, slug, Right.SET_UP)
    return page


def claimed(page: Page, form: forms.BaseForm) -> bool:
    """Whether the set-up is still what the form was shown with. If not, the form keeps what was typed and says so."""
    try:
        revision = whole(page.request.POST.get("plan_revision"))
        claim(page.plan, -1 if revision is None else revision)
    except ChangedMeanwhile:
        page.plan.refresh_from_db()
        form.add_error(
            None,
            "Someone else changed the plan's set-up while you were typing. Nothing was saved. What you "
            "typed is below: check it against the plan, then save again.",
        )
        return False
    return True


def show_form(
    page: Page, form: forms.BaseForm, heading: str, intro: str = "", button: str = "Save", another: str = ""
) -> HttpResponse:
    """Show a set-up form; `another` is the words of a second button that saves and begins the next one."""
    context = {
        "form": form,
        "heading": heading,
        "intro": intro,
        "button": button,
        "another": another,
        "in_set_up": True,
    }
    return form_page(page, "plans/simple_form.html", context)


@require_GET
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that can be set up, with what stands now."""
    page = open_set_up(request, slug)
    inspection = page.plan.inspection
    return render(
        request,
        "plans/set_up/overview.html",
        {
            "page": page,
            "position": page.position,
            "inspection": inspection,
            "judgements": judgements_on([inspection], page.as_at)[inspection.pk] if inspection else [],
            "invitations": page.plan.invitations.unanswered(),
            "roles": unended_roles(page.today)
            .filter(plan=page.plan)
            .select_related("user")
            .order_by("user__name", "role"),
            "other_plans": visible_plans(page.user)
            .filter(council=page.plan.council_id)
            .exclude(pk=page.plan.pk),
            "withdrawn": withdrawn_parts(page.plan),
            "still_to_do": [task for task in tasks_of(page) if not task.is_done],
            "officers": officers_of_council(page.plan).select_related("user"),
            "merged": Officer.objects.filter(council=page.plan.council)
            .exclude(merged_into=None)
            .select_related("merged_into"),
        },
    )


@require_http_methods(["GET", "POST"])
def plan_details(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan's title, words, period and colour."""
    page = open_set_up(request, slug)
    names = (
        "title",
        "theme_word",
        "starts_on",
        "ends_on",
        "cycle_days",
        "embedded_periods",
        "updates_by_link",
        "reports_attached",
    )
    initial = {**{name: getattr(page.plan, name) for name in names}, "colour": page.plan.council.colour}
    form = PlanDetailsForm(posted(request), initial=initial, days=page.days)
    if not page.access.may_change_council(Right.SET_UP):
        # Every plan of the council wears its colour.
        form.fields.pop("colour")
    if form.is_bound and form.is_valid() and claimed(page, form):
        change_plan(
            page.plan,
            {name: form.cleaned_data[name] for name in names},
            form.cleaned_data.get("colour", page.plan.council.colour),
            provenance=page.provenance,
        )
        messages.success(request, "Plan details saved.")
        return redirect("plans:set-up", slug)
    return show_form(page, form, "Plan details")


@require_http_methods(["GET", "POST"])
def inspection(request: HttpRequest, slug: str) -> HttpResponse:
    """The inspection that the plan answers."""
    page = open_set_up(request, slug)
    allow(page.access.may_change_inspection())
    found = page.plan.inspection
    names = ("framework", "inspectorate", "setting", "started_on", "ended_on", "published_on")
    initial: dict[str, Any] = {name: getattr(found, name) for name in names} if found else {}
    overall = found.judgements.filter(area=OVERALL, known_to=None).first() if found else None
    form = InspectionForm(
        posted(request), initial={**initial, "grade": overall.grade if overall else ""}, days=page.days
    )
    if form.is_bound and form.is_valid() and claimed(page, form):
        typed = dict(form.cleaned_data)
        grade = JudgementGrade(typed.pop("grade")) if typed["grade"] else typed.pop("grade") or None
        framework = Framework(typed.pop("framework"))
        set_inspection(page.plan, framework, grade, provenance=page.provenance, **typed)
        messages.success(request, "Inspection saved.")
        return redirect("plans:set-up", slug)
    return show_form(page, form, "Inspection the plan responds to")


@require_http_methods(["GET", "POST"])
def theme(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """A theme's words and people: a new one, or one there is."""
    page = open_set_up(request, slug)
    found = get_object_or_404(page.plan.themes, number=number) if number is not None else None
    initial: dict[str, Any] = {}
    known = page.position.theme(number) if number is not None else None
    if known:
        initial = {"title": known.title, "outcome": known.outcome, "how_will_we_know": known.how_will_we_know}
        for name, part in PARTS.items():
            initial[name] = [person.officer_id for person in known.people.get(part, [])]
    form = ThemeForm(posted(request), initial=initial, plan=page.plan)
    word = page.plan.theme_word
    if form.is_bound and form.is_valid() and claimed(page, form):
        words = {name: form.cleaned_data[name] for name in ("title", "outcome", "how_will_we_know")}
        people = {part: [officer.pk for officer in form.cleaned_data[name]] for name, part in PARTS.items()}
        saved = save_theme(page.plan, found, words, people, provenance=page.provenance)
        messages.success(request, f"{word.capitalize()} {saved.number} saved.")
        return redirect("plans:set-up", slug)
    return show_form(page, form, f"{word.capitalize()} {number}" if found else f"Add a {word}")


@require_http_methods(["GET", "POST"])
def add_role(request: HttpRequest, slug: str) -> HttpResponse:
    """Give someone a role on the plan."""
    page = open_set_up(request, slug)
    form = RoleForm(posted(request), days=page.days)
    if form.is_bound and form.is_valid() and claimed(page, form):
        person, role = form.person, Role(form.cleaned_data["role"])
        if person is None:
            return _invite(page, form.cleaned_data["email"], role)
        begins, last = form.cleaned_data["begins_on"], form.cleaned_data["last_day"]
        is_new = role not in access_to(person, page.plan).roles
        try:
            give_role(page.plan, person, role, provenance=page.provenance, begins_on=begins, last_day=last)
        except ValidationError as refused:
            form.add_error("last_day", refused)
        else:
            messages.success(request, _given(f"{person}", role, begins, last, is_new, page.today))
            return redirect("plans:set-up", slug)
    intro = (
        "A theme lead can only change actions in the themes their officer leads: link their account to "
        "that officer too."
    )
    return show_form(page, form, "Invite someone, or give them a role", intro)


def _given(person: str, role: Role, begins: date | None, last: date | None, is_new: bool, today: date) -> str:
    """Return in words which role somebody has now, from when and until when."""
    until = f" until {last:%-d %B %Y}" if last else ""
    if begins and begins > today:
        return f"{person} will be {role.label.lower()} from {begins:%-d %B %Y}{until}."
    held = "is now" if is_new else "is" if last else "was already"
    return f"{person} {held} {role.label.lower()}{until}."


def _invite(page: Page, address: str, role: Role) -> HttpResponse:
    """Invite an address that has no account, and say what became of the e-mail."""
    invitation = invite(page.plan, address, role, by=page.user)
    problem = send_invitation(invitation, site_of(page.request))
    if problem:
        messages.success(page.request, f"{address} is invited. {problem} Pass the link on yourself.")
        return redirect("plans:set-up-invitation", page.plan.slug, invitation.pk)
    messages.success(page.request, f"An invitation was sent to {address}.")
    return redirect("plans:set-up", page.plan.slug)


@require_http_methods(["GET", "POST"])
def remove_role(request: HttpRequest, slug: str, role: int) -> HttpResponse:
    """End a role, once it was said what goes: the person's next page already goes without it."""
    page = open_set_up(request, slug)
    unended = unended_roles(page.today).select_related("user")
    found = get_object_or_404(unended, pk=role, plan=page.plan)
    if not is_confirmed(request) and not is_last_administrator(found):
        return ask(page, _end_of_role(page, found))
    try:
        end_role(found, provenance=page.provenance)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, f"{found.user} is no longer {found.get_role_display().lower()}.")
    return redirect("plans:set-up", slug)


def _end_of_role(page: Page, found: PlanRole) -> Question:
    """Return the question whether a role shall end: what the person loses, what they keep, what stays."""
    role, access = Role(found.role), access_to(found.user, page.plan)
    left = access.without(role)
    goes = [f"{found.user} can no longer {ROLE_WORDS[role]}."]
    kept = {action.action_id for action in left.own_actions(page.position)}
    theirs = [
        action
        for action in access.own_actions(page.position)
        if action.is_open and action.action_id not in kept
    ]
    if theirs:
        goes.append(
            f"{len(theirs)} open action{'' if len(theirs) == 1 else 's'} that they report on: name "
            "another lead, or there may be no one to ask about them."
        )
    if not left.may(Right.VIEW):
        goes.append(
            "They can no longer see this plan: it is removed from their list and they can't open its pages."
        )
    stays = ["Everything they reported, decided or entered stays on record under their name."]
    if left.roles:
        others = ", ".join(sorted(Role(other).label.lower() for other in left.roles))
        stays.append(f"They are still {others}.")
    stays.append(
        "They keep their account. You can give them the role again. The record shows when they held it."
    )
    own = found.user_id == page.user.pk and not page.user.is_superuser
    return Question(
        f"End the role of {found.user} as {found.get_role_display().lower()}",
        "End the role",
        reverse("plans:set-up", args=[page.plan.slug]),
        "This is your own role. Once you end it, only another administrator can give it back to you."
        if own
        else "",
        goes,
        stays,
    )


@require_http_methods(["GET", "POST"])
def officer(request: HttpRequest, slug: str, officer: int | None = None) -> HttpResponse:
    """An officer's post, name and account: a new one, or one that an import made."""
    page = open_set_up(request, slug)
    found = get_object_or_404(officers_of_council(page.plan), pk=officer) if officer is not None else None
    allow(found is None or page.access.may_change_officer(found))
    initial = (
        {"job_title": found.job_title, "name": found.name, "account": found.user.email if found.user else ""}
        if found
        else {}
    )
    form = OfficerForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid() and claimed(page, form):
        person = (form.cleaned_data["job_title"].strip(), form.cleaned_data["name"].strip())
        same = Officer.objects.filter(council=page.plan.council, job_title=person[0], name=person[1])
        if (same.exclude(pk=found.pk) if found else same).exists():
            form.add_error("job_title", "There is already an officer with this job title and name.")
        else:
            saved = found or find_or_add_officers(page.plan.council, [person], told_apart=True)[person]
            account = form.cleaned_data["account"]
            save_officer(page.plan, saved, *person, account, provenance=page.provenance)
            messages.success(request, f"{saved} saved.")
            if account and not access_to(account, page.plan).reports_progress:
                messages.warning(
                    request,
                    f"{account.email} can't report on these actions yet: give the account the role of lead officer "
                    "under People and their roles.",
                )
            return redirect("plans:set-up-officer-add" if "another" in request.POST else "plans:set-up", slug)
    if found:
        return show_form(page, form, "Officer")
    return show_form(page, form, "Add an officer", another="Save, and add another")


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, slug: str, officer: int) -> HttpResponse:
    """Make two officers one."""
    page = open_set_up(request, slug)
    found = get_object_or_404(officers_of_council(page.plan), pk=officer)
    allow(page.access.may_change_officer(found))
    form = MergeForm(posted(request), plan=page.plan, officer=found)
    if form.is_bound and form.is_valid():
        allow(page.access.may_change_officer(form.cleaned_data["into"]))
        if not is_confirmed(request):
            return ask(page, _merging(page, found, form.cleaned_data["into"]))
    if form.is_bound and form.is_valid() and claimed(page, form):
        merge_officers(found, form.cleaned_data["into"], provenance=page.provenance)
        messages.success(request, f"{found} and {form.cleaned_data['into']} are now one.")
        return redirect("plans:set-up", slug)
    intro = "From today the other officer leads what this one led. Earlier reports stay as they were."
    return show_form(page, form, f"Merge {found}", intro, "Merge")


def _merging(page: Page, found: Officer, into: Officer) -> Question:
    """Return the question whether two officers are one: it can't be taken back."""
    led = led_by(found)
    goes = [f"{found} can no longer be chosen, and you can't undo this here."]
    if found.user and found.user_id != into.user_id:
        goes.append(f"{found.user.email}, who signs in as {found}, no longer reports on what moves.")
    said = "; ".join(f"{count} {words}{'' if count == 1 else 's'}" for words, count in led.items() if count)
    return Question(
        f"Merge {found} into {into}?",
        "Merge them",
        reverse("plans:set-up-officer-merge", args=[page.plan.slug, found.pk]),
        f"From today {into} leads what {found} leads now: {said or 'nothing at present'}.",
        goes,
        [f"Anything already reported and decided under {found} stays as it was."],
        {"into": str(into.pk), "plan_revision": page.request.POST.get("plan_revision", "")},
    )
