from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("performance", "0004_copy_definitions")]

    operations = [
        migrations.RemoveConstraint(
            model_name='measure',
            name='measure_tolerances_not_negative',
        ),
        migrations.RemoveField(
            model_name='measure',
            name='dead_band',
        ),
        migrations.RemoveField(
            model_name='measure',
            name='definition',
        ),
        migrations.RemoveField(
            model_name='measure',
            name='frequency',
        ),
        migrations.RemoveField(
            model_name='measure',
            name='name',
        ),
        migrations.RemoveField(
            model_name='measure',
            name='owner',
        ),
        migrations.RemoveField(
            model_name='measure',
            name='polarity',
        ),
        migrations.RemoveField(
            model_name='measure',
            name='source',
        ),
        migrations.RemoveField(
            model_name='measure',
            name='tolerance',
        ),
        migrations.RemoveField(
            model_name='measure',
            name='unit',
        ),
    ]
