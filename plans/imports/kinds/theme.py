"""Themes: what a workbook says of the plan's main divisions and the people who answer for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plans.choices import ThemePart
from plans.imports.changes import Change, changed_fields, new_ones
from plans.imports.kinds.fields import SharedFields
from plans.imports.kinds.kind import Identity, Kind
from plans.imports.kinds.officers import officers_named
from plans.imports.known import OnRecord
from plans.imports.parsers.people import Person
from plans.imports.values import Row, Source, stored
from plans.imports.writing import Context
from plans.models import Plan, ThemePerson, ThemeVersion
from plans.operations.history import change_versions
from plans.operations.people import set_theme_people
from plans.operations.structure import add_themes

if TYPE_CHECKING:
    from plans.imports.document import PlanDocument

PARTS = {"leads": ThemePart.LEAD, "members": ThemePart.MEMBER, "sponsors": ThemePart.SPONSOR}


@dataclass(frozen=True)
class ThemeItem:
    number: int
    title: str
    source: Source
    leads: tuple[Person, ...] = ()
    members: tuple[Person, ...] = ()
    sponsors: tuple[Person, ...] = ()
    outcome: str = ""
    how_will_we_know: str = ""
    known_on: date | None = None


SHARED = SharedFields(ThemeItem, ThemeVersion)


def rows(document: "PlanDocument") -> Iterator[Row]:
    for theme in document.themes:
        yield Row(
            "theme",
            str(theme.number),
            {**SHARED.of_item(theme), **{name: stored(getattr(theme, name)) for name in PARTS}},
            theme.source,
            known_on=theme.known_on,
            label=f"{document.theme_word.capitalize()} {theme.number}",
        )


def recorded(plan: Plan) -> Iterator[OnRecord]:
    people = officers_named(ThemePerson.objects.filter(theme__plan=plan), "theme_id", "part")
    versions = ThemeVersion.objects.filter(theme__plan=plan, known_to=None, withdrawn=False)
    for version in versions.select_related("theme"):
        key, number = version.theme_id, version.theme.number
        values = {**SHARED.of_version(version), **{name: people[key, part] for name, part in PARTS.items()}}
        yield OnRecord(key, str(number), values, label=f"Theme {number}")


def write(context: Context, changes: list[Change]) -> None:
    added = add_themes(
        context.plan,
        {
            int(change.row.key): {**SHARED.to_columns(change.values), "known_on": change.row.known_on}
            for change in new_ones(changes)
        },
        provenance=context.provenance,
    )
    for number, theme in added.items():
        context.themes[number] = theme.pk
        context.written["theme", str(number)] = theme.pk
    change_versions(ThemeVersion, "theme", changed_fields(changes, SHARED.to_columns), context.provenance)
    for name, part in PARTS.items():
        wanted = {
            context.written["theme", change.row.key]: context.officer_keys(change.values[name])
            for change in changes
            if name in change.values
        }
        set_theme_people(part, wanted, provenance=context.provenance)


THEME = Kind("theme", rows, write, recorded, identity=Identity(ThemeVersion, "theme", "theme__plan"))
