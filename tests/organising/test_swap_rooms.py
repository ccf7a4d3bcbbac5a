"""Two meetings swap their rooms, both or neither: who is told, and each refusal."""

import pytest

from matchmaking.meetings import errors
from matchmaking.meetings.actions.rooming import swap_rooms
from matchmaking.meetings.models import Booking
from tests import make
from tests.organising.conftest import Today
from tests.organising.pages import page
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db


def swap(today, one, other, **kw):
    return swap_rooms(booking_id=one.pk, other_id=other.pk, by=today.keeper, **{"at": today.now} | kw)


def rooms(*bookings):
    return [Booking.objects.get(pk=booking.pk).room for booking in bookings]


def test_each_has_the_others_room_under_the_organisers_name(keeper, today):
    one, other = today.meeting(), today.meeting()
    was = rooms(one, other)
    answer = keeper.post(page("swap-rooms", today.fair, one.pk), {"other": other.pk}, follow=True)
    assert "have swapped their rooms" in answer.content.decode()
    assert rooms(one, other) == was[::-1]
    for booking in Booking.objects.all():
        assert (booking.arranged_by, booking.sequence) == (today.keeper, 1)
        assert booking.history.latest("history_date").room == booking.room
    swap(today, other, one)
    assert rooms(one, other) == was


def test_meetings_at_different_times_swap_as_long_as_nobody_else_has_the_rooms(today):
    now, later = today.meeting(-5), today.meeting(25)
    was = rooms(now, later)
    swap(today, now, later)
    assert rooms(now, later) == was[::-1]
    today.meeting(25, room=was[1])
    with pytest.raises(errors.RoomTaken):
        swap(today, now, later)
    assert rooms(now, later) == was[::-1]


def test_it_refuses_rooms_that_are_too_small_or_reserved_to_another_stand(today):
    small = today.meeting(room=today.room(seats=2))
    many = today.meeting()
    make.attendance(booking=many, participant=make.participant(fair=today.fair), role="interpreter")
    own = today.meeting(room=make.stand_room(exhibitor=make.exhibitor(fair=today.fair, hall=today.hall)).room)
    was = rooms(small, many, own)
    for one, other in ((small, many), (many, small), (many, own), (own, many)):
        with pytest.raises(errors.NotSwappable):
            swap(today, one, other)
    assert rooms(small, many, own) == was


def test_it_refuses_itself_another_fair_and_what_is_over(today):
    one, other = today.meeting(), today.meeting()
    with pytest.raises(errors.NotSwappable):
        swap(today, one, one)
    stranger = Today().meeting()
    with pytest.raises(errors.NotSwappable):
        swap(today, one, stranger)
    with pytest.raises(errors.MeetingOver):
        swap(today, one, other, at=one.ends_at)
    Booking.objects.filter(pk=other.pk).update(status="cancelled", cancelled_at=today.now)
    with pytest.raises(errors.CancelledAlready):
        swap(today, one, other)


def test_what_is_not_offered_is_not_swapped_from_the_page(keeper, today):
    one = today.meeting()
    stranger = Today().meeting()
    for other in (stranger.pk, one.pk, "x"):
        assert keeper.post(page("swap-rooms", today.fair, one.pk), {"other": other}).status_code == 422
    small = today.meeting(room=today.room(seats=2))
    make.attendance(booking=one, participant=make.participant(fair=today.fair), role="interpreter")
    answer = keeper.post(page("swap-rooms", today.fair, one.pk), {"other": small.pk})
    assert answer.status_code == 409
    assert str(errors.NotSwappable.message) in answer.content.decode()


def test_the_database_still_refuses_two_meetings_in_one_room(today):
    one, other = today.meeting(), today.meeting()
    with refused_by("room_holds_one_meeting_at_a_time"):
        Booking.objects.filter(pk=one.pk).update(room=other.room)
