from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0014_fill_numbers'),
    ]

    operations = [
        migrations.AlterField(
            model_name='recommendationversion',
            name='number',
            field=models.PositiveSmallIntegerField(),
        ),
        migrations.AlterField(
            model_name='themeversion',
            name='number',
            field=models.PositiveSmallIntegerField(),
        ),
    ]
