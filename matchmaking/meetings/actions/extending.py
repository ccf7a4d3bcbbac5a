"""A meeting that goes well lasts longer."""

from datetime import datetime, timedelta
from uuid import UUID

from matchmaking.accounts.models import User
from matchmaking.fairs.models import RoomClosure
from matchmaking.meetings import errors, queries, rules
from matchmaking.meetings.actions.booking import held, stamp
from matchmaking.meetings.actions.referee import refereed
from matchmaking.meetings.announcements import announce_booking
from matchmaking.meetings.models import Booking


def extend_booking(*, booking_id: UUID, time: timedelta, by: User, at: datetime) -> Booking:
    """The meeting ends so much later. NotFreeForLonger if somebody of it has something else then, or wants the time as
    his break between two meetings; RoomNotFreeForLonger if the room is somebody else's."""
    try:
        with refereed():
            return extended(booking_id, time, by, at)
    except (errors.SlotTaken, errors.RoomJustTaken) as taken:  # in that very moment
        raise errors.RoomNotFreeForLonger from taken


def extended(booking_id: UUID, time: timedelta, by: User, at: datetime) -> Booking:
    booking, seats = held(booking_id, at)
    since, until = booking.ends_at, booking.ends_at + time
    people = [seat.participant for seat in seats]
    found = queries.diaries(people, booking.fair, since=since, until=until, but=booking.pk)
    if busy := [str(person.user) for person in people if not rules.is_free_for_longer(found[person.pk], since, until)]:
        raise errors.NotFreeForLonger(busy)
    others = Booking.objects.filter(room=booking.room_id, status=Booking.Status.CONFIRMED).exclude(pk=booking.pk)
    closed = RoomClosure.objects.filter(room=booking.room_id, starts_at__lt=until, ends_at__gt=since)
    if others.filter(starts_at__lt=until, ends_at__gt=since).exists() or closed.exists():
        raise errors.RoomNotFreeForLonger
    booking.ends_at = until
    booking._history_user = by  # type: ignore[attr-defined]  # simple_history asks for it: no request tells
    stamp(booking, at)
    announce_booking(booking, [person.user_id for person in people])
    return booking
