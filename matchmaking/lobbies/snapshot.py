"""Everything that a page in a lobby knows, told at once: whoever comes, or has missed something, gets all of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse

from matchmaking.accounts.models import User
from matchmaking.common.calls import service_of
from matchmaking.lobbies import queries, rules
from matchmaking.meetings.models import Booking

Facts = dict[str, Any]


@dataclass(frozen=True)
class Board:
    """A lobby at one moment. `seats` is which seat each user has, `next` where he is to be next, `to_him` what the
    organiser has written to him alone; whoever has no seat is told nothing."""

    seats: Mapping[int, int]
    next: Mapping[int, dict[str, Any]]
    to_him: Mapping[int, list[Facts]]
    facts: dict[str, Any]

    @cached_property
    def words(self) -> tuple[int, str]:
        """All that is told to everybody, without the end, behind a sign that says nothing of the moment. Once for all
        pages."""
        return hash(json.dumps({**self.facts, "at": ""})), json.dumps(self.facts)[:-1]

    def told_to(self, user: int) -> tuple[int, str] | None:
        if user not in self.seats:
            return None
        own = ", " + json.dumps(self.own(user))[1:]
        sign, words = self.words
        return hash((sign, own)), words + own

    def own(self, user: int) -> Facts:
        return {"you": self.seats[user], "next": self.next.get(user), "to_you": self.to_him.get(user, [])}


def read(booking_id: UUID, *, at: datetime) -> Board:
    """The lobby as it is, for all who may be in it. One query, and another one where somebody has asked for help."""
    lobby, found = queries.all_of(booking_id, at=at)
    booking = lobby.booking
    phase = rules.phase(booking, lobby, at)
    seats: list[Facts] = found["seats"] or [] if phase != rules.Phase.OVER else []
    stays: dict[int, list[Facts]] = {}
    for stay in found["stays"] or ():
        stays.setdefault(stay["user_id"], []).append(stay)
    by_user: dict[int, int] = {seat["user_id"]: seat["id"] for seat in seats}
    to_him: dict[int, list[Facts]] = {}
    for each in found["remarks"] or ():
        if each["to_id"]:
            to_him.setdefault(each["to_id"], []).append(remark(each, by_user, found["fair"]))
    helpers = queries.helpers_in(lobby, stays.keys() - by_user.keys()) if seats and lobby.help_asked_at else []
    return Board(
        seats={seat["user_id"]: seat["id"] for seat in seats if seat["may_enter"]}
        | {helper.pk: -helper.pk for helper in helpers},
        to_him=to_him,
        next={seat["user_id"]: coming(seat) for seat in found["next"] or ()},
        facts={
            "tell": "snapshot",
            "revision": lobby.revision,
            "at": moment(at),
            "phase": str(phase),
            "starts_at": moment(booking.starts_at),
            "ends_at": moment(booking.ends_at),
            "help_asked_at": moment(lobby.help_asked_at) if lobby.help_asked_at else None,
            "people": [person(seat, stays.get(seat["user_id"], [])) for seat in seats]
            + [organiser(helper, found["fair"], stays[helper.pk]) for helper in helpers],
            "other_ways": other_ways(booking, seats, found["room_link"] or ""),
            "remarks": [remark(each, by_user, found["fair"]) for each in found["remarks"] or () if not each["to_id"]],
            "cards": [card(each) for each in found["cards"] or ()],
        },
    )


def name_of(person: Facts) -> str:
    """As a user is called everywhere."""
    return str(User(**person))


def person(seat: Facts, stays: list[Facts]) -> Facts:
    """Somebody of the meeting as the others see him. Several pages of his are one person."""
    named = {"name": name_of(seat["person"]), "company": seat["company"], "role": seat["role"]}
    return {"seat": seat["id"]} | named | {"phone": seat["own_phone"]} | presence(stays)


def organiser(helper: User, fair: str, stays: list[Facts]) -> Facts:
    """Who was called to help, as the others see him: nobody is there unseen."""
    named = {"name": str(helper), "company": fair, "role": "organiser", "phone": ""}
    return {"seat": -helper.pk} | named | presence(stays)


def presence(stays: list[Facts]) -> Facts:
    in_call = next((stay for stay in stays if stay["entered_at"]), None)
    return {
        "here_since": read_moment(stays[0]["arrived_at"]) if stays else None,
        "call": in_call["id"] if in_call else None,
        "shows": in_call["shows"] if in_call else {},
    }


def other_ways(booking: Booking, seats: list[Facts], room_link: str) -> list[Facts]:
    """How else one can talk: what this meeting says itself, then its stands, then its room."""
    found = [("meeting", booking.call_link, booking.call_phone)]
    found += [("stand", seat["call_link"] or "", seat["call_phone"] or "") for seat in seats]
    found.append(("room", room_link, ""))
    return [
        {"whose": whose, "link": link, "service": service_of(link) if link else "", "phone": phone}
        for whose, link, phone in dict.fromkeys(found)
        if link or phone
    ]


def remark(said: Facts, seats: Mapping[int, int], fair: str) -> Facts:
    """What somebody has written; of the organiser at his desk the fair is named, too."""
    name = name_of(said["author"]) if said["author_id"] else ""
    if said["is_from_desk"]:
        name = ", ".join(filter(None, [name, fair]))
    return {
        "id": said["id"],
        "seat": seats.get(said["author_id"]),
        "name": name,
        "text": said["text"],
        "at": read_moment(said["said_at"]),
    }


def card(noted: Facts) -> Facts:
    """What is noted, numbers as plain text, and who stands by it on each side."""
    return {
        "id": noted["id"],
        "version": noted["version"],
        **{name: noted[name] for name in rules.WRITTEN},
        **{name: plain(noted[f"{name}_text"]) for name in rules.COUNTED},
        **{side: confirmed_by(noted, side) for side in ("host", "guest")},
    }


def confirmed_by(noted: Facts, side: str) -> str | None:
    if not noted[f"{side}_confirmed_at"]:
        return None
    return name_of(noted[side]) if noted[f"{side}_confirmed_by_id"] else "?"


def plain(number: str | None) -> str:
    """12000 for 12000.000; nothing for None."""
    return number.rstrip("0").rstrip(".") if number is not None else ""


def coming(seat: Facts) -> Facts:
    """Where somebody is to be next."""
    address = reverse("lobbies:enter-room", args=[seat["booking_id"]])
    return {"address": address, "starts_at": read_moment(seat["starts_at"]), "room": seat["room"] or ""}


def read_moment(text: str) -> str:
    """As Postgres writes it in JSON."""
    return moment(datetime.fromisoformat(text))


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
