"""Plans for tests, made by the program's own operations: nothing random, nothing hidden."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from improvement.models import Council, Officer, User
from plans.choices import ProgressStatus, RatingStanding, Role, ThemePart
from plans.models import Action, Plan, RatingLevel, Recommendation, Theme
from plans.operations.history import Provenance
from plans.operations.people import find_or_add_officers, give_role, link_account, set_theme_people
from plans.operations.ratings import NewRating, record_ratings
from plans.operations.structure import (
    NewAction,
    add_actions,
    add_recommendations,
    add_themes,
    adopt_scale,
    create_plan,
    set_recommendation_themes,
)
from plans.operations.updates import NewEvidence, NewUpdate, record_updates

START = date(2026, 1, 1)


def since(day: date = START, by: User | None = None) -> Provenance:
    """Return a provenance for a day."""
    return Provenance(day, by)


def make_plan(
    slug: str = "testshire", actions: int = 1, council: Council | None = None, **fields: Any
) -> Plan:
    """Make a plan with one theme, one recommendation and some actions due at the end of June 2026."""
    if council is None:
        council, _made = Council.objects.get_or_create(
            name=f"{slug.title()} Council", defaults={"slug": slug}
        )
    plan = create_plan(council, f"Plan of {slug}", slug, provenance=since())
    adopt_scale(plan, "RAG", START)
    theme = add_themes(plan, {1: {"title": "Practice"}}, provenance=since())[1]
    item = add_recommendations(plan, {1: {"text": "Improve practice."}}, provenance=since())[1]
    set_recommendation_themes({item.pk: [theme.pk]}, provenance=since())
    if actions:
        make_actions(plan, actions, **fields)
    return plan


def make_actions(plan: Plan, count: int, **fields: Any) -> list[Action]:
    """Add actions to a plan's first theme and recommendation."""
    theme, item = plan.themes.get(number=1), plan.recommendations.get(number=1)
    officer = make_officer(plan)
    given = {
        "theme": theme,
        "start_words": "January 2026",
        "start_kind": "month",
        "start_earliest": date(2026, 1, 1),
        "start_latest": date(2026, 1, 31),
        "due_words": "June 2026",
        "due_kind": "month",
        "due_earliest": date(2026, 6, 1),
        "due_latest": date(2026, 6, 30),
        **fields,
    }
    new = [
        NewAction({"text": f"Do the thing number {number}.", **given}, [officer.pk], [item.pk], "1")
        for number in range(1, count + 1)
    ]
    return add_actions(plan, new, provenance=since())


def make_officer(plan: Plan, title: str = "Head of Practice", user: User | None = None) -> Officer:
    """Make an officer, linked to an account if one is given."""
    officer = find_or_add_officers(plan.council, [(title, "")])[title, ""]
    if user:
        link_account(officer, user)
    return officer


def make_user(email: str, plan: Plan | None = None, role: Role | None = None, **fields: Any) -> User:
    """Make an account, with a role on a plan if one is given."""
    user = User.objects.create_user(
        email, "a-long-password-for-tests", name=email.partition("@")[0], **fields
    )
    if plan and role:
        give_role(plan, user, role, provenance=since())
    return user


def make_theme_lead(plan: Plan, email: str = "lead@test.example") -> User:
    """Make an account that leads the plan's first theme."""
    user = make_user(email, plan, Role.THEME_LEAD)
    officer = make_officer(plan, f"Theme lead {email}", user)
    set_theme_people(ThemePart.LEAD, {plan.themes.get(number=1).pk: [officer.pk]}, provenance=since())
    return user


def say(
    action: Action,
    status: ProgressStatus,
    on: date,
    progress: str = "Some progress.",
    evidence: Sequence[str] = (),
    **fields: Any,
) -> None:
    """Record an update of an action on a day, as a council's earlier records have it: nothing more is asked for."""
    items = tuple(NewEvidence(description) for description in evidence)
    record_updates(
        [NewUpdate(action, None, status, progress, evidence=items, **fields)],
        provenance=since(on),
        from_records=True,
    )


def rate(
    plan: Plan, subject: Recommendation | Theme | Action, code: str, on: date, reason: str = "Because."
) -> None:
    """Record a confirmed rating on a day."""
    level = RatingLevel.objects.select_related("scale").get(scale__plan=plan, code=code)
    record_ratings(plan, [NewRating(subject, level, reason, RatingStanding.CONFIRMED)], provenance=since(on))
