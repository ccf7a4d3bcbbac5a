"""The two-clock band: one day of two people side by side, as stretches of time to draw. Pure.

The day is the reader's, from his midnight to his next one, so it has 23, 24 or 25 hours. Positions are percentages of
it: what is drawn grows with the page, what is written does not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

DAWN, DUSK = time(7), time(22)
QUARTER = timedelta(minutes=15)  # no zone's offset is finer today
WHOLE_DAY = timedelta(days=1)


class Kind(StrEnum):
    NIGHT = "night"
    AWAKE = "awake"
    WORK = "work"
    REST = "rest"  # daytime of a weekend or a holiday


@dataclass(frozen=True)
class Side:
    """One of the two people. `rests` names the days without work: a weekend, a holiday."""

    zone: ZoneInfo
    works_from: time = time(9)
    works_to: time = time(18)
    rests: Mapping[date, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stretch:
    """From one moment to another, and where it is drawn."""

    starts: datetime
    ends: datetime
    left: float
    width: float
    kind: str = ""


@dataclass(frozen=True)
class Tick:
    """A whole hour of one clock."""

    at: float
    hour: int


@dataclass(frozen=True)
class Row:
    side: Side
    stretches: tuple[Stretch, ...]
    ticks: tuple[Tick, ...]
    days: tuple[tuple[date, float], ...]  # each day that the band touches, and where it begins


@dataclass(frozen=True)
class Band:
    starts: datetime
    ends: datetime
    rows: tuple[Row, Row]
    both_work: tuple[Stretch, ...]
    both_awake: tuple[Stretch, ...]  # only where there are no hours at which both work
    slot: Stretch | None

    @property
    def hours(self) -> float:
        return (self.ends - self.starts) / timedelta(hours=1)


def make_band(day: date, here: Side, there: Side, *, slot: tuple[datetime, datetime] | None = None) -> Band:
    """The reader's day with everything that is drawn of it."""
    starts, ends = moment(day, time(0), here.zone), moment(day + WHOLE_DAY, time(0), here.zone)
    rows = (make_row(here, starts, ends), make_row(there, starts, ends))
    work = common(rows, {Kind.WORK})
    awake = () if work else common(rows, {Kind.WORK, Kind.AWAKE})

    def drawn(spans: Sequence[tuple[datetime, datetime]]) -> tuple[Stretch, ...]:
        return tuple(stretch(a, b, starts, ends) for a, b in spans)

    shown = clipped(*slot, starts, ends) if slot else None
    return Band(starts, ends, rows, drawn(work), drawn(awake), stretch(*shown, starts, ends) if shown else None)


def moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment at which the clock shows that time; the first one if it does so twice."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def make_row(side: Side, starts: datetime, ends: datetime) -> Row:
    """One person's day: what he does when, his whole hours, and where his days begin."""
    pieces: list[tuple[datetime, datetime, Kind]] = []
    for a, b, kind in (piece for day in days_between(side.zone, starts, ends) for piece in pieces_of(day, side)):
        inside = clipped(a, b, starts, ends)
        if not inside:
            continue
        if pieces and pieces[-1][2] == kind and pieces[-1][1] == inside[0]:
            pieces[-1] = (pieces[-1][0], inside[1], kind)
        else:
            pieces.append((*inside, kind))
    return Row(
        side=side,
        stretches=tuple(stretch(a, b, starts, ends, kind) for a, b, kind in pieces),
        ticks=tuple(ticks(side.zone, starts, ends)),
        days=tuple(
            (day, share(max(moment(day, time(0), side.zone), starts) - starts, ends - starts))
            for day in days_between(side.zone, starts, ends)
        ),
    )


def days_between(zone: ZoneInfo, starts: datetime, ends: datetime) -> list[date]:
    """The local days that the stretch touches."""
    first, last = starts.astimezone(zone).date(), (ends - QUARTER).astimezone(zone).date()
    return [first + n * WHOLE_DAY for n in range((last - first).days + 1)]


def pieces_of(day: date, side: Side) -> Iterator[tuple[datetime, datetime, Kind]]:
    """A local day, from midnight to midnight, cut where what the person does changes."""
    is_rest = day in side.rests
    marks = sorted({time(0), DAWN, DUSK} | (set() if is_rest else {side.works_from, side.works_to}))
    moments = [moment(day, mark, side.zone) for mark in marks] + [moment(day + WHOLE_DAY, time(0), side.zone)]
    for mark, (begins, ends) in zip(marks, pairwise(moments), strict=True):
        if not is_rest and side.works_from <= mark < side.works_to:
            yield begins, ends, Kind.WORK
        elif not DAWN <= mark < DUSK:
            yield begins, ends, Kind.NIGHT
        else:
            yield begins, ends, Kind.REST if is_rest else Kind.AWAKE


def ticks(zone: ZoneInfo, starts: datetime, ends: datetime) -> Iterator[Tick]:
    """The whole hours as that clock shows them: one is left out, or comes twice, in a night of changing clocks."""
    at = starts
    while at < ends:
        local = at.astimezone(zone)
        if local.minute == 0:
            yield Tick(share(at - starts, ends - starts), local.hour)
        at += QUARTER


def common(rows: tuple[Row, Row], kinds: set[Kind]) -> list[tuple[datetime, datetime]]:
    """When both do one of these things, adjoining stretches as one."""
    one, other = ([s for s in row.stretches if s.kind in kinds] for row in rows)
    found: list[tuple[datetime, datetime]] = []
    for a in one:
        for b in other:
            inside = clipped(a.starts, a.ends, b.starts, b.ends)
            if inside and found and found[-1][1] == inside[0]:
                found[-1] = (found[-1][0], inside[1])
            elif inside:
                found.append(inside)
    return found


def clipped(a: datetime, b: datetime, starts: datetime, ends: datetime) -> tuple[datetime, datetime] | None:
    """The part of a–b that lies between starts and ends."""
    first, last = max(a, starts), min(b, ends)
    return (first, last) if first < last else None


def stretch(a: datetime, b: datetime, starts: datetime, ends: datetime, kind: str = "") -> Stretch:
    return Stretch(a, b, share(a - starts, ends - starts), share(b - a, ends - starts), kind)


def share(part: timedelta, whole: timedelta) -> float:
    """The part in percent of the whole, to a hundredth: finer than a pixel."""
    return round(100 * (part / whole), 2)
