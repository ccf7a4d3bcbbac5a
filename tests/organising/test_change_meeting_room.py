"""A meeting moves to a free room: which ones, who is told, and each refusal."""

import pytest

from matchmaking.fairs.models import Room
from matchmaking.meetings import errors
from matchmaking.meetings.actions.booking import excuse_person
from matchmaking.meetings.actions.rooming import change_room
from matchmaking.meetings.models import Booking
from matchmaking.organising.queries.meeting import free_rooms
from tests import make
from tests.organising.conftest import A_MINUTE
from tests.organising.pages import page

pytestmark = pytest.mark.django_db


def move(today, booking, **kw):
    return change_room(booking_id=booking.pk, by=today.keeper, **{"at": today.now} | kw)


def test_it_goes_to_the_nearest_free_room_under_the_organisers_name(keeper, today):
    booking = today.meeting()
    far = make.room(hall=make.hall(fair=today.fair, position=9))
    near = today.room()
    answer = keeper.post(page("change-meeting-room", today.fair, booking.pk), follow=True)
    assert f"The meeting is in {near} now." in answer.content.decode()
    moved = Booking.objects.get(pk=booking.pk)
    assert (moved.room, moved.arranged_by, moved.sequence) == (near, today.keeper, 1)
    assert moved.history.latest("history_date").history_user == today.keeper
    keeper.post(page("change-meeting-room", today.fair, booking.pk), {"room": far.pk})
    assert Booking.objects.get(pk=booking.pk).room == far


def test_rooms_that_are_offered_are_of_its_kind_free_to_the_end_large_enough_and_nobodys(today):
    booking = today.meeting()
    free, later = today.room(), today.room()
    elsewhere = make.room(hall=make.hall(fair=today.fair, position=3))
    today.room(kind=Room.Kind.TABLE)
    today.room(seats=2)
    make.attendance(booking=booking, participant=make.participant(fair=today.fair), role="interpreter")
    today.meeting()  # in a room of its own at the same time
    today.meeting(20, room=later)  # back to back
    make.stand_room(exhibitor=make.exhibitor(fair=today.fair, hall=today.hall))
    make.room()
    assert set(free_rooms(booking, at=today.now)) == {free, later, elsewhere}
    assert free_rooms(booking, at=today.now)[-1] == elsewhere


def test_the_room_of_its_own_stand_is_offered_too(today):
    stand = make.exhibitor(fair=today.fair, hall=today.hall)
    own = make.stand_room(exhibitor=stand).room
    booking = today.meeting()
    assert own not in free_rooms(booking, at=today.now)
    booking.attendances.filter(role="host").update(stand=stand)
    assert own in free_rooms(booking, at=today.now)


def test_it_refuses_a_room_that_is_taken_and_nothing_has_moved(today):
    booking, other = today.meeting(), today.meeting()
    with pytest.raises(errors.RoomTaken):
        move(today, booking, room_id=other.room_id)
    with pytest.raises(errors.NoRoomFree):
        move(today, booking)
    assert Booking.objects.get(pk=booking.pk).room == booking.room


def test_it_refuses_a_meeting_that_is_over_or_called_off(today):
    booking = today.meeting()
    today.room()
    with pytest.raises(errors.MeetingOver):
        move(today, booking, at=booking.ends_at)
    Booking.objects.update(status="cancelled", cancelled_at=today.now)
    with pytest.raises(errors.CancelledAlready):
        move(today, booking)


def test_to_where_it_is_already_is_nothing(today):
    booking = today.meeting()
    assert move(today, booking, room_id=booking.room_id).sequence == 0


def test_a_refusal_is_said_on_the_page(keeper, today):
    booking = today.meeting()
    answer = keeper.post(page("change-meeting-room", today.fair, booking.pk))
    assert answer.status_code == 409
    assert str(errors.NoRoomFree.message) in answer.content.decode()
    room = today.room()
    assert keeper.post(page("change-meeting-room", today.fair, booking.pk), {"room": "x"}).status_code == 422
    assert keeper.post(page("change-meeting-room", today.fair, booking.pk), {"room": room.pk}).status_code == 302


def test_a_change_of_the_people_takes_the_organisers_name_away(today):
    booking = today.meeting(10)
    today.room()
    move(today, booking)
    helper = make.participant(fair=today.fair)
    make.attendance(booking=booking, participant=helper, role="interpreter")
    changed = excuse_person(booking_id=booking.pk, participant_id=helper.pk, by=helper.user, at=today.now + A_MINUTE)
    assert changed.arranged_by is None
