"""What was announced before it was written down when it went out: then, and to whoever was told."""

from django.db import migrations

BEGUN = """
    UPDATE reminders_announcement AS news
    SET begun_at = news.send_at, ended_at = news.send_at, reached = (
        SELECT count(*) FROM reminders_notice AS told WHERE told.kind = 'announcement' AND told.subject = news.id
    )
    WHERE news.send_at <= now()
"""


class Migration(migrations.Migration):
    dependencies = [("reminders", "0004_what_organisers_say")]
    operations = [migrations.RunSQL(BEGUN, migrations.RunSQL.noop)]
