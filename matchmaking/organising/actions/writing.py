"""The organiser writes to people of a meeting."""

from datetime import datetime, timedelta

from django.db import transaction

from matchmaking.accounts.models import User
from matchmaking.lobbies.actions.talking import write_from_desk
from matchmaking.lobbies.models import Remark
from matchmaking.meetings.models import Booking
from matchmaking.organising.errors.day import NobodyToWriteTo
from matchmaking.reminders.actions import owing
from matchmaking.reminders.due.owed import Owed
from matchmaking.reminders.models import Notice

OF_USE = timedelta(hours=1)  # after the end of the meeting it is told to nobody any more


def write_to_meeting(*, booking: Booking, by: User, to: int | None = None, text: str, at: datetime) -> Remark:
    """Everybody of the meeting, or the one of that number, reads it in its room, in his bell and as a push message,
    with the organiser's name. NobodyToWriteTo if he is not of it."""
    with transaction.atomic():
        seats = booking.attendances.filter(excused_at=None).select_related("user").order_by("pk")
        people = [seat.user for seat in seats if to in (None, seat.user_id)]
        if not people:
            raise NobodyToWriteTo
        remark = write_from_desk(booking_id=booking.pk, by=by, to=people[0] if to else None, text=text, at=at)
        owing.note([owed(remark, person, booking, at) for person in people], at=at)
    return remark


def owed(remark: Remark, person: User, booking: Booking, at: datetime) -> Owed:
    return Owed(
        recipient=person.pk,
        fair=booking.fair_id,
        kind=Notice.Kind.DESK_MESSAGE,
        due_at=at,
        subject=booking.pk,
        occasion=remark.pk.hex,
        ends_at=max(booking.ends_at, at) + OF_USE,
    )
