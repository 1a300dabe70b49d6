"""Writing what a plan is set up with: its details, scale, and themes by form."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from improvement.models import Council, Officer, User
from plans.choices import ThemePart
from plans.models import Plan, PlanVersion, Rating, RatingLevel, RatingScale, SetUpChange, Theme, ThemeVersion
from plans.operations.history import Provenance, change_versions
from plans.operations.people import change_officer, link_account, merge_officers, set_theme_people
from plans.operations.structure import add_themes, adopt_scale, count_change
from plans.rules.scales import LevelDraft, scale_problems


def note_change(
    plan: Plan, subject: str, before: Mapping[str, Any], after: Mapping[str, Any], *, provenance: Provenance
) -> None:
    """Put on record what changed of something that keeps no versions; nothing where nothing did."""
    note_words(plan, subject, changed_words(before, after), provenance=provenance)


def note_words(plan: Plan, subject: str, words: str, *, provenance: Provenance) -> None:
    """Put words on record of what keeps no versions; nothing where there are none."""
    if words:
        SetUpChange.objects.create(plan=plan, subject=subject[:200], words=words, **provenance.dated())


def changed_words(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Return what differs of named values, each as it was and as it is; empty where nothing does."""
    was = {name: _in_words(before.get(name)) for name in after}
    return "; ".join(
        f"{name.replace('_', ' ').capitalize()}: {was[name]} became {now}"
        for name, now in ((name, _in_words(value)) for name, value in after.items())
        if was[name] != now
    )


def _in_words(value: object) -> str:
    return "nothing" if value in (None, "") else str(value)


@transaction.atomic
def set_details(plan: Plan, details: Mapping[str, Any], *, provenance: Provenance) -> None:
    """Set a plan's own details from today on; what it was set up with before stays in its versions."""
    stored = Plan.objects.select_related("inspection").get(pk=plan.pk)
    words = changed_words({name: getattr(stored, name) for name in details}, details)
    for name, value in details.items():
        setattr(plan, name, value)
    plan.full_clean()
    plan.save(update_fields=list(details))
    change_versions(PlanVersion, "plan", {plan.pk: details}, provenance.because(words))


@transaction.atomic
def change_address(plan: Plan, slug: str) -> None:
    """Change the name by which a plan's pages are found; links to the old one lead nowhere."""
    Plan.objects.filter(pk=plan.pk).update(slug=slug)
    count_change(plan)


@transaction.atomic
def change_plan(plan: Plan, details: Mapping[str, Any], colour: str, *, provenance: Provenance) -> None:
    """Change a plan's details and its council's colour."""
    council = Council.objects.get(pk=plan.council_id)
    note_change(plan, "Council", {"colour": council.colour}, {"colour": colour}, provenance=provenance)
    set_details(plan, details, provenance=provenance)
    Council.objects.filter(pk=plan.council_id).update(colour=colour)
    count_change(plan)


@transaction.atomic
def change_scale(
    plan: Plan, pattern: RatingScale, adopted_on: date, *, provenance: Provenance
) -> RatingScale:
    """Take another scale into use from a day; earlier ratings keep the scale that they were given on."""
    if pattern.plan_id is not None:
        raise ValidationError("Choose one of the scale patterns.")
    _make_room(plan, pattern.name, adopted_on, provenance)
    return adopt_scale(plan, pattern.name, adopted_on)


@transaction.atomic
def take_own_scale(
    plan: Plan, name: str, levels: Sequence[LevelDraft], adopted_on: date, *, provenance: Provenance
) -> RatingScale:
    """Take a scale of the council's own into use from a day, its levels given the best first.

    Raises ValidationError for levels that are no scale, and for a day before the present scale's.
    """
    problems = [problem for _place, _field, problem in scale_problems(levels)]
    if problems:
        raise ValidationError(problems)
    _make_room(plan, name, adopted_on, provenance)
    scale = RatingScale.objects.create(plan=plan, name=name, adopted_on=adopted_on)
    RatingLevel.objects.bulk_create(
        RatingLevel(
            scale=scale,
            code=level.code,
            name=level.name,
            meaning=level.meaning,
            colour=level.colour,
            order=order,
            value=level.value,
            outlook=level.outlook,
            means_finished=level.means_finished,
        )
        for order, level in enumerate(levels, start=1)
    )
    return scale


