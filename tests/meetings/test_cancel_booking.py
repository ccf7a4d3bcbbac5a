"""A meeting is cancelled: everybody is free again, and each refusal."""

from datetime import timedelta

import pytest

from matchmaking.meetings import errors
from matchmaking.meetings.models import Booking
from tests import make
from tests.make import NOW
from tests.meetings.bookings import HOUR, Role, as_it_was, cancel, person

pytestmark = pytest.mark.django_db


def test_cancel_booking_frees_everybody_and_says_why(meeting):
    guest = person(meeting, Role.GUEST)
    cancel(meeting)
    meeting.refresh_from_db()
    said = (meeting.status, meeting.cancelled_at, meeting.cancelled_by, meeting.reason, meeting.changed_at)
    assert said == (Booking.Status.CANCELLED, NOW, guest.user, "Ill", NOW)
    assert meeting.sequence == 1
    assert set(meeting.attendances.values_list("status", flat=True)) == {Booking.Status.CANCELLED}
    assert make.booking(slot=meeting.slot, room=meeting.room, host=guest).is_confirmed


def test_cancel_booking_twice_by_one_person_is_once(meeting):
    cancel(meeting)
    before = as_it_was(meeting)
    assert cancel(meeting, reason="Something else", at=NOW + HOUR / 2) == meeting
    assert as_it_was(meeting) == before


def test_cancel_booking_refuses_what_somebody_else_has_cancelled(meeting):
    cancel(meeting)
    with pytest.raises(errors.CancelledAlready):
        cancel(meeting, by=person(meeting, Role.HOST).user)


def test_cancel_booking_refuses_what_is_over(meeting):
    with pytest.raises(errors.MeetingOver):
        cancel(meeting, at=meeting.ends_at)
    assert cancel(meeting, at=meeting.ends_at - timedelta(seconds=1)).status == Booking.Status.CANCELLED
