from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fairs", "0005_calls_elsewhere"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalparticipant",
            name="duty",
            field=models.CharField(
                blank=True,
                choices=[("owner", "owner"), ("manager", "manager"), ("helper", "helper"), ("analyst", "analyst")],
                default="",
                max_length=8,
                verbose_name="duty as an organiser",
            ),
        ),
        migrations.AddField(
            model_name="participant",
            name="duty",
            field=models.CharField(
                blank=True,
                choices=[("owner", "owner"), ("manager", "manager"), ("helper", "helper"), ("analyst", "analyst")],
                default="",
                max_length=8,
                verbose_name="duty as an organiser",
            ),
        ),
    ]
