"""Long text has a limit: beside the box, in the answer, in the database. What an import brings is kept whole."""

import importlib
import inspect
import pkgutil

import pytest
from django import forms
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.urls import reverse

import plans.forms
from improvement.forms import LongTextField
from improvement.origin import Origin, writing_from
from improvement.triggers import MOST_CHARACTERS, expected_triggers, install_triggers, missing_triggers
from plans.choices import ProgressStatus
from plans.models import ActionVersion, Update
from plans.operations.history import change_versions
from tests.conftest import TODAY
from tests.factories import make_plan, say, since
from tests.pages import own_forms

pytestmark = pytest.mark.django_db
# A published part of a report may be as long as its draft; evidence and findings are shorter by nature; a block of cells
# is many texts, each of which has the usual limit.
OTHER_LIMITS = {
    ("ReportTextForm", "text"): 20_000,
    ("CheckForm", "finding"): 2000,
    ("PastedBlockForm", "block"): 200_000,
    ("PastedFiguresForm", "block"): 200_000,
}


def form_classes():
    for module in pkgutil.walk_packages(plans.forms.__path__, "plans.forms."):
        for _name, found in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(found, forms.BaseForm) and found.__module__ == module.name:
                yield found


def boxes():
    return [
        pytest.param(form, name, field, id=f"{form.__name__}.{name}")
        for form in form_classes()
        for name, field in form.base_fields.items()
        if isinstance(field.widget, forms.Textarea)
    ]


@pytest.mark.parametrize(("form", "name", "field"), boxes())
def test_every_box_of_words_says_its_limit_and_does_not_cut(form, name, field):
    assert isinstance(field, LongTextField)
    assert field.max_length <= OTHER_LIMITS.get((form.__name__, name), MOST_CHARACTERS)
    assert f"Up to {field.max_length:,} characters." in field.help_text
    # A browser that was told would cut what is pasted without a word.
    assert "maxlength" not in field.widget.attrs
    assert field.clean("x" * field.max_length) == "x" * field.max_length
    with pytest.raises(forms.ValidationError, match=f"at most {field.max_length:,} characters"):
        field.clean("x" * (field.max_length + 1))


def test_a_line_break_counts_once():
    assert LongTextField(max_length=5).clean("ab\r\ncd") == "ab\ncd"


def test_the_answer_says_the_limit_and_keeps_the_words(demo, sign_in):
    client = sign_in("lead")
    address = reverse("plans:action-update", args=[demo.slug, "5.8.1"])
    page = client.get(address)
    assert "Up to 10,000 characters." in page.content.decode()
    words = "Word " * 2001
    answer = client.post(
        address, own_forms(page)[0]["boxes"] | {"status": "on_target", "progress": words.strip()}
    )

    assert answer.status_code == 422
    assert "Enter at most 10,000 characters: this has 10,004." in answer.content.decode()
    assert own_forms(answer)[0]["boxes"]["progress"] == [words.strip()]


def test_the_note_that_sends_a_return_back_has_the_same_limit(demo):
    from plans.operations.returns import send_back_return  # noqa: PLC0415

    with pytest.raises(Exception, match="at most 10,000"):
        send_back_return(None, "x" * 10_001, provenance=since())


def test_the_database_refuses_longer_words_that_a_person_types():
    action = make_plan().actions.get()
    for origin in (Origin.PAGE, Origin.ADMINISTRATION):
        with writing_from(origin):
            say(action, ProgressStatus.ON_TARGET, TODAY, "é" * MOST_CHARACTERS)
            with pytest.raises(IntegrityError, match="longer than 10000"), transaction.atomic():
                say(action, ProgressStatus.ON_TARGET, TODAY, "y" * (MOST_CHARACTERS + 1))
    assert not Update.objects.filter(progress__startswith="yy").exists()


def test_what_an_import_brought_is_kept_whole_and_carried_on():
    plan = make_plan()
    action = plan.actions.get()
    with writing_from(Origin.IMPORT):
        change_versions(ActionVersion, "action", {action.pk: {"text": "z" * 12_000}}, since(TODAY))
    with writing_from(Origin.PAGE):
        # A later version from a page carries the words on.
        change_versions(ActionVersion, "action", {action.pk: {"status": "on_target"}}, since(TODAY))
    assert len(action.versions.get(known_to=None).text) == 12_000


def test_every_column_of_words_in_history_is_guarded_or_says_why_not():
    guarded = {(trigger.table, trigger.name) for trigger in expected_triggers()}
    unguarded = set()
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if getattr(model, "append_only", False) and isinstance(field, models.TextField):
                table = model._meta.db_table
                if (table, f"{table}_{field.column}_length") not in guarded:
                    unguarded.add(f"{model.__name__}.{field.name}")
    # The program's own words; and the cells of a workbook that no field takes.
    assert unguarded == {"ReportText.draft", "SetUpChange.words", "Reminder.body", "ImportNote.text"}
    install_triggers()
    assert missing_triggers() == []
