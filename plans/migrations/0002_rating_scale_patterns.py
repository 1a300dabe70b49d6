"""The scales that councils use, as patterns that a plan copies and words for itself."""

from django.db import migrations

RED, AMBER, GREEN, BLUE = "#d4351c", "#ffbf00", "#00703c", "#1d70b8"
PATTERNS = {
    "RAG": [
        ("G", "Green", "Done, or on course with no concern.", GREEN, 3, "good", False),
        ("A", "Amber", "In hand, with concerns that are being dealt with or still to be embedded.", AMBER, 2, "caution", False),
        ("R", "Red", "Off course: needs the board's attention.", RED, 1, "poor", False),
    ],
    "BRAG": [
        ("B", "Blue", "Complete and embedded.", BLUE, 4, "good", True),
        ("G", "Green", "Done or on course.", GREEN, 3, "good", False),
        ("A", "Amber", "In hand, with concerns.", AMBER, 2, "caution", False),
        ("R", "Red", "Off course: needs the board's attention.", RED, 1, "poor", False),
    ],
    "1 to 5 tracker": [
        ("5", "5", "Can safely be removed from the plan.", BLUE, 5, "good", True),
        ("4", "4", "Completed and sustained; stays in the plan for monitoring.", GREEN, 4, "good", False),
        ("3", "3", "Good progress; not yet sustained.", GREEN, 3, "good", False),
        ("2", "2", "Some progress; concerns remain.", AMBER, 2, "caution", False),
        ("1", "1", "Little or no progress.", RED, 1, "poor", False),
    ],
}


def add_patterns(apps, schema_editor):
    scale_model = apps.get_model("plans", "RatingScale")
    level_model = apps.get_model("plans", "RatingLevel")
    for name, levels in PATTERNS.items():
        scale = scale_model.objects.create(name=name)
        level_model.objects.bulk_create(
            level_model(
                scale=scale, code=code, name=word, meaning=meaning, colour=colour, order=order,
                value=value, outlook=outlook, means_finished=finished,
            )
            for order, (code, word, meaning, colour, value, outlook, finished) in enumerate(levels, start=1)
        )


def remove_patterns(apps, schema_editor):
    apps.get_model("plans", "RatingScale").objects.filter(plan=None).delete()


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]
    operations = [migrations.RunPython(add_patterns, remove_patterns)]
