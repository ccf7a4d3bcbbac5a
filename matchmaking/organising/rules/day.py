"""How a meeting stands at a moment of the day, and what of it wants looking after first. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from matchmaking.lobbies.rules import NARROW_KILOBITS, OVERTIME, SLOW_MS, WAITED_ENOUGH

AHEAD = timedelta(minutes=30)  # how early a meeting is shown
BEHIND = timedelta(hours=2)  # for so long a meeting that does not end is shown


class State(StrEnum):
    """Of a room, in the order in which it wants looking after."""

    HELP = "help"
    LATE = "late"
    EMPTY = "empty"
    OVERRUN = "overrun"
    CLOSED = "closed"
    WAITING = "waiting"
    ON = "on"
    SOON = "soon"
    FREE = "free"


ORDER = {state: place for place, state in enumerate(State)}
TROUBLES = (State.HELP, State.LATE, State.EMPTY, State.OVERRUN)


class Meeting(NamedTuple):
    """What decides how a meeting stands."""

    pk: str
    room: int
    starts_at: datetime
    ends_at: datetime
    help_asked_at: datetime | None
    met_since: datetime | None
    closed_at: datetime | None
    host_here: bool
    guest_here: bool
    anybody_here: bool

    @property
    def both_here(self) -> bool:
        return self.host_here and self.guest_here


def state_of(meeting: Meeting, at: datetime) -> State | None:
    """How it stands; None if it is over and everybody has gone, or is not near yet."""
    if meeting.closed_at:
        return State.CLOSED if at < meeting.ends_at else None
    if meeting.help_asked_at and meeting.anybody_here:
        return State.HELP
    if at >= meeting.ends_at:
        return State.OVERRUN if meeting.anybody_here and at < meeting.ends_at + OVERTIME else None
    if meeting.met_since:
        return State.ON
    if at >= meeting.starts_at + WAITED_ENOUGH and not meeting.both_here:
        return State.LATE if meeting.anybody_here else State.EMPTY
    if meeting.anybody_here:
        return State.WAITING
    return State.SOON if meeting.starts_at < at + AHEAD else None


class Shown(NamedTuple):
    """A room as the board shows it: its most urgent meeting, and the one that comes after it."""

    state: State
    meeting: Meeting | None = None
    coming: Meeting | None = None


FREE = Shown(State.FREE)


def shown_by_room(meetings: Iterable[Meeting], at: datetime) -> dict[int, Shown]:
    """Each room in which there is anything, by its number. `meetings` in the order of their beginnings."""
    found: dict[int, Shown] = {}
    for meeting in meetings:
        state = state_of(meeting, at)
        if state is None:
            continue
        shown = found.get(meeting.room)
        if shown is None:
            found[meeting.room] = Shown(state, meeting)
        elif ORDER[state] < ORDER[shown.state]:
            found[meeting.room] = Shown(state, meeting, shown.coming)
        elif state is State.SOON and shown.coming is None:
            found[meeting.room] = shown._replace(coming=meeting)
    return found


def late_since(meeting: Meeting, state: State) -> datetime:
    """Since when it is as it is, as far as the clock says it."""
    if state is State.HELP and meeting.help_asked_at:
        return meeting.help_asked_at
    return meeting.ends_at if state is State.OVERRUN else meeting.starts_at


class Fault(StrEnum):
    """What a device test has found missing."""

    MICROPHONE = "microphone"
    SOUND = "sound"
    LINE = "line"


def faults_of(microphone: str, hears: bool | None, round_trip_ms: int | None, kilobits: int | None) -> list[Fault]:
    """What would keep him from talking. Without a camera one can talk."""
    found = [] if microphone else [Fault.MICROPHONE]
    if hears is False:
        found.append(Fault.SOUND)
    if (round_trip_ms or 0) > SLOW_MS or (kilobits is not None and kilobits < NARROW_KILOBITS):
        found.append(Fault.LINE)
    return found
