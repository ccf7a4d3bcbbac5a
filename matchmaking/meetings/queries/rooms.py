"""What is booked in rooms, and where else it could be."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from matchmaking.fairs.models import Hall, MeetingSlot, Room
from matchmaking.meetings.models import Attendance, Booking

MOST_CANDIDATES = 5  # somebody may be taking the first of them just now


def with_people(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    """Meetings in order, each with its room and who is to be there. Two queries."""
    people = Attendance.objects.filter(excused_at=None).select_related("user", "participant", "stand__company")
    return (
        bookings.select_related("room__hall", "slot", "fair")
        .prefetch_related(Prefetch("attendances", people.order_by("pk"), to_attr="people"))
        .order_by("starts_at", "room__name", "pk")
    )


def meetings_in_rooms(rooms: Iterable[Room]) -> QuerySet[Booking]:
    """The meetings that stand in these rooms, those that are over too."""
    return Booking.objects.filter(room__in=list(rooms), status=Booking.Status.CONFIRMED)


def coming_in_rooms(rooms: Iterable[Room], *, at: datetime) -> QuerySet[Booking]:
    return meetings_in_rooms(rooms).filter(ends_at__gt=at)


def meetings_in_hall(hall: Hall) -> QuerySet[Booking]:
    """The meetings that stand in the hall's rooms, those that are over too."""
    return Booking.objects.filter(room__hall=hall, status=Booking.Status.CONFIRMED)


def overlapping(bookings: QuerySet[Booking], starts_at: datetime, ends_at: datetime) -> QuerySet[Booking]:
    return bookings.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)


def meetings_in(slots: Iterable[MeetingSlot]) -> QuerySet[Booking]:
    """The meetings that stand in these slots."""
    return Booking.objects.filter(slot__in=[slot.pk for slot in slots], status=Booking.Status.CONFIRMED)


def rooms_instead(bookings: Iterable[Booking]) -> dict[UUID, list[Room]]:
    """For each meeting (by its id) a few rooms of the same kind that are free and open then, the best first.

    Those of the same hall come first, then the stand's own, then those with about as many seats. One query.
    """
    found: dict[UUID, list[Room]] = {booking.pk: [] for booking in bookings}
    facts = {"meetings": [str(pk) for pk in found], "confirmed": Booking.Status.CONFIRMED, "most": MOST_CANDIDATES}
    for room in Room.objects.raw(_INSTEAD, facts):
        room.hall = Hall(pk=room.hall_id, name=room.hall_name)  # type: ignore[attr-defined]  # as the statement says
        found[room.meeting].append(room)  # type: ignore[attr-defined]
    return found


_INSTEAD = """
    WITH moving AS MATERIALIZED (
        SELECT meeting.id, meeting.fair_id, meeting.starts_at, meeting.ends_at, meeting.room_id,
            room.hall_id, room.kind, room.seats, coalesce(slot.ends_at, meeting.ends_at) AS until,
            (
                SELECT count(*) FROM meetings_attendance AS seat
                WHERE seat.booking_id = meeting.id AND seat.excused_at IS NULL
            ) AS people,
            ARRAY(
                SELECT seat.stand_id FROM meetings_attendance AS seat
                WHERE seat.booking_id = meeting.id AND seat.excused_at IS NULL AND seat.stand_id IS NOT NULL
            ) AS stands
        FROM meetings_booking AS meeting
        JOIN fairs_room AS room ON room.id = meeting.room_id
        LEFT JOIN fairs_meetingslot AS slot ON slot.id = meeting.slot_id
        WHERE meeting.id = ANY(%(meetings)s::uuid[])
    ), open AS MATERIALIZED (
        SELECT moving.id, hall.id AS hall_id, hall.name FROM moving
        JOIN fairs_hall AS hall ON hall.fair_id = moving.fair_id
        WHERE hall_is_open(hall.id, moving.starts_at, moving.until)
    ), candidate AS (
        SELECT room.*, open.name AS hall_name, moving.id AS meeting, row_number() OVER (
            PARTITION BY moving.id ORDER BY
                room.hall_id <> moving.hall_id, own.exhibitor_id IS NULL, abs(room.seats - moving.seats),
                room.name, room.id
        ) AS place
        FROM moving
        JOIN open ON open.id = moving.id
        JOIN fairs_room AS room ON room.hall_id = open.hall_id AND room.kind = moving.kind
            AND room.id <> moving.room_id AND room.seats >= moving.people
        LEFT JOIN exhibitors_standroom AS own ON own.room_id = room.id
        WHERE (own.exhibitor_id IS NULL OR own.exhibitor_id = ANY(moving.stands))
            AND NOT EXISTS (
                SELECT FROM meetings_booking AS other
                WHERE other.room_id = room.id AND other.status = %(confirmed)s
                    AND other.starts_at < moving.ends_at AND other.ends_at > moving.starts_at
            )
            AND NOT EXISTS (
                SELECT FROM fairs_roomclosure AS closure
                WHERE closure.room_id = room.id
                    AND closure.starts_at < moving.ends_at AND closure.ends_at > moving.starts_at
            )
    )
    SELECT * FROM candidate WHERE place <= %(most)s ORDER BY meeting, place
"""
