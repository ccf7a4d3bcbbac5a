from django.db import migrations


class Migration(migrations.Migration):
    """A search ranks by these vectors, and unpacking them took more than half of its time."""

    dependencies = [("exhibitors", "0002_what_belongs_to_a_stand")]

    operations = [
        migrations.RunSQL(
            sql="ALTER TABLE exhibitors_directoryentry ALTER COLUMN words SET STORAGE EXTERNAL",
            reverse_sql="ALTER TABLE exhibitors_directoryentry ALTER COLUMN words SET STORAGE EXTENDED",
        ),
    ]
