"""One's own times at a fair, as one reads and changes them: by days, each open, closed, or taken by something."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from matchmaking.common import calendars
from matchmaking.fairs.models import MeetingSlot, Participant
from matchmaking.fairs.rules import moment
from matchmaking.meetings import queries, rules
from matchmaking.meetings.models import Agenda, Availability, BusyTime

WORK, ALL = "work", "all"  # stretches of times, besides a day (2030-05-14) and an hour of every day (09)


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    BUSY = "busy"  # elsewhere, whether it is open or not
    BOOKED = "booked"
    PAST = "past"


@dataclass(frozen=True)
class Cell:
    """One slot of the fair. `there` is the fair's clock; a meeting has its number, what one is busy with its title."""

    slot: MeetingSlot
    here: datetime
    there: datetime
    state: State
    discomfort: int
    is_at_work: bool
    meeting: UUID | None = None
    title: str = ""

    @property
    def is_box(self) -> bool:
        """It can be opened and closed by itself."""
        return self.state in (State.OPEN, State.CLOSED)

    @property
    def is_mine_to_say(self) -> bool:
        """It can be opened and closed with others; what is open while one is busy is so again afterwards."""
        return self.is_box or self.state == State.BUSY

    @property
    def is_at_night(self) -> bool:
        return self.discomfort >= rules.AT_NIGHT

    @property
    def days_later(self) -> int:
        """How many days the fair's calendar is ahead of mine."""
        return (self.there.date() - self.here.date()).days


@dataclass(frozen=True)
class Day:
    """One day by my calendar. `rest` says why it is none for work, if it is none."""

    date: date
    cells: Sequence[Cell]
    rest: str

    @property
    def opened(self) -> int:
        return sum(cell.state == State.OPEN for cell in self.cells)

    @property
    def has_boxes(self) -> bool:
        return any(cell.is_box for cell in self.cells)


@dataclass(frozen=True)
class Times:
    """All of somebody's times at a fair from today on. `seen` are those that were open when they were looked up."""

    agenda: Agenda
    cells: Sequence[Cell]
    seen: Sequence[UUID]
    busy: Sequence[BusyTime]
    country: str

    @cached_property
    def days(self) -> list[Day]:
        language = get_language() or "en"
        return [
            Day(day, list(cells), calendars.holiday_name(self.country, day, language) or self._weekend(day))
            for day, cells in groupby(self.cells, key=lambda cell: cell.here.date())
        ]

    def _weekend(self, day: date) -> str:
        return _("weekend") if calendars.is_weekend(self.country, day) else ""

    @property
    def hours(self) -> list[time]:
        """At which there is a time that can be opened or closed, on whatever day."""
        return [time(hour) for hour in sorted({cell.here.hour for cell in self.cells if cell.is_box})]

    def within(self, stretch: str) -> set[UUID]:
        """The times of a stretch that are mine to open and close; none of a stretch that is none."""
        return {cell.slot.pk for cell in self.cells if cell.is_mine_to_say and stretch in _stretches_of(cell)}


def _stretches_of(cell: Cell) -> tuple[str, ...]:
    return (ALL, cell.here.date().isoformat(), f"{cell.here:%H}", *([WORK] if cell.is_at_work else []))


def times_of(me: Participant, *, at: datetime, ticked: Collection[UUID] | None = None) -> Times:
    """The times of a participant who has an agenda. Five queries.

    What was `ticked` in a form that was refused is shown as open, and all else as closed.
    """
    agenda = Agenda.objects.select_related("participant").get(participant=me)
    since = moment(at.astimezone(agenda.zone).date(), time(0), agenda.zone)
    slots = list(me.fair.slots.filter(starts_at__gte=since).order_by("starts_at"))
    opened = set(Availability.objects.filter(participant=me, slot__in=slots).values_list("slot", flat=True))
    meetings = list(
        queries.live_attendances()
        .filter(user=me.user, ends_at__gt=since)
        .values_list("starts_at", "ends_at", "booking")
        .order_by("starts_at")
    )
    busy = list(BusyTime.objects.filter(user=me.user, ends_at__gt=since))
    country = me.user.country or calendars.country_of(agenda.time_zone)
    cells = list(_cells(slots, me, agenda, country, opened if ticked is None else ticked, meetings, busy, at))
    return Times(
        agenda=agenda,
        cells=cells,
        seen=[cell.slot.pk for cell in cells if cell.is_box and cell.slot.pk in opened],
        busy=[stretch for stretch in busy if stretch.ends_at > at],
        country=country,
    )


def _cells(
    slots: Sequence[MeetingSlot],
    me: Participant,
    agenda: Agenda,
    country: str,
    opened: Collection[UUID],
    meetings: Sequence[tuple[datetime, datetime, UUID]],
    busy: Sequence[BusyTime],
    at: datetime,
) -> Iterator[Cell]:
    zone, works_from, works_to = agenda.zone, agenda.works_from, agenda.works_to
    diary = rules.Diary(agenda.pk, me.user_id, zone, works_from, works_to, country)
    for slot in slots:
        span = (slot.starts_at, slot.ends_at)
        meeting = next((pk for starts, ends, pk in meetings if rules.overlaps(span, (starts, ends))), None)
        elsewhere = next((each for each in busy if rules.overlaps(span, (each.starts_at, each.ends_at))), None)
        yield Cell(
            slot=slot,
            here=slot.starts_at.astimezone(zone),
            there=slot.starts_at.astimezone(me.fair.zone),
            state=_state(slot, at, is_met=bool(meeting), is_busy=bool(elsewhere), is_open=slot.pk in opened),
            discomfort=rules.discomfort(diary, slot),
            is_at_work=rules.is_within_hours(slot, zone=zone, works_from=works_from, works_to=works_to),
            meeting=meeting,
            title=elsewhere.title if elsewhere else "",
        )


def _state(slot: MeetingSlot, at: datetime, *, is_met: bool, is_busy: bool, is_open: bool) -> State:
    if is_met:
        return State.BOOKED
    if slot.starts_at <= at:
        return State.PAST
    if is_busy:
        return State.BUSY
    return State.OPEN if is_open else State.CLOSED
