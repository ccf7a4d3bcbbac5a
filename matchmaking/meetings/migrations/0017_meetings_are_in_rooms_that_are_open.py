from django.db import migrations

from matchmaking.common.vetoes import veto

# Whoever books takes the row of his room FOR SHARE; whoever closes a room, moves it or changes the hours of its hall
# takes it for himself. So each of the two sees what the other has done (docs/decisions/0031).
BOOKED = "INSERT OR UPDATE OF room_id, slot_id, starts_at, ends_at, status"
ROOM_BOOKED = "fairs_room WHERE id = NEW.room_id AND NEW.status = 'confirmed'"
# A meeting that lasts longer than its slot may outlast the hours; one that is over is in nobody's way.
OUTSIDE = """
    SELECT 1 FROM meetings_booking meeting
    JOIN fairs_room room ON room.id = meeting.room_id
    LEFT JOIN fairs_meetingslot slot ON slot.id = meeting.slot_id
    WHERE {whose} AND meeting.status = 'confirmed' AND meeting.ends_at > now()
        AND NOT hall_is_open({hall}, meeting.starts_at, coalesce(slot.ends_at, meeting.ends_at))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0016_found_on_the_day"),
        ("fairs", "0010_hours_of_halls_lie_inside_their_fair"),
    ]

    operations = [
        veto(
            name="meeting_is_not_in_a_closed_room",
            table="meetings_booking",
            on=BOOKED,
            because="The room is closed at that time.",
            lock=ROOM_BOOKED,
            sql="""
                SELECT 1 FROM fairs_roomclosure closure
                WHERE closure.room_id = NEW.room_id AND NEW.status = 'confirmed'
                    AND tstzrange(closure.starts_at, closure.ends_at) && tstzrange(NEW.starts_at, NEW.ends_at)
            """,
        ),
        veto(
            name="closed_room_holds_no_meeting",
            table="fairs_roomclosure",
            on="INSERT OR UPDATE",
            because="A meeting is booked in this room at that time.",
            lock="fairs_room WHERE id = NEW.room_id",
            strength="NO KEY UPDATE",
            sql="""
                SELECT 1 FROM meetings_booking meeting
                WHERE meeting.room_id = NEW.room_id AND meeting.status = 'confirmed'
                    AND tstzrange(meeting.starts_at, meeting.ends_at) && tstzrange(NEW.starts_at, NEW.ends_at)
            """,
        ),
        veto(
            name="meeting_is_while_its_hall_is_open",
            table="meetings_booking",
            on=BOOKED,
            because="The hall of this room is not open at that time.",
            lock=ROOM_BOOKED,
            sql=OUTSIDE.format(whose="meeting.id = NEW.id", hall="room.hall_id"),
        ),
        veto(
            name="hours_of_a_hall_hold_its_meetings",
            table="fairs_hallhours",
            on="INSERT OR UPDATE",
            because="A meeting is booked in this hall outside these hours.",
            lock="fairs_room WHERE hall_id = NEW.hall_id",
            strength="NO KEY UPDATE",
            sql=OUTSIDE.format(whose="room.hall_id = NEW.hall_id", hall="NEW.hall_id"),
        ),
        veto(
            name="hours_that_go_leave_no_meeting_outside",
            table="fairs_hallhours",
            on="DELETE",
            because="A meeting is booked in this hall in these hours.",
            lock="fairs_room WHERE hall_id = OLD.hall_id",
            strength="NO KEY UPDATE",
            sql=OUTSIDE.format(whose="room.hall_id = OLD.hall_id", hall="OLD.hall_id"),
        ),
        veto(
            name="room_moves_only_where_its_meetings_may_be",
            table="fairs_room",
            on="UPDATE OF hall_id",
            because="The other hall is not open when people meet in this room.",
            sql=OUTSIDE.format(whose="room.id = NEW.id AND NEW.hall_id <> OLD.hall_id", hall="NEW.hall_id"),
        ),
        veto(
            name="clock_of_a_fair_leaves_its_meetings_in_open_halls",
            table="fairs_fair",
            on="UPDATE OF time_zone",
            because="By this clock a hall is not open when people meet there.",
            sql="""
                SELECT 1 FROM fairs_hall hall, LATERAL ("""
            + OUTSIDE.format(whose="room.hall_id = hall.id", hall="hall.id")
            + """) AS outside
                WHERE hall.fair_id = NEW.id AND NEW.time_zone <> OLD.time_zone
            """,
        ),
    ]
