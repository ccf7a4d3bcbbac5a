from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from matchmaking.fairs.actions.calendar import lay_out_timetable
from matchmaking.fairs.errors import TimetableBeingChanged
from matchmaking.fairs.models import Break, MeetingSlot, OpeningHours
from matchmaking.fairs.rules import moment, open_stretches, slots_of, timetable_change
from tests import make
from tests.make import NOW

BRUSSELS = ZoneInfo("Europe/Brussels")
SPRING, AUTUMN = date(2030, 3, 31), date(2030, 10, 27)


def hours(opens, closes, day=date(2030, 5, 14)):
    return OpeningHours(day=day, opens_at=opens, closes_at=closes)


def minutes(number):
    return timedelta(minutes=number)


def local(slots, zone=BRUSSELS):
    return [f"{starts.astimezone(zone):%H:%M}-{ends.astimezone(zone):%H:%M}" for starts, ends in slots]


def laid_out(*opened, pauses=(), length=25, gap=5, zone=BRUSSELS):
    return slots_of(opened, pauses, length=minutes(length), gap=minutes(gap), zone=zone)


# The rule ----------------------------------------------------------------


def test_slots_fill_the_hours_with_a_gap_between():
    assert local(laid_out(hours(time(9), time(10, 30)))) == ["09:00-09:25", "09:30-09:55", "10:00-10:25"]


def test_slots_pause_in_breaks_and_begin_again_right_after():
    lunch = Break(name="Lunch", starts_at=time(9, 40), ends_at=time(10, 10))
    assert local(laid_out(hours(time(9), time(11)), pauses=[lunch])) == ["09:00-09:25", "10:10-10:35"]


def test_slots_keep_their_gap_over_back_to_back_hours():
    opened = [hours(time(9, 30), time(10)), hours(time(9), time(9, 30))]
    assert local(laid_out(*opened, length=30, gap=10)) == ["09:00-09:30"]
    assert local(laid_out(*opened, length=30, gap=0)) == ["09:00-09:30", "09:30-10:00"]


def test_slots_last_real_minutes_when_an_hour_is_left_out():
    opened = hours(time(1), time(4), day=SPRING)
    slots = laid_out(opened, length=45, gap=15)
    assert local(slots) == ["01:00-01:45", "03:00-03:45"]


def test_slots_use_both_when_an_hour_is_repeated():
    slots = laid_out(hours(time(1), time(4), day=AUTUMN), length=45, gap=15)
    assert local(slots) == ["01:00-01:45", "02:00-02:45", "02:00-02:45", "03:00-03:45"]
    assert slots[2][0] - slots[1][0] == minutes(60)


def test_a_break_in_a_repeated_hour_holds_for_both():
    pause = Break(name="Speech", starts_at=time(2), ends_at=time(2, 30))
    slots = laid_out(hours(time(1), time(4), day=AUTUMN), pauses=[pause], length=30, gap=0)
    assert local(slots) == ["01:00-01:30", "01:30-02:00", "02:30-03:00", "03:00-03:30", "03:30-04:00"]


