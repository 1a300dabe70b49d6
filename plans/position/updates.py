"""Reads the newest update of every action, with its evidence, into a position."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace

from django.db.models import OuterRef, Subquery

from plans.models import Action, Update
from plans.position.actions import ActionPosition
from plans.position.evidence import read_evidence
from plans.position.points import EvidencePoint, OfficerName, UpdatePoint
from plans.position.position import Position
from plans.position.rows import account_names
from plans.position.viewer import EVERYTHING, Viewer

# What a row and a position say under one name.
OF_THE_ROW = tuple(
    part.name
    for part in fields(UpdatePoint)
    if part.name in {field.attname for field in Update._meta.concrete_fields}
)
READ = ("pk", "action_id", "by_id", "reported_by_id", "no_change", "is_by_link", *OF_THE_ROW)


def read_updates(
    position: Position, actions: dict[int, ActionPosition], officers: Mapping[int, OfficerName]
) -> None:
    """Read the newest by a seek for each action: a plan's whole history is never read."""
    recorded = Update.objects.as_at(position.as_at)
    newest = recorded.filter(action=OuterRef("pk")).order_by("-known_on", "-pk").values("pk")[:1]
    keys = Action.objects.filter(plan=position.plan).order_by().values_list(Subquery(newest))
    updates = [
        row
        for row in Update.objects.filter(pk__in=keys).order_by().values_list(*READ, named=True)
        if row.action_id in actions
    ]
    evidence = read_evidence(keys, position.as_at)
    said = _last_said(position, [row.action_id for row in updates if row.no_change])
    said_evidence = read_evidence([row.pk for row in said.values()], position.as_at) if said else {}
    accounts = account_names({row.by_id for row in updates}, position.viewer)
    for row in updates:
        reporter = officers[row.reported_by_id].label if row.reported_by_id else ""
        point = UpdatePoint(
            **{name: getattr(row, name) for name in OF_THE_ROW},
            update_id=row.pk,
            by=_author(accounts[row.by_id], reporter, is_by_link=row.is_by_link),
            evidence=evidence.get(row.pk, ()),
        )
        before = said.get(row.action_id)
        if before is not None:
            point = _confirmed(point, before, said_evidence.get(before.pk, ()))
        actions[row.action_id].update = point


def read_all_updates(position: Position) -> Iterator[tuple[ActionPosition, UpdatePoint, bool]]:
    """Yield every update that the plan had on the position's day, of actions that it shows, the oldest first.

    With each, whether it only confirmed that nothing changed. What its author corrected since is left out.
    """
    shown = {action.action_id: action for action in position.lowest_level_actions}
    rows = Update.objects.as_at(position.as_at).filter(action__plan=position.plan)
    replaced = rows.exclude(replaces=None).values("replaces")
    rows = rows.exclude(pk__in=replaced).select_related("by", "reported_by").order_by("known_on", "pk")
    for row in rows.iterator(chunk_size=2000):
        action = shown.get(row.action_id)
        if action is not None:
            yield action, update_point(row, viewer=position.viewer), row.no_change


def _last_said(position: Position, confirmed: list[int]) -> dict[int, Update]:
    """Return what was last said of actions, by key, of which it was only confirmed since that nothing changed."""
    if not confirmed:
        return {}
    recorded = Update.objects.as_at(position.as_at).filter(no_change=False, replaced_by=None)
    newest = recorded.filter(action=OuterRef("pk")).order_by("-known_on", "-pk").values("pk")[:1]
    keys = Action.objects.filter(pk__in=confirmed).order_by().values_list(Subquery(newest))
    return {row.action_id: row for row in Update.objects.filter(pk__in=keys).order_by()}


def _confirmed(point: UpdatePoint, said: Update, evidence: tuple[EvidencePoint, ...]) -> UpdatePoint:
    """Return a confirmation with what it confirms: a paper that said only *no change* would say nothing."""
    words = said.progress.strip()
    confirmed = (
        f"(Said on {said.known_on:%-d %B %Y}; no change confirmed on {point.known_on:%-d %B %Y}.)"
        if words
        else point.progress
    )
    return replace(
        point,
        progress=f"{words} {confirmed}".strip(),
        barriers=said.barriers,
        next_steps=said.next_steps,
        evidence=point.evidence or evidence,
    )


def update_point(
    update: Update, evidence: tuple[EvidencePoint, ...] = (), viewer: Viewer = EVERYTHING
) -> UpdatePoint:
    """Return an update as a position shows it."""
    return UpdatePoint(
        **{name: getattr(update, name) for name in OF_THE_ROW},
        update_id=update.pk,
        by=_author(viewer.call(update.by), viewer.call(update.reported_by), is_by_link=update.is_by_link),
        evidence=evidence,
    )


def with_corrections(points: Iterable[UpdatePoint]) -> list[UpdatePoint]:
    """Return updates in their order without those that were corrected, each of which hangs on its correction."""
    points = list(points)
    by_key = {point.update_id: point for point in points}
    corrected = {point.replaces_id for point in points}
    return [
        replace(point, earlier_wordings=tuple(_earlier_wordings(point, by_key)))
        for point in points
        if point.update_id not in corrected
    ]


def _earlier_wordings(point: UpdatePoint, by_key: Mapping[int, UpdatePoint]) -> Iterator[UpdatePoint]:
    earlier = by_key.get(point.replaces_id or 0)
    while earlier is not None:
        yield earlier
        earlier = by_key.get(earlier.replaces_id or 0)


def _author(recorder: str, reporter: str, *, is_by_link: bool = False) -> str:
    """Return whose word an update is: who recorded it, or the officer for whom they did."""
    if is_by_link:
        return f"{recorder}, by link"
    if not reporter:
        return recorder
    return f"{reporter}, recorded by {recorder}" if recorder else reporter
