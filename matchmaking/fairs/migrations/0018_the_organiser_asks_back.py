import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fairs", "0017_what_is_asked_of_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalparticipant",
            name="inquired_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="asked at"),
        ),
        migrations.AddField(
            model_name="historicalparticipant",
            name="inquired_by",
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
            model_name="historicalparticipant",
            name="inquiry",
            field=models.TextField(
                blank=True, db_default="", default="", max_length=1000, verbose_name="question of the organiser"
            ),
        ),
        migrations.AddField(
            model_name="historicalparticipant",
            name="replied_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="replied at"),
        ),
        migrations.AddField(
            model_name="historicalparticipant",
            name="reply",
            field=models.TextField(
                blank=True, db_default="", default="", max_length=2000, verbose_name="reply to the organiser"
            ),
        ),
        migrations.AddField(
            model_name="participant",
            name="inquired_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="asked at"),
        ),
        migrations.AddField(
            model_name="participant",
            name="inquired_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="participant",
            name="inquiry",
            field=models.TextField(
                blank=True, db_default="", default="", max_length=1000, verbose_name="question of the organiser"
            ),
        ),
        migrations.AddField(
            model_name="participant",
            name="replied_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="replied at"),
        ),
        migrations.AddField(
            model_name="participant",
            name="reply",
            field=models.TextField(
                blank=True, db_default="", default="", max_length=2000, verbose_name="reply to the organiser"
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("inquired_at", None), ("inquiry", ""), ("replied_at", None), ("reply", "")),
                    models.Q(
                        models.Q(("inquiry", ""), _negated=True),
                        ("inquired_at__isnull", False),
                        models.Q(
                            models.Q(("replied_at", None), ("reply", "")),
                            models.Q(models.Q(("reply", ""), _negated=True), ("replied_at__isnull", False)),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="participant_asked_iff_stamped",
            ),
        ),
    ]
