"""No name in a public paper that a person did not clear, and no word rewritten that is no name."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from improvement.models import Officer, OfficerSpelling
from plans.choices import ProgressStatus, Role
from plans.imports.request import Request
from plans.imports.run import run_import
from plans.issuing.files import forms_of
from plans.issuing.issue import issue_report
from plans.issuing.names import names_of
from plans.models import ActionLead, IssuedReport, WordsRead
from plans.operations.people import find_or_add_officers
from plans.operations.reports import keep_words_read
from plans.operations.set_up import confirm_officers
from plans.operations.structure import change_actions
from plans.position import build_position
from plans.position.viewer import EVERYTHING, PUBLISHED
from plans.reports.catalogue import KINDS
from plans.rules.names import Names, addresses_in, candidates, capitalised_pairs
from tests.conftest import TODAY
from tests.factories import make_plan, make_user, say, since
from tests.plans.reports.support import all_of, made, names_check, read_names, words_of

pytestmark = pytest.mark.django_db

JANE = {"Jane Smith": "Head of Service", "Caroline O'Neill": "Head of Care", "Zoë Lee": "Chair"}
NAMES = Names(JANE, "an officer")


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Jane Smith will meet", "Head of Service will meet"), ("JANE  SMITH", "Head of Service"),
        ("jane smith's plan", "Head of Service's plan"), ("Zoe\u0308 Lee came", "Chair came"), ("Jane\nSmith", "Head of Service"),
        ("J Smith, J. Smith and J.Smith", "Head of Service, Head of Service and Head of Service"),
        ("Smith, Jane; Smith, J.", "Head of Service; Head of Service"), ("Ms Smith, Mrs. Smith", "Head of Service, Head of Service"),
        ("Jane Smith (Head of Service) leads", "Head of Service leads"), ("Jane Smith, Head of Service", "Head of Service"),
        ("Head of Service Jane Smith", "Head of Service"), ("Head of Service (Jane Smith)", "Head of Service"),
        ("Caroline O’Neill and C O'Neill", "Head of Care and Head of Care"), ("zoe lee, ZOË LEE", "Chair, Chair"),
        # No name, or somebody else's.
        ("Jane Smith-Jones and Jane Smithson", "Jane Smith-Jones and Jane Smithson"), ("Smithfield", "Smithfield"),
        ("Improve Early Help", "Improve Early Help"), ("Data protection impact assessment", "Data protection impact assessment"),
        ("Head of Service", "Head of Service"), ("", ""),
    ],
)  # fmt: skip
def test_confirmed_names_are_replaced_however_they_are_written(written, printed):
    assert NAMES.replace(written) == printed


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Will", "The board will not move this"), ("Amy Young", "a young person; A young person; Young People"),
        ("Ian May", "I may need it"), ("Amy Best", "in a best interest meeting"),
        ("Tom Young", "when t young, a child"),
    ],
)  # fmt: skip
def test_ordinary_words_that_are_also_somebodys_are_left(name, text):
    assert Names({name: "Head of Service"}, "an officer").replace(text) == text


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Theresa May came", "Theresa May"), ("April Jones came", "April Jones"), ("June Smith", "June Smith"),
        ("Jane's view", "Jane"), ("JANE agreed", "JANE"), ("jane agreed", "jane"), ("Jane/Bob", "Bob"), ("[Jane]", "Jane"),
        ("Smith’s team", "Smith"), ("Hill, Ann came", "Hill, Ann"), ("J.Hill came", "J.Hill"), ("Mr.Hill", "Mr.Hill"),
        ("ann hill", "ann"), ("Ann told us", "Ann"), ("Jo agreed", "Jo"), ("ask @samhart", "@samhart"),
        ("Ann\u00a0Hill", "Ann Hill"), ("Ann\nHill", "Ann Hill"), ("A.N.Other", "A.N.Other"), ("Ann (Hill)", "Ann (Hill)"),
        ("Councillor Short", "Councillor Short"), ("Ann ap Rhys", "Ann ap Rhys"), ("王小明 said", "王小明"),
        ("to sam.hart@council.gov.uk", "sam.hart@council.gov.uk"), ("JS to chase", "JS"),
    ],
)  # fmt: skip
def test_whatever_may_be_a_name_is_asked(text, asked):
    assert asked in [words for words, _likely in candidates(text, Names(JANE, "an officer").parts())]


def test_what_one_plan_read_clears_nothing_in_another():
    plan = plan_with(("Head of Service", ""), said="Orla Quist will lead.")
    other = make_plan("beside", council=plan.council)
    keep_words_read(other, ["Orla Quist"], is_name=False, provenance=since(TODAY))
    assert "Orla Quist" in [found.words for found in names_check(plan)[1].standing]

    keep_words_read(other, ["Practice Academy"], is_name=True, provenance=since(TODAY))
    assert names_of(plan).replace("Practice Academy") == "Practice Academy"
    assert names_of(other).replace("Practice Academy") == "an officer"


def test_a_replaced_word_that_names_nobody_is_left_when_a_person_says_so(client):
    plan = plan_with(("Clerk", "Grace Hope"), said="Grace Hope is the name of the ward too.")
    officer = Officer.objects.get(name="Grace Hope")
    confirm_officers(plan, {officer.pk: ("Clerk", "Grace Hope")}, provenance=since(TODAY))
    client.force_login(make_user("a@test.example", plan, Role.ANALYST))
    assert "Clerk is the name of the ward" in words_of(names_check(plan)[0])

    client.post(reverse("plans:report-names", args=[plan.slug, "scrutiny"]), {"left": ["Grace Hope"]})

    assert "Grace Hope is the name of the ward" in words_of(names_check(plan)[0])


def test_the_button_for_all_confirms_nothing_that_is_only_guessed(client):
    strings = (
        "Hope Field",
        "Will",
        "JB, Service Manager",
        "sam.hart@council.gov.uk",
        "Jo Bell",
        "Team Manager of Hubs",
    )
    plan = plan_with(*((text, "") for text in strings))
    client.force_login(make_user("a@test.example", plan, Role.ANALYST))
    page = client.get(reverse("plans:officers", args=[plan.slug])).context["form"]
    posted = {"which": "all"} | {
        f"{part}_{row.officer.pk}": getattr(row, field).initial or ""
        for row in page.rows() for part, field in (("title", "job_title"), ("name", "name"))
    }  # fmt: skip
    client.post(reverse("plans:officers", args=[plan.slug]), posted)

    confirmed = Officer.objects.filter(council=plan.council, is_confirmed=True)
    assert {str(officer) for officer in confirmed} & {"Jo Bell"} == {"Jo Bell"}
    assert not confirmed.filter(job_title__in=strings[:4]).exists()
    address = Officer.objects.get(job_title="sam.hart@council.gov.uk")
    refused = client.post(
        reverse("plans:officers", args=[plan.slug]),
        {f"title_{address.pk}": "sam.hart@council.gov.uk", f"confirm_{address.pk}": "on", "which": "ticked"},
    )
    assert refused.status_code == 422
    assert "An e-mail address is not a post" in refused.content.decode()


def test_two_people_of_one_initial_are_not_told_apart():
    names = Names({"Jane Smith": "Head of Service", "John Smith": "Clerk"}, "an officer")

    assert names.replace("J Smith told Ms Smith and John Smith") == "an officer told an officer and Clerk"


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("We met John Brown and Dr Marsh.", ["John Brown", "Dr Marsh"]), ("Anna van der Berg left", ["Anna van der Berg"]),
        ("J. Fox and Siân Price-Jones", ["J. Fox", "Siân Price-Jones"]), ("The Board met in Early Help", []),
        ("Children's Services and Data Protection", []), ("In March Tom Hill came", ["March Tom Hill"]),
        ("Signs of Safety", []), ("Head of Service", []), ("The Practice Framework", ["Practice Framework"]),
    ],
)  # fmt: skip
def test_capitalised_pairs_that_may_be_names(text, pairs):
    assert capitalised_pairs(text) == pairs


def test_addresses_are_found():
    assert addresses_in("Write to jane.smith@northmoor.gov.uk, or a@b.example.") == [
        "jane.smith@northmoor.gov.uk",
        "a@b.example",
    ]


def plan_with(*officers: tuple[str, str], said: str = "Done."):
    """A plan with an action for each officer as an import would make them, and a report that says something."""
    plan = make_plan(actions=len(officers))
    found = find_or_add_officers(plan.council, officers)
    actions = list(plan.actions.order_by("reference"))
    leads = {action.pk: [found[person].pk] for action, person in zip(actions, officers, strict=True)}
    change_actions({}, leads=leads, provenance=since())
    for action in actions:
        say(action, ProgressStatus.ON_TARGET, TODAY, said)
    return plan


def test_the_three_officers_of_the_fault():
    plan = plan_with(
        ("Early Help Coordinator", ""), ("Data Protection Officer", ""), ("Jane Smith, Head of Service", ""),
        said="Improve Early Help. Data protection impact assessment. Jane Smith will lead.",
    )  # fmt: skip
    document, check = names_check(plan)

    assert [str(officer) for officer in check.unsure] == ["Jane Smith, Head of Service"]
    assert [found.words for found in check.likely] == ["Jane Smith"]
    # Until somebody says who she is she is called nothing at all.
    assert "Jane Smith" not in "; ".join(
        action.leads_text for action in build_position(plan, TODAY, PUBLISHED).actions
    )

    jane = Officer.objects.get(job_title="Jane Smith, Head of Service")
    confirm_officers(plan, {jane.pk: ("Head of Service", "Jane Smith")}, provenance=since())
    document, check = names_check(plan)
    words = words_of(document)

    assert check.unsure == []
    assert "Jane" not in words
    assert "Head of Service will lead" in words
    assert "Improve Early Help" in words
    assert "Data protection impact assessment" in words
    assert [replacement.written for replacement in check.replaced] == ["Jane Smith"]


@pytest.mark.parametrize("name", KINDS)
def test_a_public_version_leaves_only_once_its_names_are_read(name):
    plan = plan_with(("Ottoline Marsh", ""), said="Ottoline Marsh told Ann Hill of Northgate House.")
    with pytest.raises(ValidationError, match="can't be created yet"):
        issue_report(
            plan, name, TODAY, EVERYTHING, timezone.localtime(), is_public=True, provenance=since(TODAY)
        )
    assert not IssuedReport.objects.exists()

    officer = Officer.objects.get(job_title="Ottoline Marsh")
    confirm_officers(plan, {officer.pk: ("", "Ottoline Marsh")}, provenance=since())
    find_or_add_officers(plan.council, [("", "Ann Hill")], told_apart=True)
    _document, check = names_check(plan, name)
    keep_words_read(plan, [found.words for found in check.standing], is_name=False, provenance=since(TODAY))
    issued = issue_report(
        plan, name, TODAY, EVERYTHING, timezone.localtime(), is_public=True, provenance=since(TODAY)
    )

    everything = str(issued.document) + "".join(all_of(bytes(file.content)) for file in issued.files.all())
    assert {file.name.rpartition(".")[2] for file in issued.files.all()} == {
        form.ending for form in forms_of(name)
    }
    for word in ("Ottoline", "Marsh", "Ann Hill"):
        assert word not in everything


def test_the_command_refuses_and_says_what_is_to_be_read(tmp_path):
    plan = plan_with(("Ottoline Marsh", ""), said="Ann Hill came.")
    target = tmp_path / "scrutiny.docx"

    with pytest.raises(CommandError) as error:
        call_command(
            "export_report", "scrutiny", plan=plan.slug, public=True, output=target, stderr=StringIO()
        )
    assert "Post or person?  Ottoline Marsh" in str(error.value)
    assert "Ann Hill" in str(error.value)
    assert not target.exists()

    read_names(plan)
    call_command(
        "export_report",
        "scrutiny",
        plan=plan.slug,
        public=True,
        output=target,
        stdout=StringIO(),
        stderr=StringIO(),
    )
    assert target.exists()


def test_an_analyst_confirms_reads_and_downloads(client):
    plan = plan_with(("Jane Smith, Head of Service", ""), said="Jane Smith met Ann Hill in Northgate House.")
    client.force_login(make_user("a@test.example", plan, Role.ANALYST))
    file = reverse("plans:report-file", args=[plan.slug, "scrutiny", "xlsx"]) + "?version=public"
    publish = reverse("plans:report-publish", args=[plan.slug, "scrutiny"])

    answer = client.get(file, follow=True)
    assert answer.redirect_chain[-1][0].startswith(publish)
    assert "1 officer is not confirmed" in answer.content.decode()

    officers = reverse("plans:officers", args=[plan.slug])
    page = client.get(officers, {"next": publish}).content.decode()
    jane = Officer.objects.get(job_title="Jane Smith, Head of Service")
    # The words are proposed apart; nothing is confirmed by looking.
    assert f'name="title_{jane.pk}" value="Head of Service"' in page
    assert f'name="name_{jane.pk}" value="Jane Smith"' in page
    posted = {
        f"title_{jane.pk}": "Head of Service",
        f"name_{jane.pk}": "Jane Smith",
        "which": "ticked",
        "next": publish,
    }
    assert client.post(officers, posted).status_code == 422
    assert client.post(officers, {**posted, f"confirm_{jane.pk}": "on"}).url == publish

    page = client.get(publish).content.decode()
    assert "Jane Smith" in page
    names = reverse("plans:report-names", args=[plan.slug, "scrutiny"])
    standing = [found.words for found in names_check(plan)[1].standing]
    assert {"Ann Hill", "Northgate House"} <= set(standing)
    client.post(names, {"shown": standing, "names": ["Ann Hill"]})

    assert WordsRead.objects.get(words="Ann Hill").is_name
    assert not WordsRead.objects.get(words="Northgate House").is_name
    assert "Ann Hill" not in words_of(names_check(plan)[0])
    # What was not shown is not read.
    client.post(names, {"shown": ["Never There"]})
    assert not WordsRead.objects.filter(words="Never There").exists()
    # Parts of the new name that stand alone would be asked; none do.
    answer = client.get(file)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")


def test_all_as_they_stand_are_confirmed_by_one_button_but_none_unseen(client):
    plan = plan_with(("Jo Bell", ""), ("Ann Hill", ""))
    client.force_login(make_user("a@test.example", plan, Role.ANALYST))
    jo, ann = Officer.objects.get(job_title="Jo Bell"), Officer.objects.get(job_title="Ann Hill")
    client.post(
        reverse("plans:officers", args=[plan.slug]),
        {f"title_{jo.pk}": "", f"name_{jo.pk}": "Jo Bell", "which": "all"},
    )

    jo.refresh_from_db()
    ann.refresh_from_db()
    assert (jo.job_title, jo.name, jo.is_confirmed) == ("", "Jo Bell", True)
    assert ann.is_confirmed is False


def test_an_officer_is_confirmed_once_and_next_months_workbook_finds_the_same():
    plan = make_plan(actions=0)
    rows = "Ref,Action,Lead,Due\n1,Write the guide,{},30/06/2027\n"
    owner = "Zebedee Quillfeather Head of Service"
    request = {"slug": plan.slug, "by": None}
    run_import(Request("log.csv", rows.format(owner).encode(), **request), TODAY)
    officer = Officer.objects.get(job_title=owner)
    assert officer.is_confirmed is False
    confirm_officers(plan, {officer.pk: ("Head of Service", "Zebedee Quillfeather")}, provenance=since(TODAY))

    more = rows.format(owner) + f"2,Train the staff,{owner},30/09/2027\n"
    result = run_import(Request("log.csv", more.encode(), **request), TODAY)

    assert result.difference.counts()["action"]["changed"] == 0
    assert Officer.objects.filter(council=plan.council, name__contains="Zebedee").count() == 1
    assert not Officer.objects.filter(job_title=owner).exists()
    leads = ActionLead.objects.filter(action__plan=plan, known_to=None).values_list(
        "officer__name", flat=True
    )
    assert list(leads) == ["Zebedee Quillfeather"] * 2


def test_confirming_what_another_officer_is_makes_the_two_one():
    plan = plan_with(("Jo Bell (SM)", ""), ("Service Manager", "Jo Bell"))
    first = Officer.objects.get(job_title="Jo Bell (SM)")
    second = Officer.objects.get(name="Jo Bell")
    confirm_officers(plan, {first.pk: ("Service Manager", "Jo Bell")}, provenance=since())

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.merged_into == second
    assert second.is_confirmed


def test_a_name_that_was_changed_is_still_known_by_its_old_spelling():
    plan = plan_with(("Jo Bell", ""))
    officer = Officer.objects.get(job_title="Jo Bell")
    confirm_officers(plan, {officer.pk: ("Clerk", "Jo Bell")}, provenance=since())

    assert OfficerSpelling.objects.get(officer=officer).job_title == "Jo Bell"
    assert find_or_add_officers(plan.council, [("Jo Bell", "")])["Jo Bell", ""] == officer


def test_names_are_those_that_a_person_confirmed_and_no_others():
    plan = plan_with(("", "Jo Bell"), ("Early Help", ""))

    assert names_of(plan).titles == {}
    officer = Officer.objects.get(name="Jo Bell")
    confirm_officers(plan, {officer.pk: ("", "Jo Bell")}, provenance=since())
    assert names_of(plan).titles == {"Jo Bell": "an officer"}


def test_the_name_of_an_account_is_asked_about_in_any_case():
    plan = plan_with(("Head of Service", ""), said="We thank jo bell for it.")
    user = make_user("jo@test.example", plan, Role.BOARD_MEMBER)
    user.name = "Jo Bell"
    user.save()

    assert "Jo Bell" in [found.words for found in names_check(plan)[1].likely]


def test_full_versions_name_people_as_before():
    plan = plan_with(("Head of Service", "Jo Bell"))

    assert "Jo Bell, Head of Service" in words_of(made(plan, "action-log"))
    assert "Jo Bell" not in words_of(made(plan, "action-log", is_public=True))
