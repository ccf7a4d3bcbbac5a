from django.db import migrations

from matchmaking.common.vetoes import veto, veto_of_many


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0001_the_first_tables"),
        ("fairs", "0002_what_lies_inside_a_fair"),
    ]

    operations = [
        veto_of_many(
            name="availability_is_at_the_fair_of_its_slot",
            table="meetings_availability",
            because="This slot is in the timetable of another fair.",
            sql="""
                SELECT 1 FROM fresh
                JOIN fairs_participant person ON person.id = fresh.participant_id
                JOIN fairs_meetingslot slot ON slot.id = fresh.slot_id
                WHERE person.fair_id <> slot.fair_id
            """,
        ),
        veto(
            name="availability_never_changes",
            table="meetings_availability",
            on="UPDATE",
            because="A slot is opened or closed, never exchanged for another one.",
            sql="SELECT 1",
        ),
        veto(
            name="request_stays_within_its_fair",
            table="meetings_meetingrequest",
            on="INSERT OR UPDATE OF fair_id, sender_id, sender_stand_id, recipient_id, recipient_stand_id",
            because="Both sides of a request take part in the same fair.",
            sql="""
                SELECT 1 FROM fairs_participant person
                WHERE person.id IN (NEW.sender_id, NEW.recipient_id) AND person.fair_id <> NEW.fair_id
                UNION ALL
                SELECT 1 FROM exhibitors_exhibitor stand
                WHERE stand.id IN (NEW.sender_stand_id, NEW.recipient_stand_id) AND stand.fair_id <> NEW.fair_id
            """,
        ),
        veto(
            name="requested_slot_is_of_the_requests_fair",
            table="meetings_requestedslot",
            on="INSERT OR UPDATE",
            because="The slot that is asked for is in the timetable of another fair.",
            sql="""
                SELECT 1 FROM meetings_meetingrequest request, fairs_meetingslot slot
                WHERE request.id = NEW.request_id AND slot.id = NEW.slot_id AND request.fair_id <> slot.fair_id
            """,
        ),
        veto(
            name="booking_has_the_times_and_the_fair_of_its_slot",
            table="meetings_booking",
            on="INSERT OR UPDATE OF fair_id, slot_id, room_id, starts_at, ends_at",
            because="A booking is in a slot and a room of its fair, and lasts as long as the slot.",
            sql="""
                SELECT 1 FROM fairs_meetingslot slot
                WHERE slot.id = NEW.slot_id AND (slot.fair_id, slot.starts_at, slot.ends_at)
                    IS DISTINCT FROM (NEW.fair_id, NEW.starts_at, NEW.ends_at)
                UNION ALL
                SELECT 1 FROM fairs_room room JOIN fairs_hall hall ON hall.id = room.hall_id
                WHERE room.id = NEW.room_id AND hall.fair_id <> NEW.fair_id
            """,
        ),
        veto(
            name="slot_with_meetings_keeps_its_times",
            table="fairs_meetingslot",
            on="UPDATE OF fair_id, starts_at, ends_at",
            because="A meeting is booked in this slot: it keeps its times.",
            sql="""
                SELECT 1 FROM meetings_booking booking
                WHERE booking.slot_id = NEW.id AND booking.status = 'confirmed'
                    AND (NEW.fair_id, NEW.starts_at, NEW.ends_at)
                    IS DISTINCT FROM (OLD.fair_id, OLD.starts_at, OLD.ends_at)
            """,
        ),
        veto(
            name="attendance_is_its_persons_own",
            table="meetings_attendance",
            on="INSERT OR UPDATE OF booking_id, participant_id, user_id, stand_id",
            because="Whoever is at a meeting takes part in its fair, and so does the stand that he is there for.",
            sql="""
                SELECT 1 FROM meetings_booking booking, fairs_participant person
                WHERE booking.id = NEW.booking_id AND person.id = NEW.participant_id
                    AND (person.user_id <> NEW.user_id OR person.fair_id <> booking.fair_id)
                UNION ALL
                SELECT 1 FROM meetings_booking booking, exhibitors_exhibitor stand
                WHERE booking.id = NEW.booking_id AND stand.id = NEW.stand_id AND stand.fair_id <> booking.fair_id
            """,
        ),
        # The times and the status of an attendance are its booking's. A foreign key over all of them copies every
        # change of a booking, so that whoever is there is looked at again: one UPDATE moves or cancels a meeting.
        migrations.RunSQL(
            sql="""
                ALTER TABLE meetings_booking ADD CONSTRAINT booking_as_its_attendances_say
                    UNIQUE (id, status, starts_at, ends_at);
                ALTER TABLE meetings_attendance ADD CONSTRAINT attendance_says_what_its_booking_says
                    FOREIGN KEY (booking_id, status, starts_at, ends_at)
                    REFERENCES meetings_booking (id, status, starts_at, ends_at)
                    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
            """,
            reverse_sql="""
                ALTER TABLE meetings_attendance DROP CONSTRAINT attendance_says_what_its_booking_says;
                ALTER TABLE meetings_booking DROP CONSTRAINT booking_as_its_attendances_say;
            """,
        ),
        veto(
            name="waiting_list_stays_within_its_fair",
            table="meetings_waitinglistentry",
            on="INSERT OR UPDATE OF fair_id, waiting_id, waiting_stand_id, wanted_id, wanted_stand_id, host_id, slot_id",
            because="Who waits, who is wanted and what is offered belong to the same fair.",
            sql="""
                SELECT 1 FROM fairs_participant person
                WHERE person.id IN (NEW.waiting_id, NEW.wanted_id, NEW.host_id) AND person.fair_id <> NEW.fair_id
                UNION ALL
                SELECT 1 FROM exhibitors_exhibitor stand
                WHERE stand.id IN (NEW.waiting_stand_id, NEW.wanted_stand_id) AND stand.fair_id <> NEW.fair_id
                UNION ALL
                SELECT 1 FROM fairs_meetingslot slot WHERE slot.id = NEW.slot_id AND slot.fair_id <> NEW.fair_id
            """,
        ),
    ]
