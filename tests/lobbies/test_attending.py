"""What a room tells of a meeting afterwards: who came, until when, and for how long both sides met."""

from datetime import timedelta

import pytest
from django.urls import reverse

from matchmaking.lobbies.actions import staying
from matchmaking.lobbies.models import Stay
from matchmaking.lobbies.rules import LOST
from matchmaking.lobbies.tasks import close_lost_stays
from matchmaking.meetings.models import Booking
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def meeting():
    """It has begun at NOW."""
    fair = make.fair()
    meeting = make.booking(slot=make.slot(fair=fair, starts_at=NOW, ends_at=NOW + 25 * MINUTE))
    meeting.host, meeting.guest = (meeting.attendances.get(role=role).user for role in ("host", "guest"))
    return meeting


def arrive(meeting, user, minutes=0):
    return staying.arrive(user=user, booking_id=meeting.pk, at=NOW + minutes * MINUTE)


def enter(stay, minutes):
    staying.enter(user=stay.user, stay_id=stay.pk, at=NOW + minutes * MINUTE)


def facts(meeting, user):
    return meeting.attendances.values_list("arrived_at", "left_at").get(user=user)


def met(meeting):
    return Booking.objects.get(pk=meeting.pk).met_seconds


def test_whoever_comes_has_come_and_whoever_goes_has_gone(meeting):
    stay = arrive(meeting, meeting.guest, 1)
    assert facts(meeting, meeting.guest) == (NOW + MINUTE, None)
    staying.leave(stay_id=stay.pk, at=NOW + 3 * MINUTE)
    assert facts(meeting, meeting.guest) == (NOW + MINUTE, NOW + 3 * MINUTE)
    assert facts(meeting, meeting.host) == (None, None)


def test_whoever_comes_again_was_there_from_the_first_time_on(meeting):
    staying.leave(stay_id=arrive(meeting, meeting.guest, 1).pk, at=NOW + 2 * MINUTE)
    again = arrive(meeting, meeting.guest, 5)
    assert facts(meeting, meeting.guest) == (NOW + MINUTE, None)
    staying.leave(stay_id=again.pk, at=NOW + 6 * MINUTE)
    assert facts(meeting, meeting.guest) == (NOW + MINUTE, NOW + 6 * MINUTE)


def test_as_long_as_one_page_is_open_he_is_there(meeting):
    first, _second = arrive(meeting, meeting.guest), arrive(meeting, meeting.guest)
    staying.leave(stay_id=first.pk, at=NOW + MINUTE)
    assert facts(meeting, meeting.guest) == (NOW, None)


def test_the_time_in_which_both_sides_are_in_the_call_is_counted(meeting):
    host, guest = arrive(meeting, meeting.host), arrive(meeting, meeting.guest)
    enter(host, 1)
    assert met(meeting) == 0
    enter(guest, 2)
    staying.leave_call(user=meeting.guest, stay_id=guest.pk, at=NOW + 7 * MINUTE)
    assert met(meeting) == 5 * 60
    enter(guest, 10)
    staying.leave(stay_id=host.pk, at=NOW + 12 * MINUTE)
    assert met(meeting) == 7 * 60


def test_helpers_alone_are_no_meeting(meeting):
    third = make.participant(fair=meeting.fair)
    make.attendance(booking=meeting, participant=third, role="interpreter")
    host, guest, interpreter = (arrive(meeting, user) for user in (meeting.host, meeting.guest, third.user))
    enter(host, 1)
    enter(interpreter, 1)
    staying.leave(stay_id=host.pk, at=NOW + 5 * MINUTE)
    assert met(meeting) == 0
    assert guest.entered_at is None


def test_whoever_is_not_heard_of_has_left_when_he_last_was(meeting, time_machine):
    host, guest = arrive(meeting, meeting.host), arrive(meeting, meeting.guest)
    enter(host, 0)
    enter(guest, 0)
    for stay, minutes in ((host, 10), (guest, 4)):
        staying.keep(user=stay.user, stay_id=stay.pk, at=NOW + minutes * MINUTE)
    time_machine.move_to(NOW + 4 * MINUTE + LOST, tick=False)
    assert close_lost_stays() == 1
    assert close_lost_stays() == 0
    assert facts(meeting, meeting.guest) == (NOW, NOW + 4 * MINUTE)
    assert facts(meeting, meeting.host) == (NOW, None)
    assert met(meeting) == 4 * 60


def test_whoever_is_heard_of_just_then_stays(meeting):
    stay = arrive(meeting, meeting.guest)
    staying.keep(user=meeting.guest, stay_id=stay.pk, at=NOW + MINUTE)
    staying.leave(stay_id=stay.pk, at=NOW, unheard_since=NOW)
    assert Stay.objects.get().left_at is None


def test_the_page_of_the_meeting_says_so(meeting, client, time_machine):
    host, guest = arrive(meeting, meeting.host), arrive(meeting, meeting.guest)
    enter(host, 1)
    enter(guest, 2)
    for stay in (guest, host):
        staying.leave(stay_id=stay.pk, at=NOW + 20 * MINUTE)
    time_machine.move_to(NOW + 30 * MINUTE)
    client.force_login(meeting.host)
    page = client.get(reverse("meetings:show-booking", args=[meeting.pk])).content.decode()
    assert "18 minutes" in page
    assert page.count("Was there:") == 2
    assert "Did not come" not in page


def test_whoever_did_not_come_is_said_not_to_have_come(meeting, client, time_machine):
    time_machine.move_to(NOW + 30 * MINUTE)
    client.force_login(meeting.host)
    page = client.get(reverse("meetings:show-booking", args=[meeting.pk])).content.decode()
    assert page.count("Did not come to the room.") == 2
