from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0012_schedules_and_templates'),
    ]

    operations = [
        migrations.AddField(
            model_name='recommendationversion',
            name='number',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='themeversion',
            name='number',
            field=models.PositiveSmallIntegerField(null=True),
        ),
    ]
