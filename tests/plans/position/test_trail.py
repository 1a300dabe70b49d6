"""The audit trail: who did what to which row, and from where; whole, filtered, and taken away."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from improvement.history import Recorded
from improvement.models import Officer
from performance.operations.measures import NewMeasure, add_measures
from plans.choices import ProgressStatus, Role
from plans.models import ActionLead, Rating, RatingLevel, SetUpChange, Update
from plans.operations.board import NewChallenge, record_challenges
from plans.operations.links import Evidences, set_measure_links
from plans.position.trail import SOURCES, TrailQuestion, read_trail
from tests.conftest import TODAY
from tests.factories import make_plan, make_theme_lead, make_user, rate, say, since

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def entries(plan, **asked):
    return list(read_trail(plan, TrailQuestion(**asked), 500))


def test_every_table_of_history_is_in_the_trail():
    append_only = {
        model
        for label in ("plans", "performance")
        for model in apps.get_app_config(label).get_models()
        if getattr(model, "append_only", False) or (issubclass(model, Recorded) and not model._meta.abstract)
    }
    # Each stands on a row that is told: an observation, an import, an issued report.
    told_by_another = {"GradeCount", "ImportNote", "ImportedFile", "ImportedRow", "IssuedFile"}

    assert {model.__name__ for model in append_only} - told_by_another == {
        source.model.__name__ for source in SOURCES
    }


def test_it_says_who_did_what_to_which_row_and_from_where(demo, sign_in):
    green = RatingLevel.objects.get(scale__plan=demo, code="G")
    posted = {"level": green.pk, "reason": "Seen at the meeting."}
    sign_in("analyst").post(reverse("plans:recommendation-rate", args=[demo.slug, 5]), posted)
    sign_in("admin").post(
        reverse("admin:plans_rating_add"),
        {"plan": demo.pk, "recommendation": demo.recommendations.get(number=1).pk, "level": green.pk,
         "standing": "confirmed", "reason": "Entered there", "known_on": "2026-11-20"},
    )  # fmt: skip
    by_admin, by_page = entries(demo, kind="Rating")[:2]

    assert (by_page.by, by_page.origin_label, by_page.known_on) == ("Analyst (demo)", "Page", TODAY)
    assert by_page.about == "Recommendation 5, Green"
    assert "Seen at the meeting." in by_page.words
    assert by_page.row == f"rating {Rating.objects.get(reason='Seen at the meeting.').pk:012d}"
    assert (by_admin.origin_label, by_admin.about) == ("Administration site", "Recommendation 1, Green")
    assert {entry.origin for entry in entries(demo, kind="Action")} >= {"import"}


def test_a_command_and_an_import_say_so(tmp_path: Path):
    plan = make_plan(actions=1)
    rate(plan, plan.recommendations.get(), "A", TODAY)
    assert entries(plan, kind="Rating")[0].origin_label == "Command"
    figures = tmp_path / "figures.csv"

    made = add_measures(
        plan.council, [NewMeasure("turnover", {"name": "Turnover"})], provenance=since(date(2026, 1, 1))
    )
    set_measure_links(plan, {made[0].pk: [Evidences()]}, provenance=since())
    figures.write_text("measure,period,value\nturnover,September 2026,12\n")
    call_command("import_observations", str(figures), plan=plan.slug, stdout=StringIO())
    assert entries(plan, kind="Figure")[0].origin_label == "Import"


def test_it_is_filtered_by_person_kind_origin_and_day():
    plan = make_plan(actions=2)
    lead = make_theme_lead(plan)
    action = plan.actions.get(reference="1.1")
    answer = signed_in(lead).post(
        reverse("plans:action-update", args=[plan.slug, "1.1"]),
        {"revision": action.revision, "status": "on_target", "progress": "Half."},
    )
    assert answer.status_code == 302
    say(plan.actions.get(reference="1.2"), ProgressStatus.ON_TARGET, TODAY)

    assert {entry.kind for entry in entries(plan, person=lead.pk)} == {"Update", "Action"}
    assert [entry.about for entry in entries(plan, kind="Update")] == ["Action 1.2", "Action 1.1"]
    assert [entry.about for entry in entries(plan, kind="Update", origin="page")] == ["Action 1.1"]
    assert entries(plan, kind="Update", until=date(2020, 1, 1)) == []
    board = signed_in(make_user("b@test.example", plan, Role.BOARD_MEMBER))
    page = board.get(
        reverse("plans:trail", args=[plan.slug]), {"kind": "Update", "origin": "page"}
    ).content.decode()
    assert "Action 1.1" in page
    assert "Action 1.2" not in page
    assert "Download all of it" not in page
    assert board.get(reverse("plans:trail", args=[plan.slug]), {"kind": "nonsense"}).status_code == 200


def test_set_up_that_keeps_no_versions_is_told_with_what_it_was(demo, sign_in):
    planner = sign_in("planner")
    officer = Officer.objects.filter(pk__in=ActionLead.objects.filter(action__plan=demo).values("officer"))[0]
    posted = {"job_title": "Head of everything", "name": "", "account": "", "plan_revision": demo.revision}
    answer = planner.post(reverse("plans:set-up-officer", args=[demo.slug, officer.pk]), posted)
    assert answer.status_code == 302
    change = SetUpChange.objects.get(plan=demo)

    assert f"Job title: {officer.job_title} became Head of everything" in change.words
    assert (change.by.email, change.origin) == ("planner@northmoor.example", "page")


def test_the_administrator_takes_the_whole_trail_away_and_nothing_in_it_is_a_formula():
    plan = make_plan(actions=1)
    say(plan.actions.get(), ProgressStatus.ON_TARGET, TODAY, "x")
    rate(plan, plan.recommendations.get(), "A", TODAY, "=1+1")

    record_challenges(plan, [NewChallenge("=HYPERLINK(1)")], provenance=since(TODAY))
    client = signed_in(make_user("p@test.example", plan, Role.PLAN_ADMINISTRATOR))
    answer = client.get(reverse("plans:trail-export", args=[plan.slug]))
    lines = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

    assert lines[0][:4] == ["Recorded at", "Known on", "By", "From"]
    assert len(lines) == 1 + len(entries(plan))
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@"))]
    assert answer["Cache-Control"] == "private, no-store"


def test_the_trail_takes_the_same_queries_whatever_its_length(django_assert_max_num_queries):
    taken = []
    for count in (3, 60):
        plan = make_plan(f"trail{count}", actions=count)
        for action in plan.actions.all():
            say(action, ProgressStatus.ON_TARGET, TODAY, evidence=["Seen"])
        client = signed_in(make_user(f"t{count}@test.example", plan, Role.BOARD_MEMBER))
        with django_assert_max_num_queries(68) as captured:
            assert client.get(reverse("plans:trail", args=[plan.slug])).status_code == 200
        taken.append(len(captured))
    assert taken[0] == taken[1]
    assert Update.objects.filter(action__plan=plan).count() == 60


def test_the_trail_and_its_csv_tell_every_word(demo, sign_in):
    long = f"{'A question as long as a board asks one, with every reason for it. ' * 6}It ends here."
    record_challenges(demo, [NewChallenge(long)], provenance=since(TODAY))
    html = sign_in("planner").get(reverse("plans:trail", args=[demo.slug])).content.decode()
    answer = sign_in("planner").get(reverse("plans:trail-export", args=[demo.slug]))
    told = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

    assert long in html
    assert long in {row["What it says"] for row in told}


def test_no_row_of_any_table_is_told_with_its_words_cut(demo):
    """What a row says in words of its own stands in the trail from the first word to the last, in every table."""
    cut = {}
    for source in SOURCES:
        for row in source.model._default_manager.all()[:500]:
            told = str(row)
            for field in row._meta.concrete_fields:
                text = getattr(row, field.attname)
                if isinstance(text, str) and len(text) > 40 and text[:30] in told and text not in told:
                    cut[source.kind] = told
    assert cut == {}
