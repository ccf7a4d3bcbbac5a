import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fairs", "0015_texts_leave_the_fair"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="OrganiserInvitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                (
                    "duty",
                    models.CharField(
                        choices=[
                            ("owner", "owner"),
                            ("manager", "manager"),
                            ("helper", "helper"),
                            ("analyst", "analyst"),
                        ],
                        max_length=8,
                        verbose_name="duty as an organiser",
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("expires_at", models.DateTimeField(verbose_name="expires at")),
                ("sent_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="sent at")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="accepted at")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked at")),
            ],
            options={
                "verbose_name": "invitation of an organiser",
                "verbose_name_plural": "invitations of organisers",
                "ordering": ["-created_at"],
            },
        ),
        migrations.AddField(
            model_name="organiserinvitation",
            name="accepted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="organiserinvitation",
            name="fair",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="organiser_invitations", to="fairs.fair"
            ),
        ),
        migrations.AddField(
            model_name="organiserinvitation",
            name="invited_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="organiserinvitation",
            name="leader",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="followers",
                to="fairs.organiserinvitation",
            ),
        ),
        migrations.AddConstraint(
            model_name="organiserinvitation",
            constraint=models.UniqueConstraint(
                models.F("fair"),
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(("accepted_at", None), ("revoked_at", None)),
                name="one_open_invitation_to_organise_a_fair",
            ),
        ),
        migrations.AddConstraint(
            model_name="organiserinvitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("accepted_at", None), ("revoked_at", None), _connector="OR"),
                name="organiser_invitation_accepted_or_revoked",
            ),
        ),
    ]
