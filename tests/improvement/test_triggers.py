"""The database itself refuses to change or delete history, whoever asks."""

from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.migrations import RunPython
from django.db.migrations.state import ProjectState

from improvement.triggers import expected_triggers, guards_lifted, missing_triggers
from plans.choices import ProgressStatus
from plans.models import ActionVersion, Rating, RatingLevel, Update
from tests.factories import make_plan, rate, say

pytestmark = pytest.mark.django_db


def test_every_guard_that_models_ask_for_is_in_the_database():
    assert missing_triggers() == []
    assert len(expected_triggers()) > 40


@pytest.mark.parametrize(
    "name",
    [
        "plans.Update", "plans.Rating", "plans.Evidence", "plans.DueDateChange", "plans.DueDateDecision",
        "plans.ActionVersion", "plans.ActionLead", "plans.PlanRole", "plans.StatedFigure", "plans.ImportRun",
        "plans.ImportedFile", "plans.ImportedRow", "plans.ContradictionAnswer", "performance.Observation",
        "performance.Target",
    ],
)  # fmt: skip
def test_history_is_append_only(name):
    assert apps.get_model(name).append_only is True


def test_an_update_can_be_neither_changed_nor_deleted():
    plan = make_plan()
    say(plan.actions.get(), ProgressStatus.ON_TARGET, date(2026, 2, 1))
    update = Update.objects.get(action__plan=plan)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Update.objects.filter(pk=update.pk).update(progress="Rewritten")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Update.objects.filter(pk=update.pk).delete()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM plans_update WHERE id = %s", [update.pk])

    assert Update.objects.get(pk=update.pk).progress == "Some progress."


def test_a_version_can_be_closed_but_not_rewritten():
    plan = make_plan()
    version = ActionVersion.objects.get(action__plan=plan)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ActionVersion.objects.filter(pk=version.pk).update(text="Rewritten")
    ActionVersion.objects.filter(pk=version.pk).update(known_to=date(2026, 3, 1))

    version.refresh_from_db()
    assert version.known_to == date(2026, 3, 1)


def test_a_rating_takes_only_a_level_of_the_plans_own_scale():
    plan, other = make_plan(), make_plan("othershire")
    rate(plan, plan.recommendations.get(), "G", date(2026, 2, 1))
    foreign = RatingLevel.objects.get(scale__plan=other, code="G")

    with pytest.raises(DatabaseError, match="level of the plans own scale"), transaction.atomic():
        Rating.objects.create(
            plan=plan, recommendation=plan.recommendations.get(), level=foreign, known_on=date(2026, 2, 2)
        )

    assert Rating.objects.filter(plan=plan).count() == 1


def refuses_change(rows) -> bool:
    """Whether the database refuses to change rows and to delete them."""
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(origin="admin")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.delete()
    return True


def migrate(code) -> None:
    """Run a data migration on the tables as they stand, with the models that migrations have."""
    state = ProjectState.from_apps(apps)
    RunPython(code).database_forwards("plans", connection.SchemaEditorClass(connection), state, state)


def test_a_migration_rewrites_the_tables_that_it_names_and_the_guard_stands_again():
    plan = make_plan()
    say(plan.actions.get(), ProgressStatus.ON_TARGET, date(2026, 2, 1))
    rate(plan, plan.recommendations.get(), "G", date(2026, 2, 1))
    versions = ActionVersion.objects.filter(action__plan=plan)

    def forwards(historical, schema_editor):
        update = historical.get_model("plans", "Update")
        with guards_lifted(schema_editor, update, historical.get_model("plans", "Evidence")):
            update.objects.update(progress="In other words.")
            update.objects.filter(known_on__lt=date(2000, 1, 1)).delete()
            assert refuses_change(versions)
            assert refuses_change(Rating.objects.filter(plan=plan))

    migrate(forwards)

    assert Update.objects.get(action__plan=plan).progress == "In other words."
    assert refuses_change(Update.objects.filter(action__plan=plan))
    assert missing_triggers() == []


def test_a_migration_that_fails_leaves_the_rows_and_their_guard():
    plan = make_plan()
    say(plan.actions.get(), ProgressStatus.ON_TARGET, date(2026, 2, 1))

    def forwards(historical, schema_editor):
        update = historical.get_model("plans", "Update")
        with guards_lifted(schema_editor, update):
            update.objects.update(progress="In other words.")
            raise ValueError("Half way")

    with pytest.raises(ValueError, match="Half way"):
        migrate(forwards)

    assert Update.objects.get(action__plan=plan).progress == "Some progress."
    assert refuses_change(Update.objects.filter(action__plan=plan))
    assert missing_triggers() == []
