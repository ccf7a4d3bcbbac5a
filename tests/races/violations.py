"""What may never be, asked in plain SQL of all meetings, requests and lists that there are.

Nothing of the product is used: no model, no query, no range operator, and the times and the status of an attendance are
its booking's, whatever its own copies say. So a mistake of the product cannot hide itself here.
"""

from datetime import datetime

from django.db import connection

# Each asks for what breaks the sentence that names it; a text says what it is.
VIOLATIONS = {
    "nobody is at two meetings at once": """
        WITH place AS (
            SELECT seat.user_id, seat.booking_id, meeting.starts_at, meeting.ends_at
            FROM meetings_attendance seat JOIN meetings_booking meeting ON meeting.id = seat.booking_id
            WHERE meeting.status = 'confirmed' AND seat.excused_at IS NULL
        )
        SELECT format('person %s: %s and %s', one.user_id, one.booking_id, other.booking_id)
        FROM place one JOIN place other ON one.user_id = other.user_id AND one.booking_id < other.booking_id
        WHERE one.starts_at < other.ends_at AND other.starts_at < one.ends_at
    """,
    "a room holds one meeting at a time": """
        SELECT format('room %s: %s and %s', one.room_id, one.id, other.id)
        FROM meetings_booking one JOIN meetings_booking other ON one.room_id = other.room_id AND one.id < other.id
        WHERE one.status = 'confirmed' AND other.status = 'confirmed'
            AND one.starts_at < other.ends_at AND other.starts_at < one.ends_at
    """,
    "a meeting that stands has a slot and a room of its fair, and the slot's times": """
        SELECT meeting.id::text FROM meetings_booking meeting
        LEFT JOIN fairs_meetingslot slot ON slot.id = meeting.slot_id
        LEFT JOIN fairs_room room ON room.id = meeting.room_id
        LEFT JOIN fairs_hall hall ON hall.id = room.hall_id
        WHERE meeting.status = 'confirmed'
            AND (slot.fair_id, hall.fair_id, slot.starts_at, slot.ends_at)
            IS DISTINCT FROM (meeting.fair_id, meeting.fair_id, meeting.starts_at, meeting.ends_at)
    """,
    "status and stamp of a meeting agree": """
        SELECT id::text FROM meetings_booking
        WHERE (status = 'cancelled') <> (cancelled_at IS NOT NULL) OR status NOT IN ('confirmed', 'cancelled')
    """,
    "status and stamp of a request agree": """
        SELECT id::text FROM meetings_meetingrequest WHERE (status = 'open') <> (answered_at IS NULL)
    """,
    "an attendance says what its meeting says": """
        SELECT seat.id::text FROM meetings_attendance seat JOIN meetings_booking meeting ON meeting.id = seat.booking_id
        WHERE (seat.status, seat.starts_at, seat.ends_at)
            IS DISTINCT FROM (meeting.status, meeting.starts_at, meeting.ends_at)
    """,
    "nobody is at a meeting that is not there": """
        SELECT seat.id::text FROM meetings_attendance seat
        LEFT JOIN meetings_booking meeting ON meeting.id = seat.booking_id WHERE meeting.id IS NULL
    """,
    "an attendance is of a person, his registration and his fair": """
        SELECT seat.id::text FROM meetings_attendance seat
        JOIN meetings_booking meeting ON meeting.id = seat.booking_id
        JOIN fairs_participant person ON person.id = seat.participant_id
        WHERE (person.user_id, person.fair_id) <> (seat.user_id, meeting.fair_id)
    """,
    "a meeting has both sides": """
        SELECT meeting.id::text FROM meetings_booking meeting
        LEFT JOIN meetings_attendance seat ON seat.booking_id = meeting.id AND seat.excused_at IS NULL
        GROUP BY meeting.id
        HAVING count(*) FILTER (WHERE seat.role = 'host') = 0 OR count(*) FILTER (WHERE seat.role = 'guest') = 0
    """,
    "eight people at most, and each has a seat in the room": """
        SELECT meeting.id::text FROM meetings_booking meeting
        JOIN meetings_attendance seat ON seat.booking_id = meeting.id AND seat.excused_at IS NULL
        JOIN fairs_room room ON room.id = meeting.room_id
        WHERE meeting.status = 'confirmed'
        GROUP BY meeting.id, room.seats HAVING count(*) > least(8, room.seats)
    """,
    "nobody is expected who does not take part": """
        SELECT seat.id::text FROM meetings_attendance seat
        JOIN meetings_booking meeting ON meeting.id = seat.booking_id
        JOIN fairs_participant person ON person.id = seat.participant_id
        JOIN accounts_user account ON account.id = seat.user_id
        WHERE meeting.status = 'confirmed' AND meeting.ends_at > %(at)s AND seat.excused_at IS NULL
            AND NOT (person.status = 'approved' AND account.is_active)
    """,
    "a request that was accepted has a meeting, and no other request has": """
        SELECT request.id::text FROM meetings_meetingrequest request
        LEFT JOIN meetings_booking meeting ON meeting.request_id = request.id
        GROUP BY request.id, request.status
        HAVING count(meeting.id) <> CASE request.status WHEN 'accepted' THEN 1 ELSE 0 END
    """,
    "one open request between two": """
        WITH sides AS (
            SELECT coalesce('stand ' || sender_stand_id, 'person ' || sender_id) AS one,
                coalesce('stand ' || recipient_stand_id, 'person ' || recipient_id) AS other
            FROM meetings_meetingrequest WHERE status = 'open'
        )
        SELECT format('%s and %s', least(one, other), greatest(one, other)) FROM sides
        GROUP BY least(one, other), greatest(one, other) HAVING count(*) > 1
    """,
    "nobody waits for whoever has gone": """
        SELECT request.id::text FROM meetings_meetingrequest request
        JOIN fairs_participant person ON person.id IN (request.sender_id, request.recipient_id)
        WHERE request.status = 'open' AND person.status <> 'approved'
    """,
    "a request asks for three times of its fair at most": """
        SELECT request.id::text FROM meetings_meetingrequest request
        JOIN meetings_requestedslot wish ON wish.request_id = request.id
        JOIN fairs_meetingslot slot ON slot.id = wish.slot_id
        GROUP BY request.id, request.fair_id
        HAVING count(*) > 3 OR count(DISTINCT slot.id) < count(*) OR bool_or(slot.fair_id <> request.fair_id)
    """,
    "whoever opens a slot takes part in its fair": """
        SELECT opening.id::text FROM meetings_availability opening
        JOIN fairs_participant person ON person.id = opening.participant_id
        JOIN fairs_meetingslot slot ON slot.id = opening.slot_id WHERE person.fair_id <> slot.fair_id
    """,
    "a freed time of somebody is offered to one at a time": """
        SELECT format('person %s: %s', host_id, slot_id) FROM meetings_waitinglistentry
        WHERE status = 'offered' GROUP BY host_id, slot_id HAVING count(*) > 1
    """,
    "an offer begins and ends": """
        SELECT id::text FROM meetings_waitinglistentry
        WHERE status = 'offered' AND (offered_at IS NULL OR offer_ends_at IS NULL OR offered_at > offer_ends_at)
    """,
}

