"""What a notice says: a line, a sentence, times on both clocks, and where it leads."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.functional import Promise

from matchmaking.accounts.models import User
from matchmaking.common import clocks, ical
from matchmaking.common.templatetags.tradefair import short_day
from matchmaking.reminders.models import Notice

Words = str | Promise


@dataclass(frozen=True)
class Reading:
    """A moment as one clock shows it: 10:00–10:25, Tue 14 May, Brussels, UTC+2."""

    time: str
    day: str
    place: str
    offset: str


@dataclass(frozen=True)
class Moment:
    """A stretch of time of which one is told, by one's own clock and by the other side's."""

    starts: datetime
    ends: datetime
    here: ZoneInfo
    there: ZoneInfo

    @property
    def readings(self) -> list[Reading]:
        return [
            Reading(
                time=f"{each.starts:%H:%M}–{each.ends:%H:%M}",
                day=short_day(each.starts),
                place=" / ".join(each.cities),
                offset=each.offset,
            )
            for each in clocks.two_clocks(
                self.starts,
                self.here,
                self.there,
                language=translation.get_language() or "en",
                until=self.ends,
            )
            if each.ends
        ]

    @property
    def in_short(self) -> str:
        """For a subject line: Tue 14 May, 10:00 Brussels · 03:00 Lima."""
        first, *others = self.readings
        parts = [f"{first.day}, {first.time[:5]} {first.place}"]
        parts += [
            f"{other.time[:5]} {other.place}"
            if other.day == first.day
            else f"{other.day}, {other.time[:5]} {other.place}"
            for other in others
        ]
        return " · ".join(parts)


@dataclass(frozen=True)
class Action:
    """Something that one can do about it. `path` is one of this site's."""

    label: str
    path: str


@dataclass(frozen=True)
class Part:
    """One of several things that a notice is about."""

    title: str
    path: str
    moment: Moment


class Telling(ABC):
    """What one notice says. Words are in the language that is active, so ask for them with the reader's own."""

    method = ical.Method.REQUEST  # what a calendar is to do

    def __init__(self, notice: Notice, at: datetime) -> None:
        self.notice, self.at = notice, at

    @property
    def reader(self) -> User:
        return self.notice.recipient

    @property
    def here(self) -> ZoneInfo:
        return ZoneInfo(self.reader.time_zone)

    @property
    @abstractmethod
    def title(self) -> Words:
        """One line, which says it all."""

    @property
    def text(self) -> Words:
        """What else there is to say, in sentences."""
        return ""

    @property
    def quote(self) -> str:
        """What somebody has written."""
        return ""

    @property
    def quote_language(self) -> str:
        return "en"

    @property
    @abstractmethod
    def path(self) -> str:
        """Where it leads."""

    @property
    @abstractmethod
    def button(self) -> Words:
        """What one finds there."""

    @property
    def is_true(self) -> bool:
        """It still holds. What does not is not sent any more."""
        return True

    @property
    def moments(self) -> Sequence[Moment]:
        """The times that it is about, the first one above all."""
        return ()

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """What else one wants to know at once: a name and what it is."""
        return ()

    @property
    def parts(self) -> Sequence[Part]:
        """The single things, where it is about several."""
        return ()

    @property
    def actions(self) -> Sequence[Action]:
        """What can be done without signing in. By mail only: each has a key in its address."""
        return ()

    @property
    def event(self) -> ical.Event | None:
        """What a calendar is to take down, or to strike out."""
        return None

    @property
    def subject(self) -> str:
        """The line of a mail: with the time, on both clocks, where there is one."""
        return f"{self.title} – {self.moments[0].in_short}" if self.moments else str(self.title)
