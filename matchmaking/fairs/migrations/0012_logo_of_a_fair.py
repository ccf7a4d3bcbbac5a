from django.db import migrations, models

import matchmaking.common.uploads


class Migration(migrations.Migration):
    dependencies = [("fairs", "0011_a_fair_is_archived")]

    operations = [
        migrations.AddField(
            model_name="fair",
            name="logo",
            field=models.ImageField(
                blank=True,
                db_default="",
                default="",
                upload_to=matchmaking.common.uploads.image_path("fairs"),
                verbose_name="logo",
            ),
        ),
        migrations.AddField(
            model_name="historicalfair",
            name="logo",
            field=models.TextField(blank=True, db_default="", default="", max_length=100, verbose_name="logo"),
        ),
    ]
