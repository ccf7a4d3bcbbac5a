"""A room is found, and a meeting stands in it, only while its hall is open and it is not closed itself."""

from datetime import time, timedelta

import pytest

from matchmaking.fairs.actions import calendar, halls
from matchmaking.fairs.errors import HallShutThen, MeetingsInside, MeetingsOutsideHours
from matchmaking.fairs.models import Fair, HallHours, Room, RoomClosure
from matchmaking.fairs.queries import fingerprint
from matchmaking.meetings import choosing, errors, queries
from matchmaking.meetings.actions.booking import move_booking
from matchmaking.meetings.actions.extending import extend_booking
from matchmaking.meetings.actions.rooming import change_room
from matchmaking.meetings.models import Booking
from matchmaking.meetings.queries.rooms import rooms_instead
from tests import make
from tests.make import NOW
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
BREAK = timedelta(minutes=30)


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def room(fair):
    return make.room(hall=make.hall(fair=fair))


@pytest.fixture
def slot(fair):
    """Eleven UTC: one o'clock by the fair's clock."""
    return make.slot(fair=fair, starts_at=NOW + 2 * HOUR)


def found(slot, **kw):
    return queries.free_rooms(slot, **{"stands": [], "seats": 2, "for_whom": slot.pk} | kw)


def has_room(fair, **kw):
    return [
        yes for _slot, yes in choosing.coming_slots(fair, **{"stands": [], "seats": 2, "at": NOW, "but": None} | kw)
    ]


OPEN = [((9, 18),), ((13, 14),), ((9, 13), (13, 18)), ((9, 10), (13, 14))]
SHUT = [((9, 13),), ((13, 13.25),), ((9, 12), (14, 18)), ((13.25, 18),)]


def clock(hour):
    return time(int(hour), int(hour % 1 * 60))


def keeps(hall, *stretches, day=None):
    for opens, closes in stretches:
        make.hall_hours(hall=hall, day=day or hall.fair.starts_on, opens_at=clock(opens), closes_at=clock(closes))


@pytest.mark.parametrize("stretches", OPEN)
def test_a_room_is_found_while_its_hall_is_open(fair, room, slot, stretches):
    keeps(room.hall, *stretches)
    assert found(slot) == [room]
    assert has_room(fair) == [True]
    assert make.booking(slot=slot, room=room).room == room


@pytest.mark.parametrize("stretches", SHUT)
def test_a_room_is_not_found_while_its_hall_is_shut(fair, room, slot, stretches):
    keeps(room.hall, *stretches)
    assert found(slot) == []
    assert has_room(fair) == [False]
    with refused_by("meeting_is_while_its_hall_is_open"):
        make.booking(slot=slot, room=room)


def test_a_hall_with_hours_on_another_day_is_shut_on_this_one(fair, room, slot):
    keeps(room.hall, (9, 18), day=fair.ends_on)
    assert found(slot) == []


def test_the_hours_of_one_hall_are_not_those_of_another(fair, room, slot):
    other = make.room(hall=make.hall(fair=fair))
    keeps(room.hall, (9, 12))
    assert found(slot) == [other]
    assert has_room(fair) == [True]


def test_hours_that_a_leap_of_the_clock_swallows_are_none():
    fair = make.fair(starts_on="2030-03-31", ends_on="2030-03-31")
    fair.refresh_from_db()
    room = make.room(hall=make.hall(fair=fair))
    keeps(room.hall, (2.5, 3.25))
    slot = make.slot(fair=fair, starts_at=NOW.replace(month=3, day=31, hour=1))
    assert found(slot) == []


@pytest.mark.parametrize("shift", [-59, 0, 24])
def test_a_closed_room_is_not_found(fair, room, slot, shift):
    make.closure(room=room, starts_at=slot.starts_at + timedelta(minutes=shift))
    assert found(slot) == []
    assert has_room(fair) == [False]
    with refused_by("meeting_is_not_in_a_closed_room"):
        make.booking(slot=slot, room=room)


