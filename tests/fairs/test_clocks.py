"""The fair's clock: opening hours in real time, and what is on now."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.fairs.models import Fair, OpeningHours
from matchmaking.fairs.queries import current_and_next_slot
from matchmaking.fairs.rules import OpeningState, moment, open_stretches, opening_state
from tests import make
from tests.make import NOW

BRUSSELS = ZoneInfo("Europe/Brussels")
SPRING, AUTUMN = date(2030, 3, 31), date(2030, 10, 27)  # the clock leaps 2:00 -> 3:00, and falls back 3:00 -> 2:00
ZONES = ["Europe/Brussels", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Cairo", "UTC"]


def utc(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "clock", "last", "is_at"),
    [
        (date(2030, 5, 14), time(9), False, utc(date(2030, 5, 14), 7)),
        (date(2030, 1, 14), time(9), True, utc(date(2030, 1, 14), 8)),
        (SPRING, time(1, 59), False, utc(SPRING, 0, 59)),
        (SPRING, time(2), False, utc(SPRING, 1)),
        (SPRING, time(2, 30), False, utc(SPRING, 1)),
        (SPRING, time(2, 30), True, utc(SPRING, 1)),
        (SPRING, time(3), False, utc(SPRING, 1)),
        (AUTUMN, time(2, 30), False, utc(AUTUMN, 0, 30)),
        (AUTUMN, time(2, 30), True, utc(AUTUMN, 1, 30)),
        (AUTUMN, time(3), False, utc(AUTUMN, 2)),
    ],
)
def test_moment_across_the_leaps_of_the_clock(day, clock, last, is_at):
    assert moment(day, clock, BRUSSELS, last=last) == is_at


def test_moment_on_a_day_that_a_country_left_out():
    """Samoa went from 29 to 31 December 2011."""
    leap = moment(date(2011, 12, 31), time(0), ZoneInfo("Pacific/Apia"))
    assert moment(date(2011, 12, 30), time(15), ZoneInfo("Pacific/Apia")) == leap


@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(date(2015, 1, 1), date(2035, 12, 31)),
    clocks=st.tuples(st.times(), st.times()).map(sorted),
)
def test_moment_keeps_the_order_of_the_clock(zone, day, clocks):
    earlier, later = (moment(day, clock.replace(microsecond=0), ZoneInfo(zone)) for clock in clocks)
    assert earlier <= later


def hours(*stretches, day=date(2030, 5, 14)):
    return [OpeningHours(day=day, opens_at=opens, closes_at=closes) for opens, closes in stretches]


def test_open_stretches_leave_out_what_a_leap_swallows():
    assert open_stretches(hours((time(2, 10), time(2, 50)), day=SPRING), BRUSSELS) == []
    assert open_stretches(hours((time(2, 10), time(2, 50)), day=AUTUMN), BRUSSELS) == [
        (utc(AUTUMN, 0, 10), utc(AUTUMN, 0, 50))
    ]


FAIR = Fair(starts_on=date(2030, 5, 14), ends_on=date(2030, 5, 15), time_zone="Europe/Brussels")
DAY, DAY_2 = FAIR.starts_on, FAIR.ends_on
HOURS = [
    *hours((time(14), time(18)), (time(9), time(12)), (time(18), time(20))),
    *hours((time(10), time(16)), day=DAY_2),
]


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (utc(DAY, 6, 59), OpeningState(opens_at=utc(DAY, 7))),
        (utc(DAY, 7), OpeningState(is_open=True, until=utc(DAY, 10))),
        (utc(DAY, 10), OpeningState(opens_at=utc(DAY, 12))),
        (utc(DAY, 13), OpeningState(is_open=True, until=utc(DAY, 18))),  # back to back is one stretch
        (utc(DAY, 18), OpeningState(opens_at=utc(DAY_2, 8))),
        (utc(DAY_2, 8), OpeningState(is_open=True, until=utc(DAY_2, 14))),
        (utc(DAY_2, 14), OpeningState()),
    ],
)
def test_opening_state(at, state):
    assert opening_state(FAIR, HOURS, at) == state
    assert state.is_over == (at == utc(DAY_2, 14))


def test_opening_state_without_hours_goes_by_the_days():
    assert opening_state(FAIR, [], utc(DAY, 7)) == OpeningState(is_open=True, until=utc(DAY_2, 22))


@pytest.mark.django_db
def test_current_and_next_slot(django_assert_num_queries):
    fair = make.fair()
    first, second = make.slot(fair=fair), make.slot(fair=fair, starts_at=NOW + timedelta(minutes=30))
    make.slot()
    with django_assert_num_queries(1):
        assert current_and_next_slot(fair, NOW) == (first, second)
    assert current_and_next_slot(fair, NOW - timedelta(minutes=1)) == (None, first)
    assert current_and_next_slot(fair, NOW + timedelta(minutes=25)) == (None, second)
    assert current_and_next_slot(fair, NOW + timedelta(minutes=40)) == (second, None)
    assert current_and_next_slot(fair, NOW + timedelta(minutes=55)) == (None, None)
