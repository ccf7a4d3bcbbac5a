"""What is asked about rooms while meetings go on."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from matchmaking.exhibitors.models import Exhibitor, StandRoom
from matchmaking.fairs.models import Room
from matchmaking.meetings.models import Booking


def rooms_nearby(booking: Booking, *, stands: Iterable[Exhibitor], seats: int, at: datetime) -> list[Room]:
    """Rooms of the meeting's kind that are free and open from now until its end, the nearest first: those of its hall,
    then hall by hall. One query."""
    facts = {
        "room": booking.room_id,
        "booking": booking.pk,
        "fair": booking.fair_id,
        "seats": seats,
        "starts": max(booking.starts_at, at),
        "ends": booking.ends_at,
        "owners": [stand.pk for stand in stands],
        "confirmed": Booking.Status.CONFIRMED,
    }
    return list(Room.objects.raw(_NEARBY, facts))


_NEARBY = """
    SELECT room.*, hall.name AS hall_name
    FROM fairs_room AS own
    JOIN fairs_hall AS here ON here.id = own.hall_id
    JOIN fairs_hall AS hall ON hall.fair_id = here.fair_id
    JOIN fairs_room AS room ON room.hall_id = hall.id
    LEFT JOIN exhibitors_standroom AS kept ON kept.room_id = room.id
    WHERE own.id = %(room)s AND room.id <> own.id AND room.kind = own.kind AND room.seats >= %(seats)s
        AND (kept.exhibitor_id IS NULL OR kept.exhibitor_id = ANY(%(owners)s::bigint[]))
        AND NOT EXISTS (
            SELECT FROM meetings_booking AS booking
            WHERE booking.room_id = room.id AND booking.status = %(confirmed)s AND booking.id <> %(booking)s
                AND booking.starts_at < %(ends)s AND booking.ends_at > %(starts)s
        )
        AND NOT EXISTS (
            SELECT FROM fairs_roomclosure AS closure
            WHERE closure.room_id = room.id AND closure.starts_at < %(ends)s AND closure.ends_at > %(starts)s
        )
        AND hall_is_open(hall.id, %(starts)s, %(ends)s)
    ORDER BY hall.id <> here.id, abs(hall.position - here.position), hall.name, abs(room.id - own.id)
"""


def owner_of(room: int) -> int | None:
    """The stand to which the room is reserved."""
    return StandRoom.objects.filter(room=room).values_list("exhibitor", flat=True).first()


def others_in(times: Sequence[tuple[int | None, Booking]], *, but: Iterable[UUID]) -> bool:
    """Somebody but these has one of the rooms for some of the time of the meeting beside it. One query."""
    wanted = Q(pk__in=[])
    for room, meeting in times:
        wanted |= Q(room=room, starts_at__lt=meeting.ends_at, ends_at__gt=meeting.starts_at)
    return Booking.objects.filter(wanted, status=Booking.Status.CONFIRMED).exclude(pk__in=list(but)).exists()
