from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.common.band import Kind, Side, make_band
from matchmaking.common.places import zone_names

DAY = date(2030, 5, 14)


def side(zone, **kw):
    return Side(ZoneInfo(zone), **kw)


def hours(band, row):
    return [(s.kind, f"{s.starts.astimezone(band.rows[row].side.zone):%H:%M}") for s in band.rows[row].stretches]


def shared(band, row=0):
    zone = band.rows[row].side.zone
    return [
        (f"{s.starts.astimezone(zone):%H:%M}", f"{s.ends.astimezone(zone):%H:%M}")
        for s in band.both_work or band.both_awake
    ]


def test_a_day_is_night_awake_work_awake_night():
    band = make_band(DAY, side("Europe/Brussels"), side("Asia/Singapore"))
    assert hours(band, 0) == [
        (Kind.NIGHT, "00:00"),
        (Kind.AWAKE, "07:00"),
        (Kind.WORK, "09:00"),
        (Kind.AWAKE, "18:00"),
        (Kind.NIGHT, "22:00"),
    ]
    assert [(s.left, s.width) for s in band.rows[0].stretches] == [
        (0.0, 29.17),
        (29.17, 8.33),
        (37.5, 37.5),
        (75.0, 16.67),
        (91.67, 8.33),
    ]


def test_the_other_row_shows_the_same_moments_by_its_own_clock():
    band = make_band(DAY, side("Europe/Brussels"), side("Asia/Singapore"))
    assert hours(band, 1) == [
        (Kind.NIGHT, "06:00"),
        (Kind.AWAKE, "07:00"),
        (Kind.WORK, "09:00"),
        (Kind.AWAKE, "18:00"),
        (Kind.NIGHT, "22:00"),
    ]
    assert band.rows[1].days == ((DAY, 0.0), (DAY + timedelta(days=1), 75.0))


@pytest.mark.parametrize(
    ("here", "there", "common"),
    [
        (side("Europe/Brussels"), side("Asia/Singapore"), [("09:00", "12:00")]),
        (side("Europe/Brussels"), side("Asia/Kathmandu"), [("09:00", "14:15")]),
        (side("Europe/Brussels"), side("America/Lima"), [("16:00", "18:00")]),
        (side("Europe/Brussels"), side("Europe/Paris", works_to=time(12)), [("09:00", "12:00")]),
        (side("Asia/Kolkata"), side("Asia/Kathmandu"), [("09:00", "17:45")]),
        (side("Europe/Brussels"), side("America/Los_Angeles"), [("16:00", "22:00")]),  # only awake, from 07:00 there
    ],
)
def test_common_hours(here, there, common):
    assert shared(make_band(DAY, here, there)) == common


def test_hours_at_which_both_are_awake_count_only_without_common_work():
    near = make_band(DAY, side("Europe/Brussels"), side("Asia/Singapore"))
    far = make_band(DAY, side("Europe/Brussels"), side("America/Los_Angeles"))
    assert (len(near.both_work), near.both_awake) == (1, ())
    assert (far.both_work, len(far.both_awake)) == ((), 1)


@pytest.mark.parametrize("whose", [0, 1])
def test_nobody_is_asked_to_meet_on_a_day_of_rest(whose):
    rests = {DAY: "Ascension Day"}
    sides = [side("Europe/Brussels"), side("Europe/Paris")]
    sides[whose] = side(str(sides[whose].zone), rests=rests)
    band = make_band(DAY, *sides)
    assert (band.both_work, band.both_awake) == ((), ())
    assert hours(band, whose) == [(Kind.NIGHT, "00:00"), (Kind.REST, "07:00"), (Kind.NIGHT, "22:00")]


def test_a_weekend_of_one_may_be_a_working_day_of_the_other():
    friday = date(2030, 5, 17)
    band = make_band(friday, side("Asia/Dubai"), side("Asia/Riyadh", rests={friday: "weekend"}))
    assert Kind.WORK in [s.kind for s in band.rows[0].stretches]
    assert Kind.WORK not in [s.kind for s in band.rows[1].stretches]


@pytest.mark.parametrize(
    ("day", "long", "clock"),
    [
        (date(2030, 3, 31), 23, [0, 1, 3, 4]),
        (date(2030, 10, 27), 25, [0, 1, 2, 2]),
        (DAY, 24, [0, 1, 2, 3]),
    ],
)
def test_days_on_which_clocks_change_are_as_long_as_they_are(day, long, clock):
    band = make_band(day, side("Europe/Brussels"), side("America/Lima"))
    assert band.hours == long
    assert [tick.hour for tick in band.rows[0].ticks[:4]] == clock
    assert len(band.rows[0].ticks) == long


def test_a_day_may_begin_without_its_midnight():
    """In Cairo the clock jumps from midnight to one."""
    band = make_band(date(2030, 4, 26), side("Africa/Cairo"), side("Europe/Brussels"))
    assert (band.hours, band.rows[0].ticks[0].hour) == (23, 1)


def test_whole_hours_of_a_zone_of_quarters_stand_between_those_of_the_other():
    band = make_band(DAY, side("Europe/Brussels"), side("Asia/Kathmandu"))
    assert [(tick.at, tick.hour) for tick in band.rows[1].ticks[:2]] == [(1.04, 4), (5.21, 5)]


@pytest.mark.parametrize(
    ("starts", "drawn"),
    [
        (datetime(2030, 5, 14, 8, 0, tzinfo=UTC), (41.67, 1.74)),
        (datetime(2030, 5, 13, 21, 45, tzinfo=UTC), (0.0, 0.69)),  # ten minutes of it after midnight
        (datetime(2030, 5, 15, 8, 0, tzinfo=UTC), None),  # another day
    ],
)
def test_the_slot_is_drawn_where_it_lies_in_the_day(starts, drawn):
    slot = make_band(
        DAY, side("Europe/Brussels"), side("Asia/Singapore"), slot=(starts, starts + timedelta(minutes=25))
    ).slot
    assert (slot and (slot.left, slot.width)) == drawn


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.sampled_from(zone_names()), st.sampled_from(zone_names()))
def test_every_row_fills_the_day_without_a_gap(day, here, there):
    band = make_band(day, side(here), side(there))
    for row in band.rows:
        assert (row.stretches[0].starts, row.stretches[-1].ends) == (band.starts, band.ends)
        for one, next_one in zip(row.stretches, row.stretches[1:], strict=False):
            assert one.ends == next_one.starts
            assert one.kind != next_one.kind
