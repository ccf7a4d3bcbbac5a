from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import migrations
from django.db.models import Deferrable, F, Func, Q

SPAN = Func(F("starts_at"), F("ends_at"), function="TSTZRANGE", output_field=DateTimeRangeField())


class Migration(migrations.Migration):
    """Looked at after each statement and not after each row, so that two meetings may swap their rooms in one."""

    dependencies = [("meetings", "0013_what_is_asked_for_reminders")]

    operations = [
        migrations.RemoveConstraint(model_name="booking", name="room_holds_one_meeting_at_a_time"),
        migrations.AddConstraint(
            model_name="booking",
            constraint=ExclusionConstraint(
                name="room_holds_one_meeting_at_a_time",
                expressions=[("room", RangeOperators.EQUAL), (SPAN, RangeOperators.OVERLAPS)],
                condition=Q(status="confirmed"),
                deferrable=Deferrable.IMMEDIATE,
            ),
        ),
    ]
