from django.db import migrations

from matchmaking.common.vetoes import veto

TABLE, EVENTS = "meetings_booking", "INSERT OR UPDATE OF fair_id, slot_id, room_id, starts_at, ends_at"
ROOM_OF_ITS_FAIR = """
    SELECT 1 FROM fairs_room room JOIN fairs_hall hall ON hall.id = room.hall_id
    WHERE room.id = NEW.room_id AND hall.fair_id <> NEW.fair_id
"""
AS_LONG_AS_ITS_SLOT = veto(
    name="booking_has_the_times_and_the_fair_of_its_slot",
    table=TABLE,
    on=EVENTS,
    because="A booking is in a slot and a room of its fair, and lasts as long as the slot.",
    sql=f"""
        SELECT 1 FROM fairs_meetingslot slot
        WHERE slot.id = NEW.slot_id AND (slot.fair_id, slot.starts_at, slot.ends_at)
            IS DISTINCT FROM (NEW.fair_id, NEW.starts_at, NEW.ends_at)
        UNION ALL {ROOM_OF_ITS_FAIR}
    """,
)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0008_what_became_of_a_meeting")]

    operations = [
        migrations.RunSQL(sql=AS_LONG_AS_ITS_SLOT.reverse_sql, reverse_sql=AS_LONG_AS_ITS_SLOT.sql),
        veto(
            name="booking_begins_with_its_slot",
            table=TABLE,
            on=EVENTS,
            because="A booking is in a slot and a room of its fair, begins with the slot, and does not end before it.",
            sql=f"""
                SELECT 1 FROM fairs_meetingslot slot
                WHERE slot.id = NEW.slot_id AND ((slot.fair_id, slot.starts_at)
                    IS DISTINCT FROM (NEW.fair_id, NEW.starts_at) OR NEW.ends_at < slot.ends_at)
                UNION ALL {ROOM_OF_ITS_FAIR}
            """,
        ),
    ]
