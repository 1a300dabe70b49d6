"""Actions of two recommendations, closed ones, and figures that a public version does not print, in drafts."""

from datetime import date

import pytest

from performance.models import Target
from plans.choices import ProgressStatus
from plans.operations.structure import NewAction, add_actions, add_recommendations, set_recommendation_themes
from plans.position import build_position
from plans.reports.brief import Brief
from plans.reports.prose.progress import further_action, good_progress
from tests.conftest import TODAY
from tests.factories import make_plan, say, since
from tests.plans.reports.support import MOMENT, words_of
from tests.plans.reports.test_publication import make_measure, public

pytestmark = pytest.mark.django_db
DUE = {
    "due_words": "June 2026",
    "due_kind": "month",
    "due_earliest": date(2026, 6, 1),
    "due_latest": date(2026, 6, 30),
}


def test_an_action_of_two_recommendations_is_counted_of_both_and_told_once():
    plan = make_plan(actions=0)
    theme, first = plan.themes.get(), plan.recommendations.get()
    second = add_recommendations(plan, {2: {"text": "Improve records."}}, provenance=since())[2]
    set_recommendation_themes({second.pk: [theme.pk]}, provenance=since())
    both = [first.pk, second.pk]
    new = [NewAction({"text": f"Do it {n}.", "theme": theme, **DUE}, (), both, "1") for n in (1, 2)]
    shared, late = add_actions(plan, new, provenance=since())
    say(shared, ProgressStatus.COMPLETED, date(2026, 6, 2), "All teams began.", completed_on=date(2026, 6, 1))
    say(late, ProgressStatus.BEHIND_TARGET, date(2026, 6, 2), "It waits.")
    position = build_position(plan, TODAY)
    brief = Brief(position, "An analyst", MOMENT)
    good = good_progress(brief, position.themes[0]).text
    further = further_action(brief, position.themes[0]).text

    assert good.count("1 of its 2 actions is completed") == 2
    assert good.count("All teams began.") == 1
    assert further.count("It waits.") == 1
    assert further.count("has 1 action overdue") == 2


@pytest.mark.parametrize("target", [0, 2, 10])
def test_no_list_or_count_of_a_public_version_says_how_large_a_suppressed_figure_is(target):
    plan = make_plan(actions=0)
    measure = make_measure(plan, [12, 9, 8, 3])
    Target.objects.create(
        measure=measure, kind="target", words=f"at most {target}", highest=target, due_words="July 2026",
        due_earliest=date(2026, 7, 1), due_latest=date(2026, 7, 31), known_on=date(2026, 1, 1),
    )  # fmt: skip
    document = public(plan, "cabinet")
    said = " ".join(part.text for part in document.written())

    assert "do well" not in said
    assert "need attention" not in said
    assert "meets it" not in said
    assert "misses it" not in said
    assert "Apart from 1 measure with latest figures that are not published" in said
    assert "stood at" not in words_of(document)
