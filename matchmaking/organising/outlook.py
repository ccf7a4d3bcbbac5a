"""The day of a fair at one moment, and how it is drawn: the same pieces for the first paint and for what changes.

A page has up to a few hundred rooms, and every change is looked at by everybody who keeps the day. So what is read is
read once for all of them, and each reader's pieces are drawn once for all who read alike, in plain Python: they are
written anew with every change (docs/desk-protocol.md).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, lru_cache
from threading import Lock
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from matchmaking.common.templatetags.tradefair import icon, two_clocks
from matchmaking.fairs.models import Fair
from matchmaking.organising.daywords import DEVICES, DRAWINGS, FAULTS, NUMBERS, QUEUES, SAYS
from matchmaking.organising.queries import day as queries
from matchmaking.organising.queries.day import Person, Queue, Room, Trouble
from matchmaking.organising.rules.day import (
    FREE,
    ORDER,
    TROUBLES,
    Meeting,
    Shown,
    State,
    late_since,
    shown_by_room,
)

MOST_ROOMS, MOST_OTHERS = 24, 8  # that are shown with names; the rest are counted
MOST_KEPT = 4096  # of what was drawn
MOST_ALONE = 100  # of the one kind that somebody looks at alone
SHARED = timedelta(seconds=0.5)  # what somebody else has just read does for a first paint
PASSABLE = timedelta(seconds=1)  # and so old at most while it is being read anew


class Reader(NamedTuple):
    """What decides how the day looks to somebody: his language, his clock, and the hall and the state that he looks at
    alone, if at one."""

    language: str
    zone: str
    hall: str = ""
    only: str = ""


@dataclass(frozen=True)
class Day:
    """A fair's day at one moment. Five queries, and one more for whoever watches it."""

    slug: str
    zone: str
    at: datetime
    rooms: list[Room]
    shown: dict[int, Shown]
    people: dict[str, list[Person]]
    queues: list[Queue]
    troubles: list[Trouble]
    keepers: frozenset[int] = frozenset()
    drawn: dict[Reader, dict[str, str]] = field(default_factory=dict)
    bodies: dict[Reader, str] = field(default_factory=dict)
    drawing: Lock = field(default_factory=Lock)

    def pieces(self, reader: Reader) -> dict[str, str]:
        """Everything that changes on the page, by the id of its element. Once for all who read alike."""
        with self.drawing:
            if reader not in self.drawn:
                with translation.override(reader.language), timezone.override(ZoneInfo(reader.zone)):
                    self.drawn[reader] = Drawing(self, reader).pieces()
            return self.drawn[reader]

    def told_to(self, user: int) -> tuple[int, str] | None:
        """None to whoever may not keep the day; what others are told is drawn for each as he reads."""
        return (hash(self.at), "") if user in self.keepers else None

    @property
    def sign(self) -> int:
        """It is the same as long as nothing but the moment is another."""
        facts = (self.rooms, self.people, self.queues, self.troubles, self.keepers)
        return hash((repr(facts), repr(sorted(self.shown.items())), self.at.replace(second=0, microsecond=0)))


def read(fair: Fair, *, at: datetime, keepers: bool = False) -> Day:
    rooms = queries.rooms_of(fair.pk)
    shown = shown_by_room(queries.meetings_of(fair.pk, at=at), at)
    urgent = sorted((each for each in shown.values() if each.state in TROUBLES and each.meeting), key=urgency)
    return Day(
        slug=fair.slug,
        zone=fair.time_zone,
        at=at,
        rooms=rooms,
        shown=shown,
        people=queries.people_of(each.meeting.pk for each in urgent[:MOST_ALONE] if each.meeting),
        queues=queries.queues_of(fair.pk),
        troubles=queries.troubles_of(fair.pk, at=at),
        keepers=queries.keepers_of(fair.pk) if keepers else frozenset(),
    )


_recent: dict[int, Day] = {}
_cares: dict[Any, str] = {}
_reading: defaultdict[int, Lock] = defaultdict(Lock)


