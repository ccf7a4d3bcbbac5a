from datetime import date

import pytest

from matchmaking.common.calendars import country_of, holiday_name, is_weekend, weekend_days

MONDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = 0, 3, 4, 5, 6


@pytest.mark.parametrize(
    ("country", "days"),
    [
        ("BE", {SATURDAY, SUNDAY}),
        ("SA", {FRIDAY, SATURDAY}),
        ("AE", {SATURDAY, SUNDAY}),  # since 2022
        ("AF", {THURSDAY, FRIDAY}),
        ("IR", {FRIDAY}),
        ("IN", {SUNDAY}),
        ("", {SATURDAY, SUNDAY}),
        ("??", {SATURDAY, SUNDAY}),
    ],
)
def test_weekends_differ_by_country(country, days):
    assert weekend_days(country) == days


def test_friday_is_a_weekend_in_riyadh_and_not_in_brussels():
    assert [is_weekend(country, date(2030, 5, 17)) for country in ("SA", "BE")] == [True, False]


@pytest.mark.parametrize(
    ("country", "day", "language", "name"),
    [
        ("BE", date(2030, 7, 21), "fr", "Fête nationale"),
        ("BE", date(2030, 7, 21), "en", "National Day"),
        ("BE", date(2030, 7, 22), "en", ""),
        ("SG", date(2030, 8, 9), "es", "National Day"),  # not known in Spanish: English
        ("", date(2030, 1, 1), "en", ""),
        ("XX", date(2030, 1, 1), "en", ""),
    ],
)
def test_holidays_are_named_in_the_readers_language(country, day, language, name):
    assert holiday_name(country, day, language) == name


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Brussels", "BE"),
        ("Asia/Kathmandu", "NP"),  # which CLDR still calls Katmandu
        ("Asia/Calcutta", "IN"),  # an old name
        ("America/Lima", "PE"),
        ("UTC", ""),
        ("nonsense", ""),
    ],
)
def test_a_zone_belongs_to_a_country(zone, country):
    assert country_of(zone) == country
