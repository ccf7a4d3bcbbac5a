"""When a calendar file says that somebody is busy. The file is foreign: it is read by a process of its own.

Little time, little memory, no settings, no secrets and no database are within its reach, and what it says is a list of
numbers. A limit within the worker would not do: a rule like "every second, on the 30th of February" makes a library
search for hours without coming back to us, workers may be threads, which nobody can stop, and the library keeps the
zones that a file brings along for everybody who reads after it.

Titles, places and people are dropped before anything is parsed. So are the files' own definitions of zones: a zone is
what its name means everywhere, Windows' names included; one without a known name is the person's own.
"""

import json
import os
import re
import signal
import subprocess
import sys
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from time import process_time
from types import FrameType
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, vDDDTypes, vDuration, vPeriod
from icalendar.timezone import tzp
from recurring_ical_events import CalendarQuery, ComponentsWithName, EventAdapter

Span = tuple[datetime, datetime]

ROOT = Path(__file__).resolve().parents[2]
MOST_SPANS = 2000  # the earliest ones: five a day for more than a year
MOST_SECONDS = 6.0  # of the processor, for a file
MOST_SECONDS_EACH = 1.0  # for an entry that recurs
MOST_MEMORY = 1 << 30
AT_ONCE = BoundedSemaphore(2)  # processes, for the memory of them all
PATIENCE = 20.0  # seconds by the clock, on a machine that is busy with other things
LONGEST_NAME = 200  # of a zone
DAY = timedelta(days=1)

NO_CALENDAR, TOO_MUCH = 3, 4  # how the process ends
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")

ENTRIES = ("VEVENT", "VFREEBUSY")
WITH_DATES = ("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE")
KEPT = (*WITH_DATES, "UID", "DURATION", "RRULE", "STATUS", "TRANSP", "SEQUENCE", "FREEBUSY")
FOLD = re.compile(r"\r?\n[ \t]")
ZONE = re.compile(r""";TZID=(?:"([^"]*)"|([^";]*))""", re.IGNORECASE)


class NotReadable(Exception):
    """The file says nothing about when somebody is busy."""


class NoCalendar(NotReadable):
    """It is none, or only a part of one."""


class TooMuch(NotReadable):
    """Reading it would take too long, or too much memory."""


class _TooLong(BaseException):
    """An entry has used up its time. No `except Exception` of a library stops it."""


@dataclass(frozen=True)
class Busy:
    """When somebody is busy: in order, apart from each other. `left_out` entries could not be understood."""

    spans: list[Span]
    left_out: int = 0


def read_apart(text: bytes, *, since: datetime, until: datetime, zone: str, but_of: str) -> Busy:
    """What `read` says, asked of a process of its own."""
    asked = [since.isoformat(), until.isoformat(), zone, but_of]
    try:
        with AT_ONCE:
            done = subprocess.run(
                [sys.executable, "-m", "matchmaking.common.busy", *asked],
                input=text,
                capture_output=True,
                timeout=PATIENCE,
                cwd=ROOT,
                env={name: os.environ[name] for name in PASSED_ON if name in os.environ} | {"PYTHONPATH": str(ROOT)},
                check=False,
            )
    except subprocess.TimeoutExpired:
        raise TooMuch from None
    if done.returncode == NO_CALENDAR:
        raise NoCalendar
    if done.returncode == TOO_MUCH or done.returncode < 0:  # below zero: stopped by the system
        raise TooMuch
    done.check_returncode()
    found = json.loads(done.stdout)
    spans = [
        (datetime.fromtimestamp(starts, UTC), datetime.fromtimestamp(ends, UTC)) for starts, ends in found["spans"]
    ]
    return Busy(spans, found["left_out"])


def main(since: str, until: str, zone: str, but_of: str) -> int:
    """The process: the file comes in, numbers go out."""
    with suppress(ImportError, ValueError, OSError):  # where a system knows no such limits, the clock outside remains
        import resource  # noqa: PLC0415  # not everywhere

        resource.setrlimit(resource.RLIMIT_CPU, (2 * int(MOST_SECONDS), 2 * int(MOST_SECONDS)))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    try:
        busy = read(
            sys.stdin.buffer.read(),
            since=datetime.fromisoformat(since),
            until=datetime.fromisoformat(until),
            zone=ZoneInfo(zone),
            but_of=but_of,
        )
    except NoCalendar:
        return NO_CALENDAR
    except (TooMuch, MemoryError, RecursionError):
        return TOO_MUCH
    spans = [(int(starts.timestamp()), int(ends.timestamp())) for starts, ends in busy.spans]
    json.dump({"spans": spans, "left_out": busy.left_out}, sys.stdout)
    return 0


