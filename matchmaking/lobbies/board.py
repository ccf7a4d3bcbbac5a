"""All lobbies of a fair as its organiser sees them: who waits, who is late, who asks for help. Never what is said."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Prefetch, QuerySet
from django.utils.translation import pgettext_lazy

from matchmaking.fairs.models import Fair
from matchmaking.lobbies.models import Lobby
from matchmaking.lobbies.rules import OVERTIME, WAITED_ENOUGH, both_sides
from matchmaking.meetings.models import Attendance, Booking
from matchmaking.meetings.programme import Someone

AHEAD = timedelta(minutes=15)  # how early a meeting is shown

# In the order in which they want looking after.
STATES = {
    "help": pgettext_lazy("meetings", "ask for help"),
    "late": pgettext_lazy("meetings", "one side is late"),
    "empty": pgettext_lazy("meetings", "nobody has come"),
    "waiting": pgettext_lazy("meetings", "somebody waits"),
    "on": pgettext_lazy("meetings", "in a call"),
    "ahead": pgettext_lazy("meetings", "begin soon"),
    "closed": pgettext_lazy("meetings", "closed by you"),
}


@dataclass(frozen=True)
class Watched:
    """One meeting with its lobby, if anybody has come there."""

    booking: Booking
    at: datetime

    @property
    def lobby(self) -> Lobby | None:
        return getattr(self.booking, "lobby", None)

    @cached_property
    def people(self) -> list[Someone]:
        return [Someone(seat) for seat in self.booking.attendances.all()]

    @property
    def present(self) -> list[Someone]:
        return [each for each in self.people if is_here(each.attendance)]

    @cached_property
    def state(self) -> str:
        roles = [each.attendance.role for each in self.present]
        if self.lobby and self.lobby.closed_at:
            return "closed"
        if self.lobby and self.lobby.help_asked_at and roles:
            return "help"
        if self.lobby and self.lobby.met_since:
            return "on"
        if self.at >= self.booking.starts_at + WAITED_ENOUGH and not both_sides(roles):
            return "late" if roles else "empty"
        return "waiting" if roles else "ahead"

    @property
    def says(self) -> str:
        return str(STATES[self.state])

    @property
    def may_be_joined(self) -> bool:
        return self.lobby is not None and self.lobby.help_asked_at is not None and not self.lobby.closed_at

    @property
    def missing(self) -> list[Someone]:
        """Who should be there by now."""
        if self.at < self.booking.starts_at:
            return []
        return [each for each in self.people if not is_here(each.attendance)]


def is_here(seat: Attendance) -> bool:
    return seat.arrived_at is not None and seat.left_at is None


@dataclass(frozen=True)
class LobbyBoard:
    """The meetings of this hour, those that want looking after first."""

    rows: list[Watched]

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Each state that there is, in words, with how many meetings are in it."""
        found = Counter(row.state for row in self.rows)
        return [(state, str(name), found[state]) for state, name in STATES.items() if found[state]]

    def only(self, state: str) -> list[Watched]:
        return [row for row in self.rows if row.state == state] if state in STATES else self.rows


def read(bookings: QuerySet[Booking], fair: Fair, *, at: datetime) -> LobbyBoard:
    """The meetings of the fair that go on, have just ended or begin soon. Two queries, however many they are."""
    people = (
        Attendance.objects.filter(excused_at=None)
        .select_related("participant__user", "participant__visitor_profile__company", "stand__company")
        .order_by("role", "pk")
    )
    found = (
        bookings.filter(fair=fair, status=Booking.Status.CONFIRMED, starts_at__lt=at + AHEAD, ends_at__gt=at - OVERTIME)
        .select_related("fair", "room__hall", "lobby")
        .prefetch_related(Prefetch("attendances", queryset=people))
        .order_by("starts_at", "pk")
    )
    order = list(STATES)
    return LobbyBoard(sorted((Watched(booking, at) for booking in found), key=lambda row: order.index(row.state)))
