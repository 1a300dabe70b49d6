"""Writing people: officers, what they are to a theme, and roles on a plan."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from improvement.history import close_intervals
from improvement.models import Council, Officer, OfficerSpelling, User
from improvement.security_log import note_once_written
from plans.choices import Role, ThemePart
from plans.models import (
    ActionLead,
    Plan,
    PlanRole,
    RecommendationLead,
    SuccessMeasureOwner,
    ThemePerson,
)
from plans.models.plan import unended_roles
from plans.operations.history import Provenance, end_memberships, set_members
from plans.rules.officers import is_surely_a_post

ONE_DAY = timedelta(days=1)
# What a member of the board is called who is no officer of the council.
BOARD_MEMBER = "Board member"
LAST_ADMINISTRATOR = (
    "You can't end the role of the plan's last administrator: give someone else the role first."
)


def officers_by_words(council: Council) -> dict[tuple[str, str], Officer]:
    """Return the council's officers by (job title, name), also by words that stood for them before; two queries."""
    return {
        (row.job_title, row.name): row.officer.merged_into or row.officer
        for row in OfficerSpelling.objects.filter(council=council).select_related("officer__merged_into")
    } | {
        (officer.job_title, officer.name): officer.merged_into or officer
        for officer in Officer.objects.filter(council=council).select_related("merged_into")
    }


# What an officer leads or is part of: the table, what it is of, and what picks the kind of membership.
LED: tuple[tuple[Any, str, tuple[str, ...]], ...] = (
    (ActionLead, "action", ()),
    (ThemePerson, "theme", ("part",)),
    (RecommendationLead, "recommendation", ()),
    (SuccessMeasureOwner, "success_measure", ("part",)),
)


def led_by(officer: Officer) -> dict[str, int]:
    """Return how much an officer leads or is part of today, by the word for it."""
    return {
        owner.replace("_", " "): model._default_manager.filter(officer=officer, known_to__isnull=True)
        .order_by()
        .values(owner)
        .distinct()
        .count()
        for model, owner, _fields in LED
    }


@transaction.atomic
def find_or_add_officers(
    council: Council, people: Iterable[tuple[str, str]], *, told_apart: bool = False
) -> dict[tuple[str, str], Officer]:
    """Return an officer for each (job title, name), adding those that the council has not got.

    An officer that was merged into another answers with that other one, and words that somebody confirmed to be another
    post or name with the officer that they stand for. A new one is confirmed where a person typed post and name apart
    (`told_apart`), or where its words can be nothing but a post.
    """
    wanted = dict.fromkeys(people)
    existing = officers_by_words(council)
    missing = [
        Officer(
            council=council,
            job_title=title,
            name=name,
            is_confirmed=told_apart or (not name and is_surely_a_post(title)),
        )
        for title, name in wanted
        if (title, name) not in existing
    ]
    for officer in Officer.objects.bulk_create(missing):
        existing[officer.job_title, officer.name] = officer
    return {person: existing[person] for person in wanted}


@transaction.atomic
def link_account(officer: Officer, user: User | None) -> None:
    """Say which account an officer signs in with."""
    Officer.objects.filter(pk=officer.pk).update(user=user)


@transaction.atomic
def merge_officers(duplicate: Officer, into: Officer, *, provenance: Provenance) -> None:
    """Make two officers one: what `duplicate` leads now, `into` leads from this day; history stays as it was.

    Raises ValueError for an officer merged into itself or into another council's.
    """
    if duplicate.pk == into.pk or duplicate.council_id != into.council_id:
        raise ValueError("Choose two different officers of one council.")
    pass_on(duplicate, into, provenance=provenance)
    Officer.objects.filter(merged_into=duplicate).update(merged_into=into)
    Officer.objects.filter(pk=duplicate.pk).update(merged_into=into)


@transaction.atomic
def pass_on(
    officer: Officer,
    into: Officer,
    *,
    provenance: Provenance,
    plan: Plan | None = None,
    actions: Collection[int] | None = None,
) -> None:
    """Let another officer lead, from this day, what one leads now: on one plan, or on all of the council's.

    Of actions those alone, by key, that `actions` names, where it names any.
    """
    for model, owner, fields in LED:
        asked: dict[str, Any] = {f"{owner}__plan": plan} if plan else {}
        if actions is not None and model is ActionLead:
            asked["action__in"] = actions
        rows = list(model._default_manager.filter(officer=officer, known_to__isnull=True, **asked))
        have = set(
            model._default_manager.filter(officer=into, known_to__isnull=True).values_list(
                f"{owner}_id", *fields
            )
        )
        end_memberships(model, [row.pk for row in rows], provenance)
        model._default_manager.bulk_create(
            model(
                **{
                    f"{owner}_id": getattr(row, f"{owner}_id"),
                    **{name: getattr(row, name) for name in fields},
                },
                officer=into,
                **provenance.interval(),
            )
            for row in rows
            if (getattr(row, f"{owner}_id"), *(getattr(row, name) for name in fields)) not in have
        )


