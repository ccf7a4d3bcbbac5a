"""When people rest: weekends by country (CLDR) and public holidays, in the reader's language. Pure."""

from datetime import date
from functools import cache, lru_cache

import holidays
from babel import Locale, UnknownLocaleError
from babel.core import get_global

NOWHERE = ("001", "ZZ")  # how CLDR writes the world, and a place that it does not know
# Zones that tzdata has renamed since CLDR fixed its names, by today's name.
NEWER_NAMES = {new: old for old, new in get_global("zone_aliases").items()}


@cache
def country_of(zone: str) -> str:
    """The country that a time zone belongs to; empty for UTC and its like."""
    territories = get_global("zone_territories")
    names = (zone, get_global("zone_aliases").get(zone, ""), NEWER_NAMES.get(zone, ""))
    return next((str(territories[name]) for name in names if territories.get(name, "ZZ") not in NOWHERE), "")


@cache
def weekend_days(country: str) -> frozenset[int]:
    """The weekdays, Monday being 0, on which a country's offices are closed. Saturday and Sunday where nobody knows."""
    try:
        locale = Locale.parse(f"und_{country}") if country else Locale("en")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    first, last = locale.weekend_start, locale.weekend_end
    return frozenset((first + n) % 7 for n in range((last - first) % 7 + 1))


@lru_cache(maxsize=512)
def holidays_of(country: str, year: int, language: str) -> dict[date, str]:
    """The year's public holidays, named in the language if that is known, else in English, else as at home."""
    if country not in holidays.list_supported_countries(include_aliases=False):
        return {}
    known = holidays.country_holidays(country).supported_languages
    wanted = language.replace("-", "_").split("_")[0]
    names = [name for prefix in (wanted, "en") for name in known if name.split("_")[0] == prefix]
    return dict(holidays.country_holidays(country, years=year, language=names[0] if names else None))


def holiday_name(country: str, day: date, language: str = "en") -> str:
    """What is celebrated that day in that country; empty on an ordinary day."""
    return holidays_of(country, day.year, language).get(day, "")


def is_weekend(country: str, day: date) -> bool:
    return day.weekday() in weekend_days(country)
