from django.db import migrations


class Migration(migrations.Migration):
    """A search ranks by these vectors, and unpacking them took more than half of its time."""

    dependencies = [("exhibitors", "0003_when_an_invitation_was_sent")]

    operations = [
        migrations.RunSQL(
            sql="ALTER TABLE exhibitors_directoryentry ALTER COLUMN words SET STORAGE EXTERNAL",
            reverse_sql="ALTER TABLE exhibitors_directoryentry ALTER COLUMN words SET STORAGE EXTENDED",
        ),
    ]
