import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0015_who_has_arranged_a_meeting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="waitinglistentry",
            name="offered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalwaitinglistentry",
            name="offered_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="waitinglistentry",
            name="is_rescue",
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name="found on the day"),
        ),
        migrations.AddField(
            model_name="historicalwaitinglistentry",
            name="is_rescue",
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name="found on the day"),
        ),
    ]
