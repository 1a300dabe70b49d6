"""Every version is given the number that its theme or recommendation has: until now none could have another."""

from django.db import migrations, models

from improvement.triggers import guards_lifted


def forwards(apps, schema_editor):
    themes, recommendations = (
        apps.get_model('plans', name) for name in ('ThemeVersion', 'RecommendationVersion')
    )
    with guards_lifted(schema_editor, themes, recommendations):
        for versions, identity, of in ((themes, 'Theme', 'theme'), (recommendations, 'Recommendation', 'recommendation')):
            number = apps.get_model('plans', identity).objects.filter(pk=models.OuterRef(f'{of}_id')).values('number')
            versions.objects.update(number=models.Subquery(number))


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0013_numbers_in_versions'),
    ]

    operations = [
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
