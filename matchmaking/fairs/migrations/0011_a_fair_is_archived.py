from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fairs", "0010_hours_of_halls_lie_inside_their_fair")]

    operations = [
        migrations.AddField(
            model_name="fair",
            name="archived_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="archived at"),
        ),
        migrations.AddField(
            model_name="historicalfair",
            name="archived_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="archived at"),
        ),
        migrations.AddConstraint(
            model_name="fair",
            constraint=models.CheckConstraint(
                condition=models.Q(("archived_at", None), ("status", "closed"), _connector="OR"),
                name="only_a_closed_fair_is_archived",
            ),
        ),
    ]
