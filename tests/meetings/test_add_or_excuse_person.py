"""Somebody joins a meeting or is excused from it: what happens, and each refusal."""

import pytest

from matchmaking.meetings import errors
from matchmaking.meetings.actions.booking import Seat, add_person, excuse_person
from matchmaking.meetings.models import Agenda, Booking
from tests import make
from tests.make import NOW
from tests.meetings.bookings import HOUR, Role, as_it_was, cancel, interpreter, person, there

pytestmark = pytest.mark.django_db


def add(booking, who, role=Role.INTERPRETER, **kw):
    seat = Seat(who, role, kw.pop("stand", None))
    return add_person(booking_id=booking.pk, seat=seat, **{"by": person(booking, Role.HOST).user, "at": NOW} | kw)


def test_add_person_seats_one_more(meeting):
    before, helper = there(meeting), interpreter(meeting)
    add(meeting, helper)
    assert there(meeting) == before | {(helper.pk, Role.INTERPRETER, None)}
    meeting.refresh_from_db()
    assert (meeting.sequence, meeting.changed_at) == (1, NOW)


def test_add_person_lays_out_the_agenda_of_whoever_has_none(meeting):
    helper = make.participant(fair=meeting.fair, user=make.user(time_zone="Europe/Brussels"))
    add(meeting, helper)
    assert Agenda.objects.filter(participant=helper).exists()
    far = make.participant(fair=meeting.fair, user=make.user(time_zone="Pacific/Auckland"))
    with pytest.raises(errors.SlotClosed):
        add(meeting, far)


def test_add_person_finds_a_room_with_seats_enough(meeting):
    meeting.room.seats = 2
    meeting.room.save()
    small = meeting.room
    add(meeting, interpreter(meeting))
    meeting.refresh_from_db()
    assert meeting.room != small


def test_add_person_refuses_when_no_room_is_large_enough(meeting):
    meeting.room.hall.rooms.update(seats=2)
    before = as_it_was(meeting)
    with pytest.raises(errors.NoRoomFree):
        add(meeting, interpreter(meeting))
    assert as_it_was(meeting) == before


def test_add_person_refuses_who_is_there_or_busy_or_closed(meeting):
    helper, closed = interpreter(meeting), interpreter(meeting)
    closed.availabilities.all().delete()
    with pytest.raises(errors.SlotClosed):
        add(meeting, closed)
    add(meeting, helper)
    with pytest.raises(errors.ThereAlready):
        add(meeting, helper)
    busy = interpreter(meeting)
    make.booking(slot=meeting.slot, host=busy)
    with pytest.raises(errors.SlotTaken):
        add(meeting, busy)


def test_add_person_refuses_the_ninth(meeting):
    meeting.room.hall.rooms.update(seats=20)
    for _n in range(6):
        add(meeting, interpreter(meeting))
    with pytest.raises(errors.TooManyPeople):
        add(meeting, interpreter(meeting))
    assert len(there(meeting)) == 8


def test_add_person_seats_again_who_was_excused(meeting):
    helper = interpreter(meeting)
    add(meeting, helper)
    excuse(meeting, helper)
    add(meeting, helper)
    assert meeting.attendances.get(participant=helper).excused_at is None


def test_add_person_refuses_what_is_cancelled_or_over(meeting):
    helper = interpreter(meeting)
    with pytest.raises(errors.MeetingOver):
        add(meeting, helper, at=meeting.ends_at)
    cancel(meeting)
    with pytest.raises(errors.CancelledAlready):
        add(meeting, helper)


def excuse(booking, who, **kw):
    return excuse_person(booking_id=booking.pk, participant_id=who.pk, **{"by": who.user, "at": NOW} | kw)


def test_excuse_person_leaves_the_others_their_meeting(meeting):
    guest, second = person(meeting, Role.GUEST), interpreter(meeting)
    add(meeting, second, Role.GUEST)
    excuse(meeting, guest)
    assert meeting.attendances.get(participant=guest).excused_at == NOW
    meeting.refresh_from_db()
    assert (meeting.status, meeting.sequence) == (Booking.Status.CONFIRMED, 2)
    assert make.booking(slot=meeting.slot, guest=guest).is_confirmed, "he is free again"


def test_excuse_person_twice_is_once(meeting):
    helper = interpreter(meeting)
    add(meeting, helper)
    excuse(meeting, helper)
    before = as_it_was(meeting)
    excuse(meeting, helper, at=NOW + HOUR / 2)
    assert as_it_was(meeting) == before


@pytest.mark.parametrize("role", [Role.HOST, Role.GUEST])
def test_excuse_person_refuses_the_last_of_a_side(meeting, role):
    add(meeting, interpreter(meeting))
    with pytest.raises(errors.LastOfHisSide):
        excuse(meeting, person(meeting, role))


def test_excuse_person_refuses_what_is_cancelled_or_over(meeting):
    helper = interpreter(meeting)
    add(meeting, helper)
    with pytest.raises(errors.MeetingOver):
        excuse(meeting, helper, at=meeting.ends_at)
    cancel(meeting)
    with pytest.raises(errors.CancelledAlready):
        excuse(meeting, helper)
