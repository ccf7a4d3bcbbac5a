"""What is done to a list of those who wait: somebody joins it, a meeting is cancelled, the sweep comes by."""

from datetime import timedelta

from matchmaking.meetings.actions import waiting as deeds
from matchmaking.meetings.actions.booking import cancel_booking
from matchmaking.meetings.actions.requesting import Side
from matchmaking.meetings.models import WaitingListEntry
from tests.make import NOW

Status = WaitingListEntry.Status
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def join(who, to, **kw):
    side = to if isinstance(to, Side) else Side(person=to)
    return deeds.join_list(**{"fair": who.fair, "waiting": who, "to": side, "at": NOW} | kw)


def cancel(meeting, at=NOW):
    return cancel_booking(booking_id=meeting.pk, by=meeting.attendances.get(role="host").user, at=at)


def sweep(at=NOW):
    return deeds.offer_freed_slots(at=at)


def again(entry):
    entry.refresh_from_db()
    return entry
