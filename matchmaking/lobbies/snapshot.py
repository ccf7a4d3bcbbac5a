"""Everything that a page in a lobby knows, told at once: whoever comes, or has missed something, gets all of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse

from matchmaking.accounts.models import User
from matchmaking.common.calls import service_of
from matchmaking.fairs.models import Fair
from matchmaking.lobbies import queries, rules
from matchmaking.lobbies.models import Lobby, NumbersCard, Remark, Stay
from matchmaking.meetings.models import Attendance, Booking
from matchmaking.meetings.programme import Someone


@dataclass(frozen=True)
class Board:
    """A lobby at one moment. `seats` is which seat each user has, `next` where he is to be next; whoever has no seat is
    told nothing."""

    seats: Mapping[int, int]
    next: Mapping[int, dict[str, Any]]
    facts: dict[str, Any]

    @cached_property
    def words(self) -> tuple[int, str]:
        """All that is told to everybody, without the end, behind a sign that says nothing of the moment. Once for all
        pages."""
        return hash(json.dumps({**self.facts, "at": ""})), json.dumps(self.facts)[:-1]

    def told_to(self, user: int) -> tuple[int, str] | None:
        if user not in self.seats:
            return None
        own = ", " + json.dumps({"you": self.seats[user], "next": self.next.get(user)})[1:]
        sign, words = self.words
        return hash((sign, own)), words + own


def read(booking_id: UUID, *, at: datetime) -> Board:
    """The lobby as it is, for all who may be in it. At most nine queries, whoever is there."""
    lobby = Lobby.objects.select_related("booking__fair", "booking__room").get(pk=booking_id)
    booking = lobby.booking
    phase = rules.phase(booking, lobby, at)
    seats = list(queries.seats_at(booking_id)) if phase != rules.Phase.OVER else []
    stays: dict[int, list[Stay]] = {}
    for stay in queries.stays_that_last(booking_id, at=at):
        stays.setdefault(stay.user_id, []).append(stay)
    by_user = {seat.user_id: seat.pk for seat in seats}
    helpers = queries.helpers_in(lobby, stays.keys() - by_user.keys()) if seats and lobby.help_asked_at else []
    return Board(
        seats={user: seat for user, seat in by_user.items() if may_enter(seats, user)}
        | {helper.pk: -helper.pk for helper in helpers},
        next={seat.user_id: coming(seat) for seat in queries.next_seats(by_user, booking)},
        facts={
            "tell": "snapshot",
            "revision": lobby.revision,
            "at": moment(at),
            "phase": str(phase),
            "starts_at": moment(booking.starts_at),
            "ends_at": moment(booking.ends_at),
            "help_asked_at": moment(lobby.help_asked_at) if lobby.help_asked_at else None,
            "people": [person(seat, stays.get(seat.user_id, [])) for seat in seats]
            + [organiser(helper, booking.fair, stays[helper.pk]) for helper in helpers],
            "other_ways": other_ways(booking, seats),
            "remarks": [remark(each, by_user) for each in queries.last_remarks(booking_id)],
            "cards": [card(each) for each in queries.cards_of(booking_id)],
        },
    )


def may_enter(seats: list[Attendance], user: int) -> bool:
    """As `meetings_entered_by` has it, for a meeting whose seats are known already."""
    return any(
        seat.user_id == user and seat.participant.is_approved and seat.participant.user.is_active for seat in seats
    )


def person(seat: Attendance, stays: list[Stay]) -> dict[str, Any]:
    """Somebody of the meeting as the others see him. Several pages of his are one person."""
    someone = Someone(seat)
    return {"seat": seat.pk, "name": str(someone.user), "company": someone.company, "role": seat.role} | presence(stays)


def organiser(helper: User, fair: Fair, stays: list[Stay]) -> dict[str, Any]:
    """Who was called to help, as the others see him: nobody is there unseen."""
    return {"seat": -helper.pk, "name": str(helper), "company": fair.name, "role": "organiser"} | presence(stays)


def presence(stays: list[Stay]) -> dict[str, Any]:
    in_call = next((stay for stay in stays if stay.entered_at), None)
    return {
        "here_since": moment(min(stay.arrived_at for stay in stays)) if stays else None,
        "call": str(in_call.pk) if in_call else None,
        "shows": in_call.shows if in_call else {},
    }


def other_ways(booking: Booking, seats: list[Attendance]) -> list[dict[str, Any]]:
    """How else one can talk: what this meeting says itself, then its stands, then its room."""
    found = [("meeting", booking.call_link, booking.call_phone)]
    for seat in seats:
        terms = getattr(seat.stand, "terms", None)
        if terms:
            found.append(("stand", terms.call_link, terms.call_phone))
    if booking.room:
        found.append(("room", booking.room.call_link, ""))
    return [
        {"whose": whose, "link": link, "service": service_of(link) if link else "", "phone": phone}
        for whose, link, phone in dict.fromkeys(found)
        if link or phone
    ]


def remark(said: Remark, seats: Mapping[int, int]) -> dict[str, Any]:
    return {
        "id": str(said.pk),
        "seat": seats.get(said.author_id or 0),
        "name": str(said.author or ""),
        "text": said.text,
        "at": moment(said.said_at),
    }


def card(noted: NumbersCard) -> dict[str, Any]:
    """What is noted, numbers as plain text, and who stands by it on each side."""
    return {
        "id": str(noted.pk),
        "version": noted.version,
        **{name: getattr(noted, name) for name in rules.WRITTEN},
        **{name: plain(getattr(noted, name)) for name in rules.COUNTED},
        "host": str(noted.host_confirmed_by or "?") if noted.host_confirmed_at else None,
        "guest": str(noted.guest_confirmed_by or "?") if noted.guest_confirmed_at else None,
    }


def plain(number: Decimal | None) -> str:
    """12000 for 12000.000; nothing for None."""
    return f"{number:f}".rstrip("0").rstrip(".") if number is not None else ""


def coming(seat: Attendance) -> dict[str, Any]:
    """Where somebody is to be next."""
    room = seat.booking.room
    address = reverse("lobbies:enter-room", args=[seat.booking_id])
    return {"address": address, "starts_at": moment(seat.starts_at), "room": room.name if room else ""}


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