@pytest.mark.parametrize("shift", [-60, 25])
def test_a_room_is_found_before_it_closes_and_once_it_is_open_again(fair, room, slot, shift):
    make.closure(room=room, starts_at=slot.starts_at + timedelta(minutes=shift))
    assert found(slot) == [room]
    assert has_room(fair) == [True]
    assert make.booking(slot=slot, room=room).room == room


def test_what_is_closed_shut_and_booked_is_added_up(fair, slot):
    hall, shut = make.hall(fair=fair), make.hall(fair=fair)
    closed, booked, free = (make.room(hall=hall) for _ in range(3))
    also_closed = make.room(hall=shut)
    keeps(shut, (9, 10))
    make.closure(room=closed, starts_at=slot.starts_at)
    make.closure(room=also_closed, starts_at=slot.starts_at)
    make.booking(slot=slot, room=booked)
    assert found(slot) == [free]
    assert has_room(fair) == [True]
    last = make.booking(slot=slot, room=free)
    assert has_room(fair) == [False]
    assert has_room(fair, but=last.pk) == [True]


def test_a_meeting_moves_only_to_where_a_room_is_open(fair, room, slot):
    make.closure(room=room, starts_at=slot.starts_at)
    host = make.participant(fair=fair)
    meeting = make.booking(slot=make.slot(fair=fair, starts_at=NOW + 5 * HOUR), room=room, host=host)
    make.laid_out(*(seat.participant for seat in meeting.attendances.all()))
    for seat in meeting.attendances.all():
        make.available(seat.participant, slot)
    with pytest.raises(errors.NoRoomFree):
        move_booking(booking_id=meeting.pk, slot_id=slot.pk, by=host.user, at=NOW)


def test_a_meeting_is_not_extended_into_a_closed_room(fair, room, slot):
    meeting = make.booking(slot=slot, room=room)
    make.closure(room=room, starts_at=meeting.ends_at)
    with pytest.raises(errors.RoomNotFreeForLonger):
        extend_booking(
            booking_id=meeting.pk, time=timedelta(minutes=10), by=meeting.attendances.first().user, at=slot.starts_at
        )


def test_a_meeting_that_goes_well_outlasts_the_hours_of_its_hall(fair, room, slot):
    keeps(room.hall, (13, 13.5))
    meeting = make.booking(slot=slot, room=room)
    extend_booking(
        booking_id=meeting.pk, time=timedelta(minutes=10), by=meeting.attendances.first().user, at=slot.starts_at
    )
    meeting.refresh_from_db()
    assert meeting.ends_at == slot.ends_at + timedelta(minutes=10)


# The other way round: hours and closures come after the meeting ----------------------------------------------


@pytest.mark.parametrize("stretches", SHUT)
def test_hours_of_a_hall_hold_its_meetings(room, slot, stretches):
    make.booking(slot=slot, room=room)
    with pytest.raises(MeetingsOutsideHours) as refused:
        set_hours(room.hall, stretches)
    assert refused.value.__cause__.__cause__.diag.constraint_name == "hours_of_a_hall_hold_its_meetings"
    assert not HallHours.objects.exists()


@pytest.mark.parametrize("stretches", OPEN)
def test_hours_that_hold_the_meetings_are_set(room, slot, stretches):
    make.booking(slot=slot, room=room)
    set_hours(room.hall, stretches)
    assert HallHours.objects.count() == len(stretches)


def set_hours(hall, stretches):
    hours = [HallHours(day=hall.fair.starts_on, opens_at=clock(a), closes_at=clock(b)) for a, b in stretches]
    calendar.set_hall_hours(hall=hall, hours=hours, seen=fingerprint([]))


def test_hours_that_go_leave_no_meeting_outside(room, slot):
    keeps(room.hall, (9, 12), (12, 18))
    make.booking(slot=slot, room=room)
    with refused_by("hours_that_go_leave_no_meeting_outside"):
        room.hall.hours.filter(opens_at=time(12)).delete()
    room.hall.hours.all().delete()  # with none it is open whenever the fair is


def test_meetings_that_are_cancelled_or_over_are_in_nobodys_way(fair, room, slot):
    make.booking(slot=slot, room=room, status="cancelled", cancelled_at=NOW)
    long_ago = make.fair(starts_on="2020-05-14", ends_on="2020-05-16")
    long_ago.refresh_from_db()
    past = make.booking(slot=make.slot(fair=long_ago, starts_at=NOW.replace(year=2020)))
    set_hours(room.hall, SHUT[0])
    set_hours(past.room.hall, [(17, 18)])
    assert HallHours.objects.count() == 2


