from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fairs", "0007_who_organised_owns")]

    operations = [
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("roles__contains", ["organiser"]), models.Q(("duty", ""), _negated=True)),
                    models.Q(models.Q(("roles__contains", ["organiser"]), _negated=True), ("duty", "")),
                    _connector="OR",
                ),
                name="organiser_has_a_duty",
                violation_error_message="Whoever organises has a duty, and nobody else.",
            ),
        ),
    ]
