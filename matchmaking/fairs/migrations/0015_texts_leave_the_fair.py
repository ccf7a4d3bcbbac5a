from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("fairs", "0014_what_fairs_have_said")]

    operations = [
        migrations.RemoveField(
            model_name="fair",
            name="description",
        ),
        migrations.RemoveField(
            model_name="fair",
            name="tagline",
        ),
        migrations.RemoveField(
            model_name="historicalfair",
            name="description",
        ),
        migrations.RemoveField(
            model_name="historicalfair",
            name="tagline",
        ),
    ]
