from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fairs", "0004_when_a_slot_was_added"),
        ("meetings", "0009_a_meeting_may_last_longer"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="booking",
            name="confirmed_booking_has_a_slot",
        ),
        migrations.AddField(
            model_name="booking",
            name="is_walk_in",
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name="walk-in"),
        ),
        migrations.AddField(
            model_name="historicalbooking",
            name="is_walk_in",
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name="walk-in"),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "cancelled"), ("slot__isnull", False), ("is_walk_in", True), _connector="OR"
                ),
                name="confirmed_booking_has_a_slot",
            ),
        ),
    ]
