import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import matchmaking.common.places


class Migration(migrations.Migration):
    dependencies = [("fairs", "0012_logo_of_a_fair"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="FairText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        max_length=3, validators=[matchmaking.common.places.validate_language], verbose_name="language"
                    ),
                ),
                ("tagline", models.CharField(blank=True, default="", max_length=160, verbose_name="in one line")),
                ("description", models.TextField(blank=True, default="", max_length=6000, verbose_name="description")),
                ("welcome", models.TextField(blank=True, default="", max_length=2000, verbose_name="welcome")),
            ],
            options={
                "verbose_name": "text of a fair",
                "verbose_name_plural": "texts of fairs",
                "ordering": ["language"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalFairText",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        max_length=3, validators=[matchmaking.common.places.validate_language], verbose_name="language"
                    ),
                ),
                ("tagline", models.CharField(blank=True, default="", max_length=160, verbose_name="in one line")),
                ("description", models.TextField(blank=True, default="", max_length=6000, verbose_name="description")),
                ("welcome", models.TextField(blank=True, default="", max_length=2000, verbose_name="welcome")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical text of a fair",
                "verbose_name_plural": "historical texts of fairs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="fairtext",
            name="fair",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="fairs.fair"),
        ),
        migrations.AddField(
            model_name="historicalfairtext",
            name="fair",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="fairs.fair",
            ),
        ),
        migrations.AddField(
            model_name="historicalfairtext",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="fairtext",
            constraint=models.UniqueConstraint(fields=("fair", "language"), name="one_text_per_language_and_fair"),
        ),
        migrations.AddConstraint(
            model_name="fairtext",
            constraint=models.CheckConstraint(
                condition=models.Q(("description", ""), ("tagline", ""), ("welcome", ""), _negated=True),
                name="fair_text_says_something",
            ),
        ),
    ]
