"""Who is at a meeting and who else could be, its whole state, and how it is cancelled."""

from datetime import timedelta

from matchmaking.fairs.models import Participant
from matchmaking.meetings.actions.booking import cancel_booking
from matchmaking.meetings.models import Agenda, Attendance, Booking
from tests import make
from tests.make import NOW

HOUR = timedelta(hours=1)
Role = Attendance.Role


def person(booking, role):
    return booking.attendances.filter(role=role).earliest("pk").participant


def stand_of(booking):
    return booking.attendances.filter(role=Role.HOST).earliest("pk").stand


def later(booking):
    return booking.fair.slots.get(starts_at=NOW + 2 * HOUR)


def colleague(booking, *, is_open=True):
    """Somebody else of the host's stand who has opened the meeting's slot."""
    made = make.representative(exhibitor=stand_of(booking)).participant
    Agenda.objects.create(participant=made, time_zone="Europe/Brussels")
    if is_open:
        make.available(made, booking.slot)
    return made


def interpreter(booking):
    made = make.participant(fair=booking.fair, roles=[Participant.Role.INTERPRETER])
    Agenda.objects.create(participant=made, time_zone="Europe/Brussels")
    make.available(made, booking.slot)
    return made


def there(booking):
    """Who is to be there, as what, and for which stand."""
    return set(booking.attendances.filter(excused_at=None).values_list("participant", "role", "stand"))


def as_it_was(booking):
    """The whole state of a booking and its people."""
    rows = booking.attendances.order_by("pk").values_list("participant", "role", "status", "starts_at", "excused_at")
    return Booking.objects.filter(pk=booking.pk).values().get(), list(rows)


def cancel(booking, **kw):
    by = kw.pop("by", None) or person(booking, Role.GUEST).user
    return cancel_booking(booking_id=booking.pk, by=by, **{"reason": "Ill", "at": NOW} | kw)
