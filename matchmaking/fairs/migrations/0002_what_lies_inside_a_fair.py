from django.db import migrations

from matchmaking.common.vetoes import never_changes, veto

# The days on which a stretch of time begins and ends, on the clock of the fair.
DAY_OF_SLOT = "({slot}.{edge} AT TIME ZONE fair.time_zone)::date"
FIRST = DAY_OF_SLOT.format(slot="slot", edge="starts_at")
LAST = DAY_OF_SLOT.format(slot="slot", edge="ends_at")
OUTSIDE = f"({FIRST} < fair.starts_on OR {LAST} > fair.ends_on)"


class Migration(migrations.Migration):
    dependencies = [("fairs", "0001_the_first_tables")]

    operations = [
        veto(
            name="opening_hours_lie_inside_their_fair",
            table="fairs_openinghours",
            on="INSERT OR UPDATE",
            because="These opening hours are on a day on which the fair does not take place.",
            lock="fairs_fair WHERE id = NEW.fair_id",
            sql="""
                SELECT 1 FROM fairs_fair fair
                WHERE fair.id = NEW.fair_id AND NEW.day NOT BETWEEN fair.starts_on AND fair.ends_on
            """,
        ),
        veto(
            name="meeting_slots_lie_inside_their_fair",
            table="fairs_meetingslot",
            on="INSERT OR UPDATE",
            because="This meeting slot is on a day on which the fair does not take place.",
            lock="fairs_fair WHERE id = NEW.fair_id",
            sql=f"""
                SELECT 1 FROM fairs_fair fair, (SELECT NEW.*) slot
                WHERE fair.id = slot.fair_id AND {OUTSIDE}
            """,
        ),
        veto(
            name="fair_days_hold_its_hours_and_slots",
            table="fairs_fair",
            on="UPDATE OF starts_on, ends_on, time_zone",
            because="The fair has opening hours or meeting slots outside these days.",
            sql=f"""
                SELECT 1 FROM fairs_openinghours hours
                WHERE hours.fair_id = NEW.id AND hours.day NOT BETWEEN NEW.starts_on AND NEW.ends_on
                UNION ALL
                SELECT 1 FROM fairs_meetingslot slot, (SELECT NEW.*) fair
                WHERE slot.fair_id = NEW.id AND {OUTSIDE}
            """,
        ),
        never_changes(
            name="hall_stays_in_its_fair",
            table="fairs_hall",
            column="fair_id",
            because="A hall does not move to another fair.",
        ),
        never_changes(
            name="participant_stays_in_his_fair",
            table="fairs_participant",
            column="fair_id",
            because="A participation does not move to another fair.",
        ),
        veto(
            name="room_stays_in_its_fair",
            table="fairs_room",
            on="UPDATE OF hall_id",
            because="A room does not move to another fair.",
            sql="""
                SELECT 1 FROM fairs_hall before, fairs_hall after
                WHERE before.id = OLD.hall_id AND after.id = NEW.hall_id AND before.fair_id <> after.fair_id
            """,
        ),
    ]
