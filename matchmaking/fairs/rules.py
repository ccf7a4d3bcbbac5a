"""Judgements about a fair: pure, asked with everything that they need to know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from matchmaking.fairs.models import Fair, OpeningHours

# Clocks ----------------------------------------------------------------


def moment(day: date, clock: time, zone: ZoneInfo, *, last: bool = False) -> datetime:
    """The moment, in UTC, at which a clock in the zone shows this time on this day.

    Where the clock shows it twice (an hour is repeated) the first time counts, or the last if asked. Where it never
    does (an hour is left out) it is the moment of the leap, so that what was ordered stays in order.
    """
    wanted = datetime.combine(day, clock)
    early, late = (wanted.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if early <= late:  # equal on ordinary days, the two readings of a repeated hour otherwise
        return late if last else early
    before, after = late, early  # in a gap the later reading comes first: the leap lies between the two
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def open_stretches(hours: Iterable[OpeningHours], zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """The stretches of real time in which the fair is open, in order; hours that a leap swallows whole are left out."""
    stretches = [(moment(h.day, h.opens_at, zone), moment(h.day, h.closes_at, zone)) for h in hours]
    return sorted(stretch for stretch in stretches if stretch[0] < stretch[1])


# What is on now ----------------------------------------------------------------


@dataclass(frozen=True)
class OpeningState:
    """Whether the fair is open at a moment: exactly one of the two moments is known, or neither once it is over."""

    is_open: bool = False
    until: datetime | None = None
    opens_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        return not self.is_open and self.opens_at is None


def opening_state(fair: Fair, hours: Iterable[OpeningHours], at: datetime) -> OpeningState:
    """Open until, opens at, or over. Back-to-back hours are one stretch; without hours the days decide."""
    stretches = open_stretches(hours, fair.zone) or [
        (moment(fair.starts_on, time.min, fair.zone), moment(fair.ends_on + timedelta(days=1), time.min, fair.zone))
    ]
    until: datetime | None = None
    for opens, closes in stretches:
        if until is None and at < opens:
            return OpeningState(opens_at=opens)
        if opens <= at < closes or until == opens:
            until = closes
    return OpeningState(is_open=until is not None, until=until)


def is_over(fair: Fair, at: datetime) -> bool:
    """The last day has passed, by the clock of the fair."""
    return at.astimezone(fair.zone).date() > fair.ends_on
