"""A colleague of the stand comes instead, as the organiser wants it: also while the meeting goes on."""

import pytest

from matchmaking.meetings import errors
from matchmaking.meetings.actions.booking import hand_over
from matchmaking.meetings.models import Attendance, Booking
from tests import make
from tests.organising.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking(today):
    """It has begun; its host speaks for a stand that has a colleague."""
    stand = make.exhibitor(fair=today.fair)
    host, colleague = (make.representative(exhibitor=stand).participant for _ in range(2))
    made = today.meeting(host=host)
    made.attendances.filter(role="host").update(stand=stand)
    made.host, made.colleague, made.stand = host, colleague, stand
    make.laid_out(host, colleague)
    return made


def choice(booking, to=None):
    return {"seat": f"{booking.host.pk}-{(to or booking.colleague).pk}"}


def test_the_colleague_has_his_place_though_it_has_begun_and_he_had_not_opened_the_time(keeper, today, booking):
    answer = keeper.post(page("reassign-meeting", today.fair, booking.pk), choice(booking), follow=True)
    assert f"{booking.colleague.user} comes instead." in answer.content.decode()
    seat = Attendance.objects.get(booking=booking, role="host", excused_at=None)
    assert (seat.participant, seat.stand) == (booking.colleague, booking.stand)
    assert Booking.objects.get().arranged_by == today.keeper


def test_people_of_the_meeting_themselves_still_cannot_once_it_has_begun(today, booking):
    facts = {"booking_id": booking.pk, "from_id": booking.host.pk, "to": booking.colleague, "at": today.now}
    with pytest.raises(errors.SlotPast):
        hand_over(**facts, by=booking.host.user)


def test_who_is_in_another_meeting_is_refused(keeper, today, booking):
    today.meeting(host=booking.colleague)
    answer = keeper.post(page("reassign-meeting", today.fair, booking.pk), choice(booking))
    assert answer.status_code == 409
    assert str(errors.SlotTaken.message) in answer.content.decode()
    assert booking.attendances.get(role="host").participant == booking.host


def test_who_is_not_of_the_stand_cannot_be_chosen(keeper, today, booking):
    stranger = make.participant(fair=today.fair)
    for chosen in (choice(booking, stranger), {"seat": "x"}, {}):
        assert keeper.post(page("reassign-meeting", today.fair, booking.pk), chosen).status_code == 422


def test_who_keeps_another_fair_reassigns_nothing(client, today, booking):
    client.force_login(make.organiser().user)
    assert client.post(page("reassign-meeting", today.fair, booking.pk), choice(booking)).status_code == 404
