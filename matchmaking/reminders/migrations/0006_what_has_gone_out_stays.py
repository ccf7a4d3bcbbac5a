"""What people were told is not changed behind their backs."""

from django.db import migrations

from matchmaking.common.vetoes import veto

WORDS = ("title", "text", "language")
AUDIENCE = ("roles", "hall_id", "countries", "languages", "without_meetings", "at_incomplete_stands", "not_checked_in")
KEPT = (*WORDS, *AUDIENCE, "send_at", "begun_at", "reached")


class Migration(migrations.Migration):
    dependencies = [("reminders", "0005_what_was_announced_has_begun")]
    operations = [
        veto(
            name="sent_announcement_stays",
            table="reminders_announcement",
            on="UPDATE",
            because="An announcement that has begun to go out stays as it is.",
            sql="SELECT 1 WHERE OLD.begun_at IS NOT NULL AND ("
            + " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in KEPT)
            + ")",
        ),
        veto(
            name="texts_of_a_sent_announcement_stay",
            table="reminders_announcementtext",
            on="INSERT OR UPDATE",
            because="An announcement that has begun to go out stays as it is.",
            lock="reminders_announcement WHERE id = NEW.announcement_id",
            sql="SELECT 1 FROM reminders_announcement AS news"
            " WHERE news.id = NEW.announcement_id AND news.begun_at IS NOT NULL",
        ),
    ]
