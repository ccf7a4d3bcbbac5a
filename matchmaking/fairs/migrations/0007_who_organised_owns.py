from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("fairs", "0006_duty_of_an_organiser")]

    operations = [
        migrations.RunSQL(
            "UPDATE fairs_participant SET duty = 'owner' WHERE 'organiser' = ANY(roles)", migrations.RunSQL.noop
        ),
    ]
