"""Meetings as iCalendar writes them (RFC 5545, and RFC 5546 for what a change means). Pure.

A calendar knows an event by its UID, and takes the one with the highest SEQUENCE for what is true. Times are written on
the clock of a zone, whose rules go into the file as a VTIMEZONE: a reader that does not know the zone is right all the
same, on both sides of a change of the clocks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import (
    Calendar,
    Component,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vDuration,
    vText,
    vUri,
)
from icalendar import Event as Entry

PRODUCT = "-//Tradefair//Meetings//EN"
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
OFTEN = timedelta(minutes=15)  # how soon a calendar should look again


class Method(StrEnum):
    """What the file asks of whoever reads it (RFC 5546, 1.4)."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


def uid_of(key: object, site: str) -> str:
    """The name for ever of something of this site, in everybody's calendar."""
    return f"{key}@{host_of(site)}"


def host_of(site: str) -> str:
    """What every UID of the site ends in."""
    return urlsplit(site).hostname or ""


@dataclass(frozen=True)
class Party:
    """Somebody with an address: who invites, or who is invited."""

    name: str
    address: str


@dataclass(frozen=True)
class Event:
    """One meeting. `starts` and `ends` are on the clock of the zone in which they are to be written.

    What is sent to somebody (REQUEST, CANCEL) names who sends it and to whom (RFC 5546, 3.2.2). He has said already
    that he comes, so no answer is asked for.
    """

    uid: str
    sequence: int
    starts: datetime
    ends: datetime
    changed_at: datetime
    summary: str
    is_cancelled: bool = False
    location: str = ""
    description: str = ""
    url: str = ""
    organizer: Party | None = None
    attendee: Party | None = None


def write(events: Iterable[Event], *, method: Method = Method.PUBLISH, name: str = "") -> bytes:
    """The events as one file, with the rules of every zone in it."""
    calendar = Calendar()
    calendar.add("prodid", vText(PRODUCT))
    calendar.add("version", vText("2.0"))
    calendar.add("calscale", vText("GREGORIAN"))
    calendar.add("method", vText(method))
    if name:
        calendar.add("x-wr-calname", vText(name))
    if method == Method.PUBLISH:
        calendar.add("refresh-interval", vDuration(OFTEN), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(OFTEN))
    events = list(events)
    for zone in sorted({str(event.starts.tzinfo) for event in events} - {"UTC"}):
        times = [event.starts for event in events if str(event.starts.tzinfo) == zone]
        calendar.add_component(_rules_of(zone, min(times).year, max(times).year))
    for event in events:
        calendar.add_component(_component(event))
    return bytes(calendar.to_ical())


@lru_cache(maxsize=512)
def _rules_of(zone: str, first: int, last: int) -> Timezone:
    """The zone's rules from the year before the first to the one after the last (RFC 5545, 3.6.5).

    Each change of the clocks is an observance of its own, whose DTSTART is what the clock shows at that moment by the
    offset before. So nothing has to be guessed of rules that a government writes anew.
    """
    here = ZoneInfo(zone)
    moment, end = datetime(first - 1, 1, 1, tzinfo=UTC), datetime(last + 2, 1, 1, tzinfo=UTC)
    rules = Timezone()
    rules.add("tzid", vText(zone))
    rules.add_component(_observance(here, moment, moment))
    while moment < end:
        later = moment + DAY
        if _offset(here, moment) != _offset(here, later):
            rules.add_component(_observance(here, *_change_between(here, moment, later)))
        moment = later
    return rules


def _change_between(zone: ZoneInfo, before: datetime, after: datetime) -> tuple[datetime, datetime]:
    """The last second of one offset and the first of the next."""
    while after - before > SECOND:
        middle = before + timedelta(seconds=(after - before) // (2 * SECOND))
        if _offset(zone, middle) == _offset(zone, before):
            before = middle
        else:
            after = middle
    return before, after


def _observance(zone: ZoneInfo, before: datetime, since: datetime) -> Component:
    """From this moment on the zone has its offset; before it had another one, or, at the beginning, the same."""
    local = since.astimezone(zone)
    observance = TimezoneDaylight() if local.dst() else TimezoneStandard()
    observance.add("dtstart", (since + _offset(zone, before)).replace(tzinfo=None))
    observance.add("tzoffsetfrom", _offset(zone, before))
    observance.add("tzoffsetto", _offset(zone, since))
    observance.add("tzname", vText(local.tzname() or str(zone)))
    return observance


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _as_written(moment: datetime) -> datetime:
    """On the clock of its zone, but for the second time that a clock shows the same: a local time means the first."""
    return moment.astimezone(UTC) if moment.fold else moment


def _component(event: Event) -> Entry:
    component = Entry()
    component.add("uid", vText(event.uid))
    component.add("sequence", event.sequence)
    component.add("dtstamp", event.changed_at.astimezone(UTC))  # of this revision: it says what a feed knew when
    component.add("last-modified", event.changed_at.astimezone(UTC))
    component.add("dtstart", _as_written(event.starts))
    component.add("dtend", _as_written(event.ends))
    component.add("summary", vText(event.summary))
    component.add("status", vText("CANCELLED" if event.is_cancelled else "CONFIRMED"))
    component.add("transp", vText("TRANSPARENT" if event.is_cancelled else "OPAQUE"))
    if event.location:
        component.add("location", vText(event.location))
    if event.description:
        component.add("description", vText(event.description))
    if event.url:
        component.add("url", vUri(event.url))
    if event.organizer:
        component.add("organizer", _party(event.organizer))
    if event.attendee:
        said = {"CUTYPE": "INDIVIDUAL", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
        component.add("attendee", _party(event.attendee), parameters=said)
    return component


def _party(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.address}")
    address.params["CN"] = vText(party.name)
    return address
