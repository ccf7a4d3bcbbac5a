import django.contrib.postgres.search
from django.db import migrations


class Migration(migrations.Migration):
    """The lines are found stale, and so written anew in the background; until then they are found, but not ranked."""

    dependencies = [("visitors", "0002_words_are_read_without_unpacking")]

    operations = [
        migrations.AddField(
            model_name="directoryentry",
            name="own_words",
            field=django.contrib.postgres.search.SearchVectorField(default=""),
            preserve_default=False,
        ),
        migrations.RunSQL(
            sql=[
                "ALTER TABLE visitors_directoryentry ALTER COLUMN own_words SET STORAGE MAIN",
                "UPDATE visitors_directoryentry SET indexed_at = 'epoch'",
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
