from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from matchmaking.common.clocks import Clock, city_of, offset_name, two_clocks

BRUSSELS, SINGAPORE, LIMA = (ZoneInfo(name) for name in ("Europe/Brussels", "Asia/Singapore", "America/Lima"))
MOMENT = datetime(2030, 5, 14, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "language", "city"),
    [
        ("Europe/Brussels", "en", "Brussels"),
        ("Europe/Brussels", "fr", "Bruxelles"),
        ("Asia/Singapore", "ar", "سنغافورة"),
        ("America/Argentina/Buenos_Aires", "fr", "Buenos Aires"),
        ("UTC", "fr", "UTC"),
    ],
)
def test_a_zone_is_named_by_its_city(zone, language, city):
    assert city_of(zone, language) == city


@pytest.mark.parametrize(
    ("minutes", "name"),
    [(0, "UTC"), (120, "UTC+2"), (-210, "UTC−3:30"), (345, "UTC+5:45"), (-600, "UTC−10"), (840, "UTC+14")],
)
def test_an_offset_is_as_short_as_it_can_be(minutes, name):
    assert offset_name(timedelta(minutes=minutes)) == name


def test_the_reader_comes_first():
    assert two_clocks(MOMENT, BRUSSELS, SINGAPORE) == (
        Clock(("Brussels",), "UTC+2", MOMENT.astimezone(BRUSSELS), None, 0),
        Clock(("Singapore",), "UTC+8", MOMENT.astimezone(SINGAPORE), None, 0),
    )


@pytest.mark.parametrize(
    ("when", "other", "cities"),
    [
        (MOMENT, "Europe/Paris", ("Brussels", "Paris")),
        (MOMENT, "Europe/Brussels", ("Brussels",)),
        (datetime(2030, 1, 15, 8, tzinfo=UTC), "Africa/Lagos", ("Brussels", "Lagos")),  # in winter only
    ],
)
def test_clocks_that_read_the_same_are_one(when, other, cities):
    clocks = two_clocks(when, BRUSSELS, ZoneInfo(other))
    assert [clock.cities for clock in clocks] == [cities]


def test_clocks_that_agree_in_winter_differ_in_summer():
    assert len(two_clocks(MOMENT, BRUSSELS, ZoneInfo("Africa/Lagos"))) == 2


@pytest.mark.parametrize(
    ("when", "here", "there", "days"),
    [
        (MOMENT, BRUSSELS, SINGAPORE, 0),
        (MOMENT.replace(hour=17), BRUSSELS, SINGAPORE, 1),
        (MOMENT.replace(hour=3), BRUSSELS, LIMA, -1),
        (datetime(2030, 5, 14, 10, 30, tzinfo=UTC), ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Niue"), -2),
    ],
)
def test_the_calendar_may_be_on_another_day(when, here, there, days):
    assert two_clocks(when, here, there)[1].days_later == days


def test_a_stretch_ends_on_both_clocks():
    end = MOMENT + timedelta(minutes=25)
    assert [f"{clock.ends:%H:%M}" for clock in two_clocks(MOMENT, BRUSSELS, LIMA, until=end)] == ["10:25", "03:25"]
