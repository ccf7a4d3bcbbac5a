"""A meeting takes place in another room, at the same time."""

from datetime import datetime
from uuid import UUID

from matchmaking.accounts.models import User
from matchmaking.meetings import errors, queries, rules
from matchmaking.meetings.actions.booking import held, stamp
from matchmaking.meetings.actions.referee import deed, hold_room
from matchmaking.meetings.announcements import announce_booking
from matchmaking.meetings.models import Booking
from matchmaking.meetings.queries.rooms import rooms_instead


@deed
def change_room(*, booking_id: UUID, by: User, at: datetime) -> Booking:
    """The same people meet at the same time in another room of its kind, the best that is free. NoRoomFree; or
    MeetingBegun. Whoever is to be there is told, as of every change."""
    booking, seats = held(booking_id, at)
    rules.check_not_begun(booking, at)
    for room in rooms_instead([booking])[booking.pk]:
        hold_room(room, booking.time)
        if queries.is_room_free(room, booking.time, but=booking.pk):
            booking.room = room
            booking._history_user = by  # type: ignore[attr-defined]  # simple_history asks for it: no request tells
            stamp(booking, at)
            announce_booking(booking, [seat.participant.user_id for seat in seats])
            return booking
    raise errors.NoRoomFree
