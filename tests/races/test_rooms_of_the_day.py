"""Rooms change hands while meetings go on: from several desks at the same moment, on connections of their own."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection

from matchmaking.meetings import errors
from matchmaking.meetings.actions import rooming
from matchmaking.meetings.models import Booking
from tests import make
from tests.make import NOW
from tests.races.test_bookings import race, refusals

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def organiser(slot):
    return make.organiser(fair=slot.fair).user


@pytest.fixture
def slot():
    return make.slot(starts_at=NOW)


@pytest.fixture
def hall(slot):
    return make.hall(fair=slot.fair)


@pytest.fixture
def meetings(slot, hall):
    """Three that go on, each in a room of its own."""
    return [make.booking(slot=slot, room=make.room(hall=hall)) for _ in range(3)]


@pytest.fixture
def together(monkeypatch):
    """Hold both callers between the look and the deed until both have looked, or patience is at an end."""
    barrier, look = Barrier(2), rooming.check_free_but_for

    def looked(*args):
        look(*args)
        with suppress(BrokenBarrierError):  # the other one waits for our lock: that is what the lock is for
            barrier.wait(1)

    monkeypatch.setattr(rooming, "check_free_but_for", looked)


@pytest.fixture
def no_referee():
    """The constraint is away for this one test."""
    constraint = next(c for c in Booking._meta.constraints if c.name == "room_holds_one_meeting_at_a_time")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Booking, constraint)
    yield
    Booking.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Booking, constraint)


@pytest.fixture
def no_locks(monkeypatch):
    """Nobody waits for the people, nor for the rows of the meetings."""
    monkeypatch.setattr(rooming, "hold_people", lambda users: None)
    monkeypatch.setattr(
        rooming, "hold_meetings", lambda ids: Booking.objects.select_related("fair", "room").in_bulk(ids)
    )


def swapping(one, other, by):
    return lambda: rooming.swap_rooms(booking_id=one.pk, other_id=other.pk, by=by, at=NOW)


def rooms(meetings):
    return [Booking.objects.get(pk=meeting.pk).room_id for meeting in meetings]


def test_without_locks_and_referee_two_meetings_would_be_in_one_room(
    no_referee, no_locks, together, meetings, organiser
):
    first, second, third = meetings
    told = race(swapping(first, second, organiser), swapping(second, third, organiser))
    assert refusals(told) == []
    assert len(set(rooms(meetings))) == 2, "the trap can spring"


def test_without_locks_the_referee_refuses_one(no_locks, together, meetings, organiser):
    first, second, third = meetings
    race(swapping(first, second, organiser), swapping(second, third, organiser))
    assert len(set(rooms(meetings))) == 3


def test_two_swaps_of_one_meeting_come_one_after_the_other(together, meetings, organiser):
    before = rooms(meetings)
    first, second, third = meetings
    told = race(swapping(first, second, organiser), swapping(second, third, organiser))
    assert refusals(told) == []
    after = rooms(meetings)
    assert (set(after), after == before) == (set(before), False)


def test_the_same_swap_from_both_ends_is_none_at_all(together, meetings, organiser):
    before = rooms(meetings)
    first, second, _third = meetings
    assert refusals(race(swapping(first, second, organiser), swapping(second, first, organiser))) == []
    assert rooms(meetings) == before


def test_one_free_room_is_given_to_one_of_many(meetings, hall, organiser):
    free = make.room(hall=hall)

    def moving(meeting):
        return lambda: rooming.change_room(booking_id=meeting.pk, by=organiser, at=NOW)

    told = race(*[moving(meeting) for meeting in meetings])
    moved = [booking for booking in told if isinstance(booking, Booking)]
    assert free.pk in rooms(meetings)
    assert moved
    assert len(set(rooms(meetings))) == 3
    assert set(refusals(told)) <= {errors.NoRoomFree, errors.RoomJustTaken, errors.BusyNow}


def test_a_swap_and_a_move_leave_nobody_without_a_room_of_his_own(together, meetings, hall, organiser):
    make.room(hall=hall)
    first, second, _third = meetings

    def moving():
        return rooming.change_room(booking_id=second.pk, by=organiser, at=NOW)

    assert refusals(race(swapping(first, second, organiser), moving)) == []
    assert len(set(rooms(meetings))) == 3