def read(text: bytes, *, since: datetime, until: datetime, zone: ZoneInfo, but_of: str) -> Busy:
    """When the file says that somebody is busy, between two moments. Entries whose UID is `but_of` a host are not his.

    Days and times without a zone are by the clock of `zone`.
    """
    ends = process_time() + MOST_SECONDS
    found: list[Span] = []
    left_out = 0
    for group in grouped(entries(text, zone), but_of):
        if process_time() > ends:
            raise TooMuch
        try:
            with _at_most(MOST_SECONDS_EACH):
                found += [
                    (max(starts, since), min(ends, until))
                    for starts, ends in spans_of(group, since, until, zone)
                    if starts < ends and starts < until and ends > since
                ]
        except (_TooLong, Exception):  # foreign text: whatever is wrong with one entry, the others are read
            left_out += len(group)
    return Busy(apart(found)[:MOST_SPANS], left_out)


def apart(spans: Iterable[Span]) -> list[Span]:
    """The same hours in order, those that touch each other put together."""
    whole: list[Span] = []
    for starts, ends in sorted(spans):
        if whole and starts <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(ends, whole[-1][1]))
        else:
            whole.append((starts, ends))
    return whole


# Lines ----------------------------------------------------------------


@dataclass
class Entry:
    """A VEVENT or VFREEBUSY: of its lines those that say when, by name."""

    kind: str
    lines: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def value(self, name: str) -> str:
        """What the first line of that name says."""
        return self.lines[name][0].partition(":")[2].strip() if name in self.lines else ""

    @property
    def is_plain(self) -> bool:
        """Nothing about it recurs."""
        return not self.lines.keys() & {"RRULE", "RDATE", "RECURRENCE-ID"}


def entries(text: bytes, zone: ZoneInfo) -> Iterator[Entry]:
    """The entries of the file, with zones by names that are known everywhere."""
    lines = FOLD.sub("", text.decode("utf-8-sig", errors="replace")).strip().split("\n")
    if lines[0].strip().upper() != "BEGIN:VCALENDAR" or lines[-1].strip().upper() != "END:VCALENDAR":
        raise NoCalendar
    inside: list[str] = []
    entry: Entry | None = None
    for line in lines:
        name = line.partition(":")[0].partition(";")[0].strip().upper()
        if name == "BEGIN":
            inside.append(line[6:].strip().upper())
            if inside[-1] in ENTRIES and len(inside) == 2:
                entry = Entry(inside[-1])
        elif name == "END":
            if len(inside) == 2 and entry:
                yield entry
                entry = None
            del inside[-1:]
        elif entry and len(inside) == 2 and name in KEPT:
            entry.lines[name].append(settled(line.strip(), name, zone))


def settled(line: str, name: str, zone: ZoneInfo) -> str:
    """The line, with a zone that everybody knows if it tells a time without saying where."""
    if name not in WITH_DATES:
        return line
    head, _colon, value = line.rpartition(":")  # the last one: names of zones may have colons, dates have none
    said = ZONE.search(head)
    head = ZONE.sub("", head)
    if "T" not in value.upper() or value.upper().endswith("Z"):
        return f"{head}:{value}"
    known = zone_named(said[1] or said[2] or "") if said else None
    return f"{head};TZID={known or zone.key}:{value}"


@cache
def zone_named(name: str) -> str | None:
    """The IANA name of a zone, however a calendar calls it."""
    if len(name) > LONGEST_NAME:
        return None
    with warnings.catch_warnings(), suppress(OSError, ValueError):  # zones are files, and some names are folders
        warnings.simplefilter("ignore")  # that a vendor's prefix has been cut off
        found = tzp.timezone(name)
        return found.key if isinstance(found, ZoneInfo) else None
    return None


