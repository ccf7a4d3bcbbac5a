import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exhibitors", "0005_lines_are_ranked_by_their_owners_words"),
        ("fairs", "0004_when_a_slot_was_added"),
        ("lobbies", "0005_device_checks"),
        ("meetings", "0010_walk_ins"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StandStay",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("is_team", models.BooleanField(default=False, verbose_name="of the stand's team")),
                ("arrived_at", models.DateTimeField(verbose_name="arrived at")),
                ("seen_at", models.DateTimeField(verbose_name="last heard of at")),
                ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="left at")),
                (
                    "stand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stays", to="exhibitors.exhibitor"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stand_stays",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "stay at a stand",
                "verbose_name_plural": "stays at stands",
                "ordering": ["arrived_at"],
                "indexes": [
                    models.Index(condition=models.Q(("left_at", None)), fields=["stand"], name="stand_stays_that_last")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("seen_at__gte", models.F("arrived_at"))),
                        name="stand_stay_is_seen_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_at", None), ("left_at__gte", models.F("arrived_at")), _connector="OR"
                        ),
                        name="stand_stay_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WalkIn",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("wish", models.CharField(blank=True, max_length=300, verbose_name="what it is about")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "waits"),
                            ("let in", "let in"),
                            ("declined", "declined"),
                            ("offered", "offered another time"),
                            ("left", "has left"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("came_at", models.DateTimeField(verbose_name="came at")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="waited until")),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="answer")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "booking",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="walk_in",
                        to="meetings.booking",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="walk_ins", to="fairs.participant"
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="walk_in",
                        to="meetings.meetingrequest",
                    ),
                ),
                (
                    "stand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="walk_ins", to="exhibitors.exhibitor"
                    ),
                ),
            ],
            options={
                "verbose_name": "walk-in",
                "verbose_name_plural": "walk-ins",
                "ordering": ["came_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "waiting")), fields=["stand", "came_at"], name="queue_of_a_stand"
                    ),
                    models.Index(fields=["participant", "came_at"], name="walk_ins_of_a_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "waiting")),
                        fields=("stand", "participant"),
                        name="one_place_per_person_in_a_queue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("status", "waiting")),
                            models.Q(
                                models.Q(("status", "waiting"), _negated=True),
                                ("ended_at__gte", models.F("came_at")),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="walk_in_waits_until_it_ends",
                    ),
                ],
            },
        ),
    ]