def look(fair: Fair, *, at: datetime) -> Day:
    """The day as it is, or was a moment ago: when an hour begins everybody who keeps it looks, and one reads for all.
    Whatever comes between a page and its socket, the socket tells."""
    last = _recent.get(fair.pk)
    if last and is_as_new(last, at, SHARED):
        return last
    lock = _reading[fair.pk]
    may_wait = last is None or not is_as_new(last, at, PASSABLE)
    if not lock.acquire(blocking=may_wait):
        assert last is not None
        return last
    try:
        read_meanwhile = _recent.get(fair.pk)
        if read_meanwhile and read_meanwhile is not last:
            return read_meanwhile
        return look_anew(fair, at=at)
    finally:
        lock.release()


def is_as_new(day: Day, at: datetime, age: timedelta) -> bool:
    """It is hardly older, or newer; and not from before the clock was set."""
    return abs(at - day.at) < age


def look_anew(fair: Fair, *, at: datetime) -> Day:
    """The day as it is now, for whoever has just done something about it."""
    _recent[fair.pk] = read(fair, at=at)
    return _recent[fair.pk]


def urgency(shown: Shown) -> tuple[int, datetime]:
    assert shown.meeting is not None
    return ORDER[shown.state], late_since(shown.meeting, shown.state)


class Drawing:
    """The day as one reader sees it. Within his language and his clock."""

    def __init__(self, day: Day, reader: Reader) -> None:
        self.day, self.reader = day, reader
        self.says = {state: escape(str(says)) for state, says in SAYS.items()}
        self.base = reverse("organising:show-day", args=[day.slug])
        self.rooms = [room for room in day.rooms if reader.hall in ("", room.hall_slug)]
        self.by_number = {room.pk: room for room in self.rooms}
        halls = {room.hall for room in self.rooms}
        self.queues = [queue for queue in day.queues if not reader.hall or queue.hall in halls]
        self.troubles = [trouble for trouble in day.troubles if trouble.room in self.by_number]

    def pieces(self) -> dict[str, str]:
        found = {f"room-{room.pk}": self.tile(room) for room in self.rooms}
        by_hall: defaultdict[int, list[State]] = defaultdict(list)
        for room in self.rooms:
            by_hall[room.hall].append(self.day.shown.get(room.pk, FREE).state)
        found |= {f"hall-{hall}-says": self.hall(hall, states) for hall, states in by_hall.items()}
        return found | {"day-numbers": self.numbers(), "day-cares": self.cares(), "day-as-of": self.as_of()}

    def tile(self, room: Room) -> str:
        state, meeting, coming = self.day.shown.get(room.pk, FREE)
        return tile(room.pk, room.name, str(state), self.says[state], meeting.pk if meeting else "", coming is not None)

    def hall(self, hall: int, states: list[State]) -> str:
        """What its line says while it is folded."""
        counts = Counter(states)
        worst = [
            f'<span class="berths__count" data-state="{state}">{drawing(state)}{counts[state]} '
            f'<span class="berths__word">{self.says[state]}</span></span>'
            for state in State
            if counts[state] and state is not State.FREE
        ]
        free = ngettext("%(number)d room free", "%(number)d rooms free", counts[State.FREE])
        said = free % {"number": counts[State.FREE]}
        return (
            f'<span class="berths__says" id="hall-{hall}-says">{"".join(worst)}<span class="soft">{said}</span></span>'
        )

    def counts(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for room in self.rooms:
            shown = self.day.shown.get(room.pk, FREE)
            found[shown.state] += 1
            found[State.SOON] += shown.coming is not None
        found[QUEUES] = sum(queue.length for queue in self.queues)
        found[DEVICES] = len(self.troubles)
        return found

    def numbers(self) -> str:
        counts, hall = self.counts(), f"&hall={self.reader.hall}" if self.reader.hall else ""
        items = "".join(
            f'<li><a class="figure" id="number-{name}" data-state="{name}"'
            f'{"" if counts[name] else " data-none"} href="{self.base}?state={name}{escape(hall)}">'
            f'{drawing(name)}<strong class="figure__number">{counts[name]}</strong> '
            f'<span class="figure__says">{escape(str(says))}</span></a></li>'
            for name, says in NUMBERS.items()
        )
        return f'<ul class="figures" id="day-numbers">{items}</ul>'

    def as_of(self) -> str:
        clock = clocks(self.day.at.replace(second=0, microsecond=0), self.day.zone, *self.reader[:2])
        now = escape(_("Now:"))
        return f'<p class="soft small" id="day-as-of">{now} {clock}</p>'

    # What wants looking after ----------------------------------------------------------------

    def cares(self) -> str:
        items = [*self.rooms_in_trouble(), *self.some(DEVICES), *self.some(QUEUES)]
        if not items:
            calm = escape(_("All is well: nothing wants looking after."))
            return f'<div class="cares cares--calm" id="day-cares">{icon("circle-check", 20)}<p>{calm}</p></div>'
        return f'<ul class="cares" id="day-cares">{"".join(items)}</ul>'

    def rooms_in_trouble(self) -> Iterator[str]:
        wanted = (self.reader.only,) if self.reader.only in TROUBLES else TROUBLES
        rooms = [room.pk for room in self.rooms]
        urgent = [
            shown for pk in rooms if (shown := self.day.shown.get(pk)) and shown.state in wanted and shown.meeting
        ]
        most = MOST_ALONE if self.reader.only in TROUBLES else MOST_ROOMS
        for shown in sorted(urgent, key=urgency)[:most]:
            yield self.kept(shown)
        yield from self.more(len(urgent) - most, State.LATE)

    def some(self, kind: str) -> Iterator[str]:
        """The first of those whose devices have failed, or of the queues, and how many more there are."""
        most = MOST_ALONE if self.reader.only == kind else MOST_OTHERS
        found, drawn = (self.troubles, self.trouble) if kind == DEVICES else (self.queues, self.queue)
        yield from map(drawn, found[:most])  # type: ignore[arg-type]  # each of its own kind
        yield from self.more(len(found) - most, kind)

    def more(self, left: int, kind: str) -> Iterator[str]:
        if left > 0:
            said = ngettext("and %(number)d more", "and %(number)d more", left) % {"number": left}
            yield f'<li class="care care--more soft small" data-state="{kind}">{escape(said)}</li>'

    def kept(self, shown: Shown) -> str:
        """What was drawn of it for somebody who reads alike, as long as it stands so."""
        assert shown.meeting is not None
        key = (
            self.base,
            self.reader,
            self.day.zone,
            self.by_number[shown.meeting.room],
            shown,
            tuple(self.day.people.get(shown.meeting.pk, ())),
        )
        if key not in _cares:
            if len(_cares) > MOST_KEPT:
                _cares.clear()
            _cares[key] = self.room_in_trouble(shown, shown.meeting)
        return _cares[key]

    def room_in_trouble(self, shown: Shown, meeting: Meeting) -> str:
        state, pk = shown.state, meeting.pk
        room = self.by_number[meeting.room]
        people = self.day.people.get(pk, [])
        lines = self.person_lines(people, state)
        deeds = []
        if state is State.HELP:
            deeds.append(self.link(f"help-{pk}", reverse("lobbies:enter-room", args=[pk]), _("Go in and help"), True))
        if state is State.LATE:
            deeds.append(self.link(f"rescue-{pk}", f"{self.base}{pk}/rescue/", _("Find somebody who is free"), False))
        if shown.coming:
            deeds.append(self.button(f"move-{pk}", f"{self.base}{shown.coming.pk}/move/", _("Move the next meeting")))
        deeds.append(self.link(f"write-{pk}", f"{self.base}{pk}/#message", _("Write to them"), False))
        where = f"{escape(room.name)}, {escape(room.hall_name)}"
        return self.care(f"care-{pk}", state, self.since(meeting, state), f"{self.base}{pk}/", where, lines, deeds)

    def since(self, meeting: Meeting, state: State) -> str:
        clock = clocks(late_since(meeting, state).replace(microsecond=0), self.day.zone, *self.reader[:2])
        since = escape(pgettext("a state", "since"))
        return f"{since} {clock}"

    def person_lines(self, people: Iterable[Person], state: State) -> list[str]:
        here, missing = escape(_("here")), escape(_("missing"))
        said = {True: f'<span class="badge badge--good">{here}</span>'}
        said[False] = "" if state is State.OVERRUN else f'<span class="badge badge--warn">{missing}</span>'
        return [f"{named(each.name, each.company)} {said[each.is_here]}" for each in people]

    def trouble(self, trouble: Trouble) -> str:
        faults = ", ".join(str(FAULTS[fault]) for fault in trouble.faults)
        clock = clocks(trouble.starts_at, self.day.zone, *self.reader[:2])
        begins = escape(_("The meeting begins:"))
        lines = [escape(faults), f"{begins} {clock}"]
        deeds = [self.link(f"write-to-{trouble.meeting}", f"{self.base}{trouble.meeting}/#message", _("Write to them"))]
        name = named(trouble.name, trouble.company)
        return self.care(f"test-{trouble.meeting}", DEVICES, "", f"{self.base}{trouble.meeting}/", name, lines, deeds)

    def queue(self, queue: Queue) -> str:
        number = ngettext("%(number)d person waits", "%(number)d people wait", queue.length) % {"number": queue.length}
        clock = clocks(queue.since.replace(microsecond=0), self.day.zone, *self.reader[:2])
        longest = escape(_("the longest since"))
        lines = [f"{escape(number)}, {longest} {clock}"]
        stand = reverse("exhibitors:show-exhibitor", args=[self.day.slug, queue.slug])
        return self.care(f"queue-{queue.slug}", QUEUES, "", stand, escape(queue.name), lines, [])

    def care(
        self, pk: str, state: str, since: str, path: str, name: str, lines: Iterable[str], deeds: Iterable[str]
    ) -> str:
        says = self.says.get(state) or escape(str(NUMBERS[state]))  # type: ignore[call-overload]
        told = "".join(f"<li>{line}</li>" for line in lines)
        return (
            f'<li class="care" id="{pk}" data-state="{state}">'
            f'<p class="care__state">{drawing(state)}<strong>{says}</strong> '
            f'<span class="soft small">{since}</span></p>'
            f'<p class="care__name"><a href="{path}" id="open-{pk}">{name}</a></p>'
            f'<ul class="plain small">{told}</ul><div class="cluster">{"".join(deeds)}</div></li>'
        )

    def link(self, pk: str, path: str, words: str, is_first: bool = False) -> str:
        manner = "" if is_first else " button--quiet"
        return f'<a class="button button--small{manner}" id="{pk}" href="{path}">{escape(words)}</a>'

    def button(self, pk: str, path: str, words: str) -> str:
        """Of the one form of the page: what all readers share has nobody's token in it."""
        return (
            f'<button class="button button--quiet button--small" id="{pk}" form="day-deeds" formaction="{path}">'
            f"{escape(words)}</button>"
        )


def named(name: str, company: str) -> str:
    return f'{escape(name)}, <span class="soft">{escape(company)}</span>' if company else escape(name)


@lru_cache(maxsize=16_384)
def tile(room: int, name: str, state: str, says: str, meeting: str, is_coming: bool) -> str:
    """A room. Of hundreds only some are others at the next look, so what was drawn is kept."""
    inside = f'{drawing(state)}<span class="berth__name">{escape(name)}</span> <span class="berth__says">{says}</span>'
    facts = f'class="berth" id="room-{room}" data-state="{state}"' + (" data-coming" if is_coming else "")
    return f'<a {facts} href="{meeting}/">{inside}</a>' if meeting else f"<span {facts}>{inside}</span>"


@cache
def drawing(name: str) -> str:
    """Where the one drawing of a state is used."""
    return f'<svg class="icon" width="16" height="16" aria-hidden="true"><use href="#day-{name}"></use></svg>'


@cache
def drawings() -> SafeString:
    """The drawing of each state, once for the page."""
    lines = 'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"'
    symbols = "".join(
        f'<symbol id="day-{name}" {lines}>{inside(icon(drawn))}</symbol>' for name, drawn in DRAWINGS.items()
    )
    return mark_safe(f'<svg width="0" height="0" aria-hidden="true" focusable="false" class="drawings">{symbols}</svg>')


def inside(drawn: str) -> str:
    return drawn.split(">", 1)[1].rsplit("</svg>", 1)[0]


@lru_cache(maxsize=4096)
def clocks(moment: datetime, there: str, language: str, here: str) -> str:
    """The moment on the reader's clock and the fair's. Many meetings begin at once, so it is kept."""
    return render_to_string("common/_two_clocks.html", two_clocks(moment, there, here=here)).split("\n", 1)[-1].strip()
