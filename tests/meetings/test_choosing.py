"""The board on which somebody chooses a time: what is free for both, what suits both best, by both clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from matchmaking.exhibitors.models import StandRoom
from matchmaking.meetings.choosing import board_of
from tests import make

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2030, 5, 14, tzinfo=UTC)


@pytest.fixture
def fair():
    fair = make.fair(starts_on=TUESDAY.date(), ends_on=(TUESDAY + timedelta(days=2)).date())
    make.room(hall=make.hall(fair=fair))
    return fair


def person(fair, zone):
    who = make.participant(fair=fair, user=make.member(time_zone=zone, is_time_zone_chosen=True))
    make.laid_out(who)
    return who


@pytest.fixture
def board(fair):
    """board(hours since Tuesday's midnight in UTC) for somebody in Brussels and somebody in Singapore."""

    def made(*hours, opened=None):
        slots = [make.slot(fair=fair, starts_at=TUESDAY + timedelta(hours=hour)) for hour in hours]
        me, other = person(fair, "Europe/Brussels"), person(fair, "Asia/Singapore")
        make.available(other, *(slot for slot, hour in zip(slots, hours, strict=True) if hour in (opened or hours)))
        return board_of(fair, [me], [other], at=TUESDAY - timedelta(days=1))

    return made


def hours_of(choices):
    return [(choice.slot.starts_at - TUESDAY) // timedelta(hours=1) for choice in choices]


def test_each_time_is_said_by_both_clocks(board):
    (choice,) = board(8).choices
    assert (choice.here, choice.there) == (
        datetime(2030, 5, 14, 10, tzinfo=ZoneInfo("Europe/Brussels")),
        datetime(2030, 5, 14, 16, tzinfo=ZoneInfo("Asia/Singapore")),
    )
    assert choice.comfort == "within both working days"


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (8, "within both working days"),
        (11, "by day for both of you"),
        (3, "at night for you"),
        (16, "at night for the other side"),
        (22, "at night for both of you"),
    ],
)
def test_how_well_a_time_suits_both_is_said_in_words(board, hour, words):
    assert [choice.comfort for choice in board(hour).choices] == [words]


def test_the_other_calendar_may_be_a_day_ahead(board):
    assert [choice.days_later for choice in board(8, 17).choices] == [0, 1]


def test_the_best_times_come_first_and_are_on_different_days_if_they_are_as_good(board):
    assert hours_of(board(3, 7, 8, 31, 55).best) == [7, 31, 55]


def test_a_poor_time_on_another_day_gives_way_to_none_that_is_free(board):
    assert hours_of(board(7, 8, 27).best) == [7, 8, 27]


def test_what_is_not_free_is_never_suggested(board):
    assert hours_of(board(7, 8, opened=[8]).best) == [8]


def test_one_looks_first_at_a_day_on_which_something_is_free(board):
    found = board(7, 8, 32, opened=[32])
    assert found.open_day == TUESDAY.date() + timedelta(days=1)
    assert [(day.date, day.free) for day in found.days()] == [(TUESDAY.date(), 0), (found.open_day, 1)]


def test_where_nothing_is_free_one_looks_at_the_first_day(board):
    assert board(7, 32, opened=[99]).open_day == TUESDAY.date()


def test_where_there_are_no_times_there_is_no_day(board):
    assert board().open_day is None


def shown(days):
    return [day.date.day for day in days if day.is_shown]


def test_only_the_days_are_shown_at_which_one_looks(board):
    found = board(7, 8, 31, 55)
    wednesday, thursday = TUESDAY.date() + timedelta(days=1), TUESDAY.date() + timedelta(days=2)
    assert [len(day.choices) for day in found.days()] == [2, 1, 1]
    assert shown(found.days()) == [14]
    assert shown(found.days([wednesday])) == [15]
    assert shown(found.days([thursday, wednesday])) == [15, 16]


def test_a_day_of_which_something_is_chosen_is_shown_as_well(board):
    found = board(7, 31, 55)
    chosen = [choice.slot.pk for choice in found.choices]
    assert shown(found.days([TUESDAY.date()], chosen[2:])) == [14, 16]


def test_where_one_looks_at_no_day_of_the_fair_the_first_free_one_is_shown(board):
    assert shown(board(7, 31, opened=[31]).days([TUESDAY.date() + timedelta(days=9)])) == [15]


def test_a_time_has_a_room_as_long_as_one_is_left_that_fits(board, fair):
    """As many meetings as rooms are no sign that none is left: some may be in rooms that are reserved to others."""
    hall = fair.halls.get()
    reserved = make.room(hall=hall)
    StandRoom.objects.create(room=reserved, exhibitor=make.exhibitor(fair=fair, hall=hall))
    found = board(7, 8)
    slot = fair.slots.earliest("starts_at")

    def has_room():
        me, other = person(fair, "Europe/Brussels"), person(fair, "Asia/Singapore")
        make.available(other, *fair.slots.all())
        return [choice.has_room for choice in board_of(fair, [me], [other], at=TUESDAY - timedelta(days=1)).choices]

    assert [choice.has_room for choice in found.choices] == has_room() == [True, True]
    make.booking(slot=slot, room=reserved)  # as many meetings as rooms that fit, but not in those
    assert has_room() == [True, True]
    make.booking(slot=slot, room=hall.rooms.earliest("pk"))
    assert has_room() == [False, True]
