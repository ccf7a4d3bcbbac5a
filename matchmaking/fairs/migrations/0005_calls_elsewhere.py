from django.db import migrations, models

import matchmaking.common.calls


class Migration(migrations.Migration):
    dependencies = [
        ("fairs", "0004_when_a_slot_was_added"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalroom",
            name="call_link",
            field=models.CharField(
                blank=True,
                help_text="A link to Zoom, Teams, Meet, VooV or another service, for whoever cannot be reached by the room's own.",
                max_length=500,
                validators=[matchmaking.common.calls.validate_call_link],
                verbose_name="call elsewhere",
            ),
        ),
        migrations.AddField(
            model_name="room",
            name="call_link",
            field=models.CharField(
                blank=True,
                help_text="A link to Zoom, Teams, Meet, VooV or another service, for whoever cannot be reached by the room's own.",
                max_length=500,
                validators=[matchmaking.common.calls.validate_call_link],
                verbose_name="call elsewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.CheckConstraint(
                condition=models.Q(("call_link", ""), ("call_link__startswith", "https://"), _connector="OR"),
                name="room_links_safely",
            ),
        ),
    ]
