"""A meeting begins at once, without an appointment."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from matchmaking.accounts.models import User
from matchmaking.fairs.models import Fair, MeetingSlot
from matchmaking.meetings import errors, queries, rules
from matchmaking.meetings.actions.booking import Seat, room_for, store
from matchmaking.meetings.actions.referee import deed, hold_people
from matchmaking.meetings.announcements import announce_booking, announce_people
from matchmaking.meetings.models import Attendance, Booking

LASTS = timedelta(minutes=15)
SHORTEST = timedelta(minutes=5)


@deed
def begin_meeting(*, fair: Fair, seats: Sequence[Seat], by: User, at: datetime) -> Booking:
    """They meet now, for a quarter of an hour, or until the first of them has to go. BusyAtOnce names who is in a
    meeting, or has less than five minutes; NoRoomFree."""
    rules.check_takes_meetings(fair)
    rules.check_taking_part([seat.participant for seat in seats])
    hold_people([seat.participant.user_id for seat in seats])
    begins = at.replace(microsecond=0)
    ends = min(begins + LASTS, *(free_until(seat, fair, begins) for seat in seats))
    booking = Booking(
        fair=fair, is_walk_in=True, starts_at=begins, ends_at=ends, booked_by=by, booked_at=at, changed_at=at
    )
    slot = MeetingSlot(pk=booking.pk, fair=fair, starts_at=begins, ends_at=ends)  # it is in no timetable
    booking.room = room_for(booking, slot, seats)
    store(booking, seats)
    announce_booking(booking, [seat.participant.user_id for seat in seats])
    return booking


def end_meeting(*, booking_id: UUID, at: datetime) -> None:
    """A walk-in that is over before its time: everybody and the room are free from now on. Twice is once."""
    ends = at.replace(microsecond=0)  # so that the next one can begin in this second
    over = Booking.objects.filter(pk=booking_id, is_walk_in=True, starts_at__lt=ends, ends_at__gt=ends)
    if over.update(ends_at=ends):
        announce_people(Attendance.objects.filter(booking=booking_id).values_list("user", flat=True))


def free_until(seat: Seat, fair: Fair, begins: datetime) -> datetime:
    """When the person has to go; at the end of such a meeting at the latest. His own breaks are his to give."""
    person = seat.participant
    diary = queries.diaries([person], fair, since=begins, until=begins + LASTS)[person.pk]
    until = min([starts for starts, ends in diary.meetings if ends > begins], default=begins + LASTS)
    if until - begins < SHORTEST:
        raise errors.BusyAtOnce(str(person.user))
    return until