def grouped(found: Iterable[Entry], but_of: str) -> list[list[Entry]]:
    """What belongs together: an event that recurs, and what is said of single days of it."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for n, entry in enumerate(found):
        uid = entry.value("UID")
        if not uid.lower().endswith(f"@{but_of.lower()}"):
            groups[uid or f"without one {n}"].append(entry)
    return list(groups.values())


# Times ----------------------------------------------------------------


def spans_of(group: list[Entry], since: datetime, until: datetime, zone: ZoneInfo) -> Iterator[Span]:
    """When these entries of one UID say that somebody is busy."""
    events = [entry for entry in group if entry.kind == "VEVENT"]
    for entry in group:
        if entry.kind == "VFREEBUSY":
            yield from told_busy(entry)
    if any(not event.is_plain for event in events):
        yield from recurring(events, since, until, zone)
        return
    for event in events:
        if closes(event.value("STATUS"), event.value("TRANSP")):
            yield from plain(event, zone)


def closes(status: str, transparency: str) -> bool:
    return status.strip().upper() != "CANCELLED" and transparency.strip().upper() != "TRANSPARENT"


def told_busy(entry: Entry) -> Iterator[Span]:
    for line in entry.lines["FREEBUSY"]:
        head, _colon, value = line.partition(":")
        if "FBTYPE=FREE" in head.upper().split(";"):
            continue
        for period in value.split(","):
            starts, ends = vPeriod.from_ical(period)  # type: ignore[no-untyped-call]
            yield starts, starts + ends if isinstance(ends, timedelta) else ends


def plain(event: Entry, zone: ZoneInfo) -> Iterator[Span]:
    starts = moment(event.lines["DTSTART"][0])
    if "DTEND" in event.lines:
        ends = moment(event.lines["DTEND"][0])
    elif "DURATION" in event.lines:
        length = vDuration.from_ical(event.value("DURATION"))  # type: ignore[no-untyped-call]
        ends = (starts if isinstance(starts, datetime) else at(starts, zone)) + length
    else:
        ends = starts
    yield from between(starts, ends, zone)


def moment(line: str) -> date | datetime:
    head, _colon, value = line.rpartition(":")
    said = ZONE.search(head)
    told = vDDDTypes.from_ical(value, said[2] if said else None)  # type: ignore[no-untyped-call]
    if not isinstance(told, date):
        raise ValueError("neither a day nor a time")
    return told


def between(starts: date | datetime, ends: date | datetime, zone: ZoneInfo) -> Iterator[Span]:
    """The span, if it is one: a day without an end is a whole day, a time without an end takes none."""
    is_day = not isinstance(starts, datetime)
    first, last = at(starts, zone), at(ends, zone)
    if is_day and last <= first:
        last = at(starts + DAY, zone)
    if last > first:
        yield first, last


def at(told: date | datetime, zone: ZoneInfo) -> datetime:
    """The moment in UTC. A day begins at midnight by the clock of the zone."""
    if not isinstance(told, datetime):
        told = datetime.combine(told, time.min)
    return (told if told.tzinfo else told.replace(tzinfo=zone)).astimezone(UTC)


def recurring(events: list[Entry], since: datetime, until: datetime, zone: ZoneInfo) -> Iterator[Span]:
    """What comes of rules, further dates, exceptions and changed days."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-"]
    for event in events:
        lines += ["BEGIN:VEVENT", *(line for each in event.lines.values() for line in each), "END:VEVENT"]
    calendar = Calendar.from_ical("\r\n".join([*lines, "END:VCALENDAR", ""]))
    found = CalendarQuery(calendar, components=[ComponentsWithName("VEVENT", _Told)]).between(since - DAY, until + DAY)
    for told in found:
        if closes(told["status"], told["transparency"]):
            yield from between(told["starts"], told["ends"], zone)


class _Told(EventAdapter):  # type: ignore[misc]  # the library ships no types
    """What we want to know of each recurrence. The library's own copies the whole event each time."""

    def as_component(self, start: Any = None, stop: Any = None, keep_recurrence_attributes: bool = True) -> Any:
        return {
            "starts": self.start if start is None else start,
            "ends": self.end if stop is None else stop,
            "status": str(self._component.get("STATUS", "")),
            "transparency": str(self._component.get("TRANSP", "")),
        }


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """So many seconds of the processor, then it ends wherever it is."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