def test_room_moves_only_where_its_meetings_may_be(fair, room, slot):
    make.booking(slot=slot, room=room)
    hall = make.hall(fair=fair)
    keeps(hall, (9, 12))
    with pytest.raises(HallShutThen) as refused:
        halls.move_room(room=room, hall=hall)
    assert refused.value.__cause__.__cause__.diag.constraint_name == "room_moves_only_where_its_meetings_may_be"
    keeps(hall, (12, 18))
    assert halls.move_room(room=room, hall=hall).hall == hall


def test_clock_of_a_fair_leaves_its_meetings_in_open_halls(fair, room, slot):
    keeps(room.hall, (13, 14))
    make.booking(slot=slot, room=room)
    with refused_by("clock_of_a_fair_leaves_its_meetings_in_open_halls"):
        Fair.objects.filter(pk=fair.pk).update(time_zone="Europe/Lisbon")


def test_closed_room_holds_no_meeting(room, slot):
    make.booking(slot=slot, room=room)
    with pytest.raises(MeetingsInside) as refused:
        halls.close_room(room=room, starts_at=slot.starts_at, ends_at=slot.ends_at, at=NOW)
    assert refused.value.__cause__.__cause__.diag.constraint_name == "closed_room_holds_no_meeting"
    halls.close_room(room=room, starts_at=slot.ends_at, ends_at=slot.ends_at + HOUR, reason="Projector", at=NOW)
    assert RoomClosure.objects.values_list("reason", flat=True).get() == "Projector"


# A meeting in another room ----------------------------------------------------------------


def test_a_meeting_changes_to_the_best_free_room_of_its_kind(fair, room, slot):
    elsewhere = make.room(hall=make.hall(fair=fair), seats=4)
    wide, near = make.room(hall=room.hall, seats=8, name="A"), make.room(hall=room.hall, seats=5, name="B")
    make.room(hall=room.hall, kind=Room.Kind.TABLE)
    busy, closed = make.room(hall=room.hall), make.room(hall=room.hall)
    make.booking(slot=slot, room=busy)
    make.closure(room=closed, starts_at=slot.starts_at)
    make.stand_room(exhibitor=make.exhibitor(fair=fair, hall=room.hall))
    shut = make.room(hall=make.hall(fair=fair))
    keeps(shut.hall, (9, 10))
    meeting = make.booking(slot=slot, room=room)
    assert rooms_instead([meeting])[meeting.pk] == [near, wide, elsewhere]
    user = meeting.attendances.first().user
    done = change_room(booking_id=meeting.pk, room_id=near.pk, by=user, at=NOW)
    assert (done.room, done.sequence, done.starts_at) == (near, 1, slot.starts_at)
    assert done.history.latest().history_user == user


def test_a_stands_own_room_is_better_than_everybodys(fair, room, slot):
    stand = make.exhibitor(fair=fair, hall=room.hall)
    make.room(hall=room.hall)
    own = make.stand_room(exhibitor=stand).room
    meeting = make.booking(slot=slot, room=room)
    meeting.attendances.filter(role="host").update(stand=stand)
    assert rooms_instead([meeting])[meeting.pk][0] == own


def test_change_room_refuses_where_none_is_free(room, slot):
    meeting = make.booking(slot=slot, room=room)
    user = meeting.attendances.first().user
    with pytest.raises(errors.NoRoomFree):
        change_room(booking_id=meeting.pk, by=user, at=NOW)
    assert Booking.objects.get().room == room


def test_where_else_meetings_could_be_is_one_question(room, django_assert_num_queries):
    for n in range(3):
        make.booking(slot=make.slot(fair=room.hall.fair, starts_at=NOW + (n + 1) * BREAK), room=room)
    other = make.room(hall=room.hall)
    with django_assert_num_queries(2):
        assert set(map(tuple, rooms_instead(Booking.objects.all()).values())) == {(other,)}
