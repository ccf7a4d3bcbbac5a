from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fairs", "0021_how_long_a_fair_keeps_data"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalparticipant",
            name="presence",
            field=models.CharField(
                choices=[
                    ("remote", "by video"),
                    ("on_the_spot", "at the fair, on the spot"),
                    ("either", "whichever suits the other side"),
                ],
                db_default="remote",
                default="remote",
                max_length=11,
                verbose_name="how I take part",
            ),
        ),
        migrations.AddField(
            model_name="participant",
            name="presence",
            field=models.CharField(
                choices=[
                    ("remote", "by video"),
                    ("on_the_spot", "at the fair, on the spot"),
                    ("either", "whichever suits the other side"),
                ],
                db_default="remote",
                default="remote",
                max_length=11,
                verbose_name="how I take part",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(("presence__in", ["remote", "on_the_spot", "either"])),
                name="participant_presence_is_one_of_three",
            ),
        ),
    ]
