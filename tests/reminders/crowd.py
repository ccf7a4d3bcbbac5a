"""Many meetings at once, by plain SQL under all constraints and vetoes: in every slot one in every room, of two people.

The two of a room are always the same ones, so nobody is in two places.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count

from django.db import connection

from matchmaking.accounts.models import User
from matchmaking.fairs.models import Fair, MeetingSlot, Participant, Room
from matchmaking.meetings.models import Attendance, Booking
from matchmaking.reminders.models import Notice
from tests import make

ZONES = ("Europe/Brussels", "America/Lima", "Asia/Kolkata", "Africa/Nairobi")
_number = count(1)


def fill(fair: Fair, *, rooms: int, starts: Iterable[datetime], booked_at: datetime) -> None:
    """The fair has so many rooms, a slot at each of these moments, and in each slot a meeting in each room."""
    hall = make.hall(fair=fair)
    Room.objects.bulk_create(Room(hall=hall, name=f"Room {n:05}") for n in range(rooms))
    MeetingSlot.objects.bulk_create(
        MeetingSlot(fair=fair, starts_at=moment, ends_at=moment + timedelta(minutes=25)) for moment in starts
    )
    settle(fair, 2 * rooms)
    with connection.cursor() as cursor:
        cursor.execute(_BOOK, {"fair": fair.pk, "booked_at": booked_at})
        cursor.execute(_SEAT, {"fair": fair.pk})


def settle(fair: Fair, number: int) -> None:
    """So many people take part, and have agendas."""
    users = User.objects.bulk_create(
        User(
            email=f"crowd{(n := next(_number))}@example.com",
            name=f"Person {n}",
            password="!",
            time_zone=ZONES[n % len(ZONES)],
            language=("en", "fr")[n % 2],
        )
        for _ in range(number)
    )
    people = Participant.objects.bulk_create(
        Participant(fair=fair, user=user, roles=["visitor"], status="approved", decided_at=make.NOW) for user in users
    )
    make.laid_out(*people)


_BOOK = """
    INSERT INTO meetings_booking
        (id, fair_id, slot_id, room_id, starts_at, ends_at, status, sequence, booked_at, changed_at, reason)
    SELECT gen_random_uuid(), slot.fair_id, slot.id, room.id, slot.starts_at, slot.ends_at, 'confirmed', 0,
        %(booked_at)s, %(booked_at)s, ''
    FROM fairs_meetingslot AS slot
    JOIN fairs_hall AS hall ON hall.fair_id = slot.fair_id
    JOIN fairs_room AS room ON room.hall_id = hall.id
    WHERE slot.fair_id = %(fair)s
"""
_SEAT = """
    WITH rooms AS (
        SELECT room.id, row_number() OVER (ORDER BY room.id) - 1 AS number
        FROM fairs_room AS room JOIN fairs_hall AS hall ON hall.id = room.hall_id WHERE hall.fair_id = %(fair)s
    ), people AS (
        SELECT id, user_id, row_number() OVER (ORDER BY id) - 1 AS number
        FROM fairs_participant WHERE fair_id = %(fair)s
    )
    INSERT INTO meetings_attendance (booking_id, participant_id, user_id, role, status, starts_at, ends_at)
    SELECT booking.id, people.id, people.user_id, CASE people.number %% 2 WHEN 0 THEN 'host' ELSE 'guest' END,
        booking.status, booking.starts_at, booking.ends_at
    FROM meetings_booking AS booking
    JOIN rooms ON rooms.id = booking.room_id
    JOIN people ON people.number / 2 = rooms.number
"""


def tell(kind: str, *, at: datetime, lead: timedelta | None = None) -> None:
    """Everybody has been told so of every meeting of his; of those alone that begin before `lead` is over, if given."""
    with connection.cursor() as cursor:
        cursor.execute(
            _TELL,
            {"kind": kind, "at": at, "until": at + (lead or timedelta(days=999)), "is_of_one_time": lead is not None},
        )


_TELL = """
    INSERT INTO reminders_notice
        (id, recipient_id, fair_id, kind, subject, occasion, said, due_at, owed_at, ends_at, dropped, read_at)
    SELECT gen_random_uuid(), seat.user_id, booking.fair_id, %(kind)s, booking.id,
        CASE WHEN %(is_of_one_time)s THEN extract(epoch FROM seat.starts_at)::bigint::text ELSE '' END,
        to_char(booking.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' ' || booking.room_id,
        booking.booked_at, booking.booked_at, booking.starts_at, '', %(at)s
    FROM meetings_attendance AS seat JOIN meetings_booking AS booking ON booking.id = seat.booking_id
    WHERE seat.starts_at <= %(until)s
    ON CONFLICT DO NOTHING
"""


def tell_of_booking(*, at: datetime) -> None:
    """Everybody has heard that his meetings are booked."""
    tell(Notice.Kind.BOOKING_MADE, at=at)


def look_again() -> None:
    """Postgres knows how much there is, and has tidied up, as it does by itself after a while. Not in a transaction."""
    with connection.cursor() as cursor:
        for model in (Booking, Attendance, Notice, Participant, User, Room, MeetingSlot):
            cursor.execute(f"VACUUM (ANALYZE) {model._meta.db_table}")