def _make_room(plan: Plan, name: str, adopted_on: date, provenance: Provenance) -> None:
    """Note that a scale is taken into use from a day, in place of those since on which nothing was ever rated.

    Raises ValidationError where something was: what was rated keeps the scale that it was given on.
    """
    last = plan.rating_scales.order_by("-adopted_on").first()
    since = plan.rating_scales.filter(adopted_on__gte=adopted_on).order_by("-adopted_on")
    for scale in since:
        if Rating.objects.filter(level__scale=scale).exists():
            raise ValidationError(
                f"Ratings were given on the scale in use from {scale.adopted_on:%-d %B %Y}: choose a later day."
            )
    since.delete()
    note_change(
        plan,
        "Rating scale",
        {"scale": last.name if last else ""},
        {"scale": f"{name} from {adopted_on:%-d %B %Y}"},
        provenance=provenance,
    )
    count_change(plan)


@transaction.atomic
def save_theme(
    plan: Plan,
    theme: Theme | None,
    words: Mapping[str, str],
    people: Mapping[ThemePart, Sequence[int]],
    *,
    provenance: Provenance,
) -> Theme:
    """Add a theme with the next number, or follow its version by a changed one; set its people."""
    if theme is None:
        highest = plan.themes.aggregate(highest=Max("number"))["highest"] or 0
        theme = add_themes(plan, {highest + 1: words}, provenance=provenance)[highest + 1]
    else:
        change_versions(ThemeVersion, "theme", {theme.pk: words}, provenance)
    for part, officers in people.items():
        set_theme_people(part, {theme.pk: officers}, provenance=provenance)
    count_change(plan)
    return theme


@transaction.atomic
def save_officer(
    plan: Plan, officer: Officer, job_title: str, name: str, account: User | None, *, provenance: Provenance
) -> None:
    """Change what an officer's post, name or account is; everything that refers to the officer follows."""
    stored = Officer.objects.select_related("user").get(pk=officer.pk)
    note_change(
        plan,
        f"Officer: {stored}",
        {"job_title": stored.job_title, "name": stored.name, "account": stored.user},
        {"job_title": job_title, "name": name, "account": account},
        provenance=provenance,
    )
    change_officer(officer, job_title, name)
    link_account(officer, account)


@transaction.atomic
def confirm_officers(
    plan: Plan, readings: Mapping[int, tuple[str, str]], *, provenance: Provenance
) -> list[Officer]:
    """Say of officers, by key, which words are the post and which the name; return what they are then.

    One whose post and name another officer of the council has already is that one: the two are merged.
    """
    confirmed = []
    for officer in Officer.objects.filter(pk__in=readings, council=plan.council_id, merged_into=None):
        title, name = readings[officer.pk]
        note_change(
            plan,
            f"Officer: {officer}",
            {"job_title": officer.job_title, "name": officer.name, "confirmed": officer.is_confirmed},
            {"job_title": title, "name": name, "confirmed": True},
            provenance=provenance,
        )
        same = Officer.objects.filter(council=plan.council_id, job_title=title, name=name).exclude(
            pk=officer.pk
        )
        if twin := same.select_related("merged_into").first():
            into = twin.merged_into or twin
            if into.pk != officer.pk:
                merge_officers(officer, into, provenance=provenance)
            Officer.objects.filter(pk=into.pk).update(is_confirmed=True)
        else:
            change_officer(officer, title, name)
        confirmed.append(Officer.objects.get(pk=officer.pk))
    return confirmed


@transaction.atomic
def keep_neighbours(plan: Plan, region: str, neighbours: Sequence[str], *, provenance: Provenance) -> None:
    """Keep the council's region and statistical neighbours for the next published file."""
    council = Council.objects.get(pk=plan.council_id)
    note_change(
        plan,
        "Region and neighbours",
        {"region": council.region, "neighbours": "; ".join(council.statistical_neighbours.splitlines())},
        {"region": region, "neighbours": "; ".join(neighbours)},
        provenance=provenance,
    )
    Council.objects.filter(pk=plan.council_id).update(
        region=region, statistical_neighbours="\n".join(neighbours)
    )
