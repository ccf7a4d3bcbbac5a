from django.db import migrations


class Migration(migrations.Migration):
    """A search ranks by these vectors, and unpacking them took more than half of its time."""

    dependencies = [("visitors", "0001_the_first_tables")]

    operations = [
        migrations.RunSQL(
            sql="ALTER TABLE visitors_directoryentry ALTER COLUMN words SET STORAGE EXTERNAL",
            reverse_sql="ALTER TABLE visitors_directoryentry ALTER COLUMN words SET STORAGE EXTENDED",
        ),
    ]
