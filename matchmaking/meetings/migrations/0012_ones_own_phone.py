from django.db import migrations, models

import matchmaking.common.calls


class Migration(migrations.Migration):
    dependencies = [("meetings", "0011_calls_elsewhere")]

    operations = [
        migrations.AddField(
            model_name="attendance",
            name="call_phone",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=40,
                validators=[matchmaking.common.calls.validate_phone],
                verbose_name="phone",
            ),
        ),
    ]
