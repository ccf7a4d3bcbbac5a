"""Two clocks: a moment as both sides read it. Pure: the moment, the zones and the language are arguments."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location


@dataclass(frozen=True)
class Clock:
    """One reading of a moment, or of a stretch of time, in one or more places that share an offset."""

    cities: tuple[str, ...]
    offset: str
    starts: datetime
    ends: datetime | None
    days_later: int  # by the calendar, against the first clock


@lru_cache(maxsize=4096)
def city_of(zone: str, language: str) -> str:
    """The place that names the zone, in the given language: Europe/Brussels in French is Bruxelles."""
    if zone == "UTC" or "/" not in zone:
        return zone
    name = get_timezone_location(zone, locale=language.replace("-", "_"), return_city=True)
    return name.rsplit("/", 1)[-1]


def offset_name(offset: timedelta) -> str:
    """UTC+2, UTC−3:30: only as long as it must be, with a true minus sign."""
    minutes = round(offset.total_seconds() / 60)
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02}' if rest else ''}"


def two_clocks(
    when: datetime, here: ZoneInfo, there: ZoneInfo, *, language: str = "en", until: datetime | None = None
) -> tuple[Clock, ...]:
    """The reader's clock, then the other one; a single clock that names both places if they read the same."""
    places = [(zone, when.astimezone(zone)) for zone in (here, there)]
    cities = tuple(dict.fromkeys(city_of(str(zone), language) for zone, _ in places))
    if places[0][1].utcoffset() == places[1][1].utcoffset():
        places, names = places[:1], [cities]
    else:
        names = [(city_of(str(zone), language),) for zone, _ in places]
    first = places[0][1].date()
    return tuple(
        Clock(
            cities=city,
            offset=offset_name(local.utcoffset() or timedelta()),
            starts=local,
            ends=until.astimezone(zone) if until else None,
            days_later=(local.date() - first).days,
        )
        for city, (zone, local) in zip(names, places, strict=True)
    )
