from django.db import migrations, models


class Migration(migrations.Migration):
    """Products and texts are counted, so that a form which was filled in over an older one is recognised."""

    dependencies = [("companies", "0005_people_have_an_owner")]

    operations = [
        migrations.AddField("companytext", "version", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AddField("product", "version", models.PositiveIntegerField(default=1, editable=False)),
    ]
