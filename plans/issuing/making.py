"""Makes a report of a plan on a day, for a viewer: the one way to a document, for pages, files and commands."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from plans.filters.actions import ActionFilter, action_filter
from plans.filters.measures import MeasureFilter, measure_filter
from plans.issuing.names import NamesCheck, NamesNotRead, check_names, names_of
from plans.issuing.publication import for_everybody
from plans.models import CustomReport, Plan
from plans.position import Position, build_position
from plans.position.report_texts import read_custom_reports, read_layout, read_texts
from plans.position.viewer import PUBLIC, PUBLISHED, Viewer
from plans.reports.brief import Brief
from plans.reports.catalogue import KINDS
from plans.reports.custom import CUSTOM, SUBJECTS, custom_report
from plans.reports.document import Document
from plans.reports.layout import laid_out, usual_layout
from plans.reports.prose.naming import renaming
from plans.rules.paper_layouts import LaidPart, from_json

FILTERS: dict[str, Callable[[Position, QueryDict], ActionFilter | MeasureFilter]] = {
    "actions": action_filter,
    "measures": measure_filter,
}
# What the lists can be asked, by the table of their data: each filter's name in an address, and its label.
FILTER_LABELS: dict[str, dict[str, str]] = {
    table: {name: str(field.label) for name, field in filter_set.base_filters.items()}
    for table, filter_set in (("actions", ActionFilter), ("measures", MeasureFilter))
}


class NoSuchReport(LookupError):
    """There is no report of this name, neither one of the program's nor one of the plan's own."""


def viewer_for(name: str, viewer: Viewer, *, is_public: bool) -> Viewer:
    """Return for whom a report is: a committee's papers are published, whoever makes them."""
    if is_public:
        return PUBLISHED
    kind = KINDS.get(name)
    return PUBLIC if kind and kind.is_for_committee else viewer


def make_report(
    plan: Plan,
    name: str,
    as_at: date,
    viewer: Viewer,
    produced_by: str,
    produced_at: datetime,
    *,
    is_public: bool = False,
    is_draft: bool = True,
    leaves: bool = False,
) -> Document:
    """Return a report of a plan. `name` is one of the program's, or `own-` and the short name of one of the plan's.

    Raises NoSuchReport; where it `leaves` as a file, NamesNotRead for a public one that is not ready.
    """
    position = build_position(plan, as_at, viewer_for(name, viewer, is_public=is_public))
    make = report_to_leave if leaves else report_of
    return make(position, name, produced_by, produced_at, is_public=is_public, is_draft=is_draft)


def report_of(
    position: Position,
    name: str,
    produced_by: str,
    produced_at: datetime,
    *,
    is_public: bool = False,
    is_draft: bool = True,
) -> Document:
    """Return a report of a position that was built for the report's viewer. Raises NoSuchReport.

    A public version is a preview: before it leaves, `public_report_of` says what is to be read of it.
    """
    if is_public:
        return public_report_of(position, name, produced_by, produced_at, is_draft=is_draft)[0]
    return _report(position, name, produced_by, produced_at, is_public=False, is_draft=is_draft)


def public_report_of(
    position: Position, name: str, produced_by: str, produced_at: datetime, *, is_draft: bool = True
) -> tuple[Document, NamesCheck]:
    """Return the public version of a report, and what a person decides and reads before it leaves."""
    names = names_of(position.plan)
    with renaming(names.replace):
        document = _report(position, name, produced_by, produced_at, is_public=True, is_draft=is_draft)
    return for_everybody(document, names.replace), check_names(document, position, names)


def report_to_leave(
    position: Position,
    name: str,
    produced_by: str,
    produced_at: datetime,
    *,
    is_public: bool = False,
    is_draft: bool = True,
) -> Document:
    """Return a report that leaves as a file or is issued. Raises NamesNotRead for a public one that is not ready."""
    if not is_public:
        return report_of(position, name, produced_by, produced_at, is_draft=is_draft)
    document, check = public_report_of(position, name, produced_by, produced_at, is_draft=is_draft)
    if not check.is_done:
        raise NamesNotRead(check)
    return document


def usual_layout_of(position: Position, name: str) -> dict[str, list[LaidPart]]:
    """Return how a committee's paper is laid out where its council says nothing."""
    brief = Brief(position, "", timezone.localtime())
    return usual_layout(KINDS[name].build(brief))


def _report(
    position: Position, name: str, produced_by: str, produced_at: datetime, *, is_public: bool, is_draft: bool
) -> Document:
    plan = position.plan
    custom = _custom(plan, name)
    if custom is None and name not in KINDS:
        raise NoSuchReport(name)
    texts = read_texts(plan, name, position.as_at)
    brief = Brief(position, produced_by, produced_at, texts, is_public=is_public)
    if custom:
        items, words = filtered(position, custom.subject, custom.filters)
        document = custom_report(brief, custom, items, words)
    else:
        document = KINDS[name].build(brief)
        layout = read_layout(plan, name, position.as_at) if KINDS[name].is_for_committee else None
        if layout:
            document = laid_out(document, from_json(layout.parts), brief)
    document.is_draft = is_draft
    return document


def filtered(position: Position, subject: str, filters: str) -> tuple[list[Any], str]:
    """Return what passes the filters of a list, as its address carries them, and the filters in words."""
    if subject == "actions" and filters:
        actions = action_filter(position, QueryDict(filters))
        return list(actions.actions()), actions.in_words()
    if subject == "measures" and filters:
        measures = measure_filter(position, QueryDict(filters))
        return list(measures.measures()), measures.in_words()
    return list(SUBJECTS[subject].all_of(position)), ""


def filter_problem(position: Position, subject: str, filters: str) -> str:
    """Return what is wrong with filters; empty for nothing. A name or value that no list has filters nothing out."""
    if subject not in FILTERS:
        return ""
    filter_set = FILTERS[subject](position, QueryDict(filters))
    unknown = [name for name in filter_set.data if name not in filter_set.filters and name != "sort"]
    if unknown:
        return f"The list of {subject} has no filter called {', '.join(unknown)}."
    for name, errors in filter_set.form.errors.items():
        return f"{filter_set.filters[name].label}: {errors[0]}"
    return ""


def _custom(plan: Plan, name: str) -> CustomReport | None:
    if not name.startswith(CUSTOM):
        return None
    return read_custom_reports(plan).get(name.removeprefix(CUSTOM))


def report_labels(plan: Plan) -> dict[str, str]:
    """Return what each report is called on pages, by its name; one query."""
    custom = {f"{CUSTOM}{slug}": row.name for slug, row in read_custom_reports(plan).items()}
    return {**{kind.name: kind.label for kind in KINDS.values()}, **custom}
