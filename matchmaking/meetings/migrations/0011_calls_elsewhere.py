from django.conf import settings
from django.db import migrations, models

import matchmaking.common.calls


class Migration(migrations.Migration):
    dependencies = [
        ("exhibitors", "0005_lines_are_ranked_by_their_owners_words"),
        ("fairs", "0005_calls_elsewhere"),
        ("meetings", "0010_walk_ins"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="call_link",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=500,
                validators=[matchmaking.common.calls.validate_call_link],
                verbose_name="call elsewhere",
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="call_phone",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=40,
                validators=[matchmaking.common.calls.validate_phone],
                verbose_name="phone",
            ),
        ),
        migrations.AddField(
            model_name="historicalbooking",
            name="call_link",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=500,
                validators=[matchmaking.common.calls.validate_call_link],
                verbose_name="call elsewhere",
            ),
        ),
        migrations.AddField(
            model_name="historicalbooking",
            name="call_phone",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=40,
                validators=[matchmaking.common.calls.validate_phone],
                verbose_name="phone",
            ),
        ),
        migrations.AddField(
            model_name="historicalstandterms",
            name="call_link",
            field=models.CharField(
                blank=True,
                help_text="A link to Zoom, Teams, Meet, VooV or another service, offered if a call in the room does not work.",
                max_length=500,
                validators=[matchmaking.common.calls.validate_call_link],
                verbose_name="call elsewhere",
            ),
        ),
        migrations.AddField(
            model_name="historicalstandterms",
            name="call_phone",
            field=models.CharField(
                blank=True,
                help_text="Whoever meets you can ring you there. Nobody else sees it.",
                max_length=40,
                validators=[matchmaking.common.calls.validate_phone],
                verbose_name="phone",
            ),
        ),
        migrations.AddField(
            model_name="standterms",
            name="call_link",
            field=models.CharField(
                blank=True,
                help_text="A link to Zoom, Teams, Meet, VooV or another service, offered if a call in the room does not work.",
                max_length=500,
                validators=[matchmaking.common.calls.validate_call_link],
                verbose_name="call elsewhere",
            ),
        ),
        migrations.AddField(
            model_name="standterms",
            name="call_phone",
            field=models.CharField(
                blank=True,
                help_text="Whoever meets you can ring you there. Nobody else sees it.",
                max_length=40,
                validators=[matchmaking.common.calls.validate_phone],
                verbose_name="phone",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(("call_link", ""), ("call_link__startswith", "https://"), _connector="OR"),
                name="booking_links_safely",
            ),
        ),
        migrations.AddConstraint(
            model_name="standterms",
            constraint=models.CheckConstraint(
                condition=models.Q(("call_link", ""), ("call_link__startswith", "https://"), _connector="OR"),
                name="stand_links_safely",
            ),
        ),
    ]