# Of these there must be none at any moment, whatever is under way: the storm asks while it rages.
OVERLAPS = ("nobody is at two meetings at once", "a room holds one meeting at a time")

EVERYTHING = " UNION ALL ".join(
    f"SELECT $${name}$$, found.what FROM ({sql}) AS found(what)" for name, sql in VIOLATIONS.items()
).replace("%(at)s", "$1")
LOOK = """
    SET CONSTRAINTS ALL IMMEDIATE; -- what is judged at the end of a transaction is judged now; then all is as before
    SET CONSTRAINTS ALL DEFERRED;
    SET CONSTRAINTS attendance_says_what_its_booking_says IMMEDIATE;
    SET LOCAL plan_cache_mode = force_generic_plan;
    EXECUTE what_may_never_be (%s)
"""


def violations(at: datetime) -> list[tuple[str, str]]:
    """Each sentence that does not hold at this moment, with what breaks it. Planned once, for that takes longest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_prepared_statements WHERE name = 'what_may_never_be'")
        if not cursor.rowcount:
            cursor.execute(f"PREPARE what_may_never_be (timestamptz) AS {EVERYTHING}")
        cursor.execute(LOOK, [at])
        return cursor.fetchall()


def overlaps() -> dict[str, int]:
    """How many pairs of meetings are in each other's way, over everything that there is."""
    counts = ", ".join(f"(SELECT count(*) FROM ({VIOLATIONS[name]}) AS pair)" for name in OVERLAPS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return dict(zip(OVERLAPS, cursor.fetchone(), strict=True))