clock = st.times().map(lambda t: t.replace(second=0, microsecond=0))
stretch = st.tuples(clock, clock).map(sorted).filter(lambda pair: pair[0] < pair[1])
days = st.one_of(st.sampled_from([SPRING, AUTUMN, date(2030, 11, 3)]), st.dates(date(2020, 1, 1), date(2035, 12, 31)))
zones = st.sampled_from(
    ["Europe/Brussels", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Cairo"]
).map(ZoneInfo)


@given(
    first=days,
    zone=zones,
    opened=st.lists(st.tuples(st.integers(0, 2), stretch), min_size=1, max_size=5),
    pauses=st.lists(stretch, max_size=3),
    length=st.integers(5, 240),
    gap=st.integers(0, 120),
)
def test_slots_of_any_fair(first, zone, opened, pauses, length, gap):
    rows = [hours(opens, closes, day=first + timedelta(days=shift)) for shift, (opens, closes) in opened]
    assume(
        not any(
            a is not b and a.day == b.day and a.opens_at < b.closes_at and b.opens_at < a.closes_at
            for a in rows
            for b in rows
        )
    )
    breaks = [Break(name="Pause", starts_at=since, ends_at=until) for since, until in pauses]
    slots = laid_out(*rows, pauses=breaks, length=length, gap=gap, zone=zone)
    assert all(ends - starts == minutes(length) for starts, ends in slots)
    assert all(later[0] - earlier[1] >= minutes(gap) for earlier, later in pairwise(slots))
    stretches = open_stretches(rows, zone)
    assert all(any(opens <= starts and ends <= closes for opens, closes in stretches) for starts, ends in slots)
    quiet = [
        (moment(row.day, pause.starts_at, zone), moment(row.day, pause.ends_at, zone, last=True))
        for row in rows
        for pause in breaks
    ]
    assert not any(since < ends and starts < until for starts, ends in slots for since, until in quiet)
    assert all(first <= edge.astimezone(zone).date() for slot in slots for edge in slot)
    assert all(edge.astimezone(zone).date() <= first + timedelta(days=2) for slot in slots for edge in slot)


def test_timetable_change_leaves_what_has_begun():
    at = datetime(2030, 5, 14, 9, 10, tzinfo=UTC)

    def cell(hour, minute):
        starts = datetime(2030, 5, 14, hour, minute, tzinfo=UTC)
        return (starts, starts + minutes(25))

    running, fits, odd = (
        MeetingSlot(starts_at=starts, ends_at=ends) for starts, ends in (cell(9, 0), cell(10, 0), cell(11, 7))
    )
    change = timetable_change([running, fits, odd], [cell(8, 0), cell(9, 20), cell(10, 0), cell(11, 0)], at)
    assert (change.kept, change.removed, change.added) == ([running, fits], [odd], [cell(11, 0)])


# The action ----------------------------------------------------------------


@pytest.fixture
def fair(db):
    """Open from 9 to 11 in Brussels on its first day: four slots."""
    fair = make.fair()
    make.opening_hours(fair=fair, opens_at=time(9), closes_at=time(11))
    return fair


EARLY = NOW - timedelta(days=1)


def stored(fair):
    return {slot.pk: (slot.starts_at, slot.ends_at) for slot in fair.slots.all()}


def test_lay_out_timetable_makes_the_slots(fair):
    change = lay_out_timetable(fair=fair, at=EARLY)
    assert local(stored(fair).values()) == ["09:00-09:25", "09:30-09:55", "10:00-10:25", "10:30-10:55"]
    assert len(change.added) == 4


def test_lay_out_timetable_twice_changes_nothing(fair):
    lay_out_timetable(fair=fair, at=EARLY)
    before = stored(fair)
    assert lay_out_timetable(fair=fair, at=EARLY).is_nothing
    assert stored(fair) == before


def test_lay_out_timetable_keeps_the_slots_that_do_not_change(fair):
    lay_out_timetable(fair=fair, at=EARLY)
    before = stored(fair)
    Break.objects.create(fair=fair, name="Speech", starts_at=time(9), ends_at=time(9, 30))
    change = lay_out_timetable(fair=fair, at=EARLY)
    assert (len(change.kept), len(change.removed), len(change.added)) == (3, 1, 0)
    assert stored(fair).items() <= before.items()


def test_lay_out_timetable_leaves_what_has_begun(fair):
    lay_out_timetable(fair=fair, at=EARLY)
    fair.opening_hours.all().delete()
    lay_out_timetable(fair=fair, at=datetime(2030, 5, 14, 7, 35, tzinfo=UTC))
    assert local(stored(fair).values()) == ["09:00-09:25", "09:30-09:55"]


def test_lay_out_timetable_leaves_other_fairs_alone(fair):
    other = make.slot()
    lay_out_timetable(fair=fair, at=EARLY)
    assert list(other.fair.slots.all()) == [other]


def test_lay_out_timetable_translates_the_veto(fair, monkeypatch):
    """Somebody has written a slot past the lock: the constraint is the referee, and its word is understood."""
    make.slot(fair=fair, starts_at=datetime(2030, 5, 14, 7, 10, tzinfo=UTC))
    monkeypatch.setattr(
        "matchmaking.fairs.queries.timetable_change", lambda existing, wanted, at: timetable_change([], wanted, at)
    )
    with pytest.raises(TimetableBeingChanged) as refused:
        lay_out_timetable(fair=fair, at=EARLY)
    assert refused.value.__cause__.__cause__.diag.constraint_name == "meeting_slots_of_a_fair_do_not_overlap"
