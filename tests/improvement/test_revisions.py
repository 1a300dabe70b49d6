"""A council's revision is raised by the database with every change that a page could show, whoever writes."""

import pytest
from django.apps import apps
from django.db import connection, transaction

from improvement.kept import revision_of
from improvement.models import Council, User
from improvement.revisions import missing_raisers, raisers
from plans.models import Plan, PlanRole
from tests.factories import make_plan, make_user
from tests.revisions import as_after_a_commit

pytestmark = pytest.mark.django_db
# What belongs to no council: what people type, files by their content, what Django keeps, who may sign in at all.
OF_NO_COUNCIL = {"improvement_draft", "improvement_sentform", "plans_importedfile"}
# What no page shows, or what comes with a row that raises the revision.
RAISES_NONE = {
    "improvement_backupmade",
    "improvement_dailyround",
    "improvement_waitingmail",
    "improvement_worker",
    "plans_accesstoken",
    # Of which no page tells: who may say something by an e-mail.
    "plans_updatelink",
    "plans_importedrow",
    "plans_importnote",
    "plans_pendingimport",
    "plans_reminderchoice",
    "plans_reportrun",
    "plans_reportschedule",
    "plans_visit",
}


def test_every_table_of_ours_raises_a_revision_or_is_named_here():
    ours = {
        model._meta.db_table
        for label in ("improvement", "performance", "plans")
        for model in apps.get_app_config(label).get_models()
    }

    assert ours - {raiser.table for raiser in raisers()} == OF_NO_COUNCIL | RAISES_NONE
    assert missing_raisers() == []


def test_the_way_from_each_row_of_the_demonstration_leads_to_its_council(demo):
    lost, empty = {}, set()
    with connection.cursor() as cursor:
        for raiser in raisers():
            if raiser.table == "improvement_user":
                continue
            way = raiser.council_of_new.replace("NEW.", f'"{raiser.table}".')
            # A pattern of a scale is no council's.
            cursor.execute(f'SELECT {way}, count(*) FROM "{raiser.table}" GROUP BY 1')  # noqa: S608
            found = dict(cursor.fetchall())
            if raiser.table in {"plans_ratingscale", "plans_ratinglevel"}:
                found.pop(None, None)
            if not found:
                empty.add(raiser.table)
            elif set(found) != {demo.council_id}:
                lost[raiser.table] = found

    assert lost == {}
    # Of the others' paths the models alone speak: the demonstration has no row of them.
    assert len(empty) < 38, empty


def raised_by(council: Council, change) -> bool:
    as_after_a_commit()
    before = revision_of(council)
    change()
    as_after_a_commit()
    return revision_of(council) > before


def test_whatever_is_changed_raises_it_and_what_nobody_sees_does_not():
    plan = make_plan(actions=1)
    council, user = plan.council, make_user("someone@test.example")
    other = make_plan("elsewhere").council

    assert raised_by(council, lambda: Plan.objects.filter(pk=plan.pk).update(title="Another"))
    assert raised_by(council, lambda: Council.objects.filter(pk=council.pk).update(colour="#000000"))
    assert raised_by(council, lambda: User.objects.filter(pk=user.pk).update(name="Somebody"))
    assert raised_by(council, lambda: plan.actions.update(position=7))
    assert not raised_by(council, lambda: User.objects.filter(pk=user.pk).update(last_login=None))
    assert not raised_by(other, lambda: Plan.objects.filter(pk=plan.pk).update(title="A third"))


def test_what_is_rolled_back_raises_nothing():
    plan = make_plan()
    as_after_a_commit()
    before = revision_of(plan.council)
    with transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(title="Another")
        transaction.set_rollback(True)

    as_after_a_commit()
    assert revision_of(plan.council) == before


def test_a_role_that_ends_raises_it():
    plan = make_plan()
    make_user("b@test.example", plan, "board_member")

    assert raised_by(plan.council, lambda: PlanRole.objects.filter(plan=plan).update(known_to="2026-11-21"))
