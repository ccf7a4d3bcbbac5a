"""One meeting of the day as the organiser reads it: who is there, how else it could take place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from matchmaking.accounts.models import User
from matchmaking.fairs.models import Room
from matchmaking.lobbies.models import DeviceCheck, Lobby
from matchmaking.meetings import programme, queries
from matchmaking.meetings.actions.booking import seats_of, stands_of
from matchmaking.meetings.models import Attendance, Booking
from matchmaking.meetings.programme import Meeting, Someone
from matchmaking.meetings.queries import nearby
from matchmaking.organising.rules import day as rules
from matchmaking.organising.rules.day import Fault, State


@dataclass(frozen=True)
class Found:
    """A meeting, how it stands, and what can be done about it."""

    meeting: Meeting
    at: datetime
    free_rooms: list[Room]
    others: QuerySet[Booking]
    colleagues: list[tuple[str, str]]
    checks: dict[int, list[Fault]]

    @property
    def booking(self) -> Booking:
        return self.meeting.booking

    @property
    def lobby(self) -> Lobby | None:
        return getattr(self.booking, "lobby", None)

    @property
    def is_closed(self) -> bool:
        return self.lobby is not None and self.lobby.closed_at is not None

    @property
    def asks_for_help(self) -> bool:
        return self.lobby is not None and self.lobby.help_asked_at is not None and not self.is_closed

    @property
    def is_over(self) -> bool:
        return not self.booking.is_confirmed or self.booking.is_over(at=self.at)

    @property
    def state(self) -> State | None:
        here = {each.attendance.role for each in self.meeting.present if is_here(each.attendance)}
        return rules.state_of(
            rules.Meeting(
                pk=str(self.booking.pk),
                room=self.booking.room_id or 0,
                starts_at=self.booking.starts_at,
                ends_at=self.booking.ends_at,
                help_asked_at=self.lobby.help_asked_at if self.lobby else None,
                met_since=self.lobby.met_since if self.lobby else None,
                closed_at=self.lobby.closed_at if self.lobby else None,
                host_here=Attendance.Role.HOST in here,
                guest_here=Attendance.Role.GUEST in here,
                anybody_here=bool(here),
            ),
            self.at,
        )

    @property
    def people(self) -> list[tuple[Someone, str, list[Fault]]]:
        """Everybody who is expected, the number at which he can be rung, and what his device test has found. One's own
        number is given to those of the meeting: the organiser is one of them where he is asked for help."""
        return [
            (each, each.attendance.call_phone if self.asks_for_help else "", self.checks.get(each.user.pk, []))
            for each in self.meeting.present
        ]


def is_here(seat: Attendance) -> bool:
    return seat.arrived_at is not None and seat.left_at is None


def read(bookings: QuerySet[Booking], reader: User, *, at: datetime) -> Found | None:
    """The first of these meetings; None if there is none. Some ten queries."""
    found = programme.read(bookings, reader)
    if not found:
        return None
    meeting = found[0]
    return Found(
        meeting=meeting,
        at=at,
        free_rooms=free_rooms(meeting.booking, at=at),
        others=others_than(meeting.booking, at=at),
        colleagues=colleagues_for(meeting.present),
        checks=checks_of(each.user.pk for each in meeting.present),
    )


def people_of(booking: Booking, reader: User) -> list[Someone]:
    """Who is expected at the meeting. Two queries."""
    return programme.read(Booking.objects.filter(pk=booking.pk), reader)[0].present


def free_rooms(booking: Booking, *, at: datetime) -> list[Room]:
    """Where it could take place instead, the nearest first."""
    seats = seats_of(booking)
    return nearby.rooms_nearby(booking, stands=stands_of(seats), seats=len(seats), at=at)


def others_than(booking: Booking, *, at: datetime) -> QuerySet[Booking]:
    """Meetings of its fair that take place at the same time in another room of its kind."""
    others = Booking.objects.filter(
        fair=booking.fair_id,
        status=Booking.Status.CONFIRMED,
        starts_at__lt=booking.ends_at,
        ends_at__gt=max(booking.starts_at, at),
        room__kind=booking.room.kind if booking.room else "",
    )
    found = others.exclude(pk=booking.pk).exclude(room=booking.room_id)
    return found.select_related("room__hall").order_by("room__hall__position", "room__hall__name", "room__name")


def colleagues_for(people: Iterable[Someone]) -> list[tuple[str, str]]:
    """Who of a stand's team could come in whose place: as a form offers them. A query for each stand."""
    people = list(people)
    there = {each.attendance.participant_id for each in people}
    found = []
    teams = {
        stand.pk: queries.team_of(stand)
        for stand in {each.attendance.stand for each in people if each.attendance.stand}
    }
    for each in people:
        for colleague in teams.get(each.attendance.stand_id, ()) if each.attendance.stand_id else ():
            if colleague.pk not in there:
                found.append((f"{each.attendance.participant_id}-{colleague.pk}", f"{colleague.user} ← {each.user}"))
    return found


def checks_of(users: Iterable[int]) -> dict[int, list[Fault]]:
    """What the last device test of each of these has found missing. One query."""
    facts = DeviceCheck.objects.filter(user__in=list(users))
    return {
        check.user_id: rules.faults_of(check.microphone, check.hears, check.round_trip_ms, check.kilobits)
        for check in facts
    }