@transaction.atomic
def set_theme_people(
    part: ThemePart, officers: Mapping[int, Sequence[int]], *, provenance: Provenance
) -> None:
    """Make each theme's officers in one part (its leads, say) exactly those given, by theme key."""
    set_members(ThemePerson, "theme", "officer", officers, provenance, part=part)


@transaction.atomic
def officer_of_member(plan: Plan, user: User) -> Officer:
    """Return who an account is among the council's people, added as a member of the board where it is nobody yet.

    Published papers call them by that post.
    """
    known = (
        Officer.objects.filter(council=plan.council_id, user=user, merged_into=None).order_by("pk").first()
    )
    if known:
        return known
    person = (BOARD_MEMBER, user.name)
    officer = find_or_add_officers(plan.council, [person], told_apart=True)[person]
    if officer.user_id is None:
        link_account(officer, user)
    return officer


@transaction.atomic
def give_role(
    plan: Plan,
    user: User,
    role: Role,
    *,
    provenance: Provenance,
    begins_on: date | None = None,
    last_day: date | None = None,
) -> None:
    """Give someone a role on a plan, from today or a later day, for good or up to a last day.

    One that is held on the first day, or ends on the day before, goes on to the new last day; one that is to begin
    later begins sooner. Raises ValidationError where the plan's last administrator would be set to end.
    """
    Plan.objects.select_for_update().get(pk=plan.pk)
    begins = max(begins_on or provenance.known_on, provenance.known_on)
    ends = last_day + ONE_DAY if last_day else None
    if ends is not None and ends <= begins:
        raise ValidationError("The last day must not be before the first.")
    held = list(
        unended_roles(provenance.known_on).filter(plan=plan, user=user, role=role).order_by("known_from")
    )
    going_on = next(
        (
            row
            for row in held
            if row.known_from <= begins and (row.known_to is None or row.known_to >= begins)
        ),
        None,
    )
    if going_on is not None and going_on.known_to == ends:
        return
    if going_on is not None and ends is not None and is_last_administrator(going_on):
        raise ValidationError(LAST_ADMINISTRATOR)
    for later in held:
        # Taken up into the one that is given now.
        if later is not going_on and later.known_from >= begins:
            close_intervals(PlanRole, [later], {later.pk: later.known_from})
    if going_on is not None:
        PlanRole.objects.filter(pk=going_on.pk).update(known_to=ends)
    else:
        row = {**provenance.interval(begins), "known_to": ends}
        PlanRole.objects.create(plan=plan, user=user, role=role, **row)
    note_once_written("role given", plan=plan.pk, account=user.pk, role=role)


def is_last_administrator(role: PlanRole) -> bool:
    """Whether nobody else who can sign in would administer the plan for good without this role."""
    others = (
        PlanRole.objects.today()
        .filter(plan=role.plan_id, role=Role.PLAN_ADMINISTRATOR, known_to=None, user__is_active=True)
        .exclude(user=role.user_id)
    )
    return role.role == Role.PLAN_ADMINISTRATOR and not others.exists()


@transaction.atomic
def end_role(role: PlanRole, *, provenance: Provenance) -> None:
    """End a role; it stays in the history.

    Raises ValidationError for the last administrator's who can sign in: nobody could set the plan up any more.
    """
    # Two who end each other's at once come one after the other.
    Plan.objects.select_for_update().get(pk=role.plan_id)
    if is_last_administrator(role):
        raise ValidationError(LAST_ADMINISTRATOR)
    close_intervals(PlanRole, [role], {role.pk: max(provenance.known_on, role.known_from)})
    note_once_written("role ended", plan=role.plan_id, account=role.user_id, role=role.role)


@transaction.atomic
def change_officer(officer: Officer, job_title: str, name: str) -> None:
    """Say what an officer's post and name are, which confirms them; everything that refers to the officer follows.

    The words that stood before go on meaning this officer in a workbook.
    """
    stored = Officer.objects.get(pk=officer.pk)
    if (stored.job_title, stored.name) != (job_title, name):
        OfficerSpelling.objects.update_or_create(
            council_id=stored.council_id,
            job_title=stored.job_title,
            name=stored.name,
            defaults={"officer": stored},
        )
    Officer.objects.filter(pk=officer.pk).update(job_title=job_title, name=name, is_confirmed=True)
