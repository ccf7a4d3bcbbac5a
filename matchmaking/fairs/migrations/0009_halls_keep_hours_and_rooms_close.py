import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fairs", "0008_organiser_has_a_duty"),
    ]

    operations = [
        migrations.CreateModel(
            name="HallHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                ("opens_at", models.TimeField(verbose_name="opens at")),
                ("closes_at", models.TimeField(verbose_name="closes at")),
                (
                    "hall",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hours", to="fairs.hall"
                    ),
                ),
            ],
            options={
                "verbose_name": "hours of a hall",
                "verbose_name_plural": "hours of halls",
                "ordering": ["day", "opens_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="hall_hours_end_after_they_begin",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("hall", "="),
                            (
                                models.Func(
                                    models.ExpressionWrapper(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("day"), "+", models.F("opens_at")
                                        ),
                                        output_field=models.DateTimeField(),
                                    ),
                                    models.ExpressionWrapper(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("day"), "+", models.F("closes_at")
                                        ),
                                        output_field=models.DateTimeField(),
                                    ),
                                    function="TSRANGE",
                                    output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="hours_of_a_hall_do_not_overlap",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoomClosure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="to")),
                ("reason", models.CharField(blank=True, max_length=160, verbose_name="reason")),
                (
                    "closed_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="closed at"),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="closures", to="fairs.room"
                    ),
                ),
            ],
            options={
                "verbose_name": "closed room",
                "verbose_name_plural": "closed rooms",
                "ordering": ["starts_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="closure_ends_after_it_begins"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("room", "="),
                            (
                                models.Func(
                                    models.F("starts_at"),
                                    models.F("ends_at"),
                                    function="TSTZRANGE",
                                    output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="closures_of_a_room_do_not_overlap",
                    ),
                ],
            },
        ),
    ]
