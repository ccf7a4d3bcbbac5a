"""Whether a lobby is open at a moment, and who is there. Pure."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from matchmaking.lobbies import errors
from matchmaking.lobbies.models import LONGEST_REMARK, Stay
from matchmaking.meetings.models import Attendance, Booking

BEAT = timedelta(seconds=15)  # how often a page says that it is there
LOST = timedelta(seconds=40)  # without a word, somebody is not there any more: two beats may be lost
OVERTIME = timedelta(minutes=5)  # in which a sentence is ended


class Phase(StrEnum):
    WAITING = "waiting"
    OPEN = "open"
    OVER = "over"


def phase(booking: Booking, opened_at: datetime | None, at: datetime) -> Phase:
    """Whether one waits, meets, or has met."""
    if not booking.is_confirmed or at >= booking.ends_at + OVERTIME:
        return Phase.OVER
    return Phase.OPEN if opened_at else Phase.WAITING


def is_there(stay: Stay, at: datetime) -> bool:
    return stay.left_at is None and at - stay.seen_at < LOST


def both_sides(roles: Collection[str]) -> bool:
    """Somebody of each side is among them."""
    return {Attendance.Role.HOST, Attendance.Role.GUEST} <= set(roles)


def opens_by_itself(booking: Booking, roles: Collection[str], at: datetime) -> bool:
    """It is time, and somebody of each side is there."""
    return at >= booking.starts_at and both_sides(roles)


def check_opens(booking: Booking, role: str, at: datetime) -> None:
    """The host opens the room whenever he likes, until it is over."""
    if phase(booking, None, at) == Phase.OVER:
        raise errors.NotThere
    if role != Attendance.Role.HOST:
        raise errors.OnlyTheHost


def check_enters(booking: Booking, opened_at: datetime | None, at: datetime) -> None:
    """Who is let in to the call."""
    now = phase(booking, opened_at, at)
    if now == Phase.OVER:
        raise errors.NotThere
    if now == Phase.WAITING:
        raise errors.NotOpenYet


def check_remark(text: str) -> str:
    """What is said, without the space around it."""
    text = text.replace("\x00", "").strip()
    if not text:
        raise errors.NothingSaid
    if len(text) > LONGEST_REMARK:
        raise errors.TooLong
    return text
