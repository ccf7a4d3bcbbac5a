"""Everything that a page in a lobby knows, told at once: whoever comes, or has missed something, gets all of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from matchmaking.lobbies import queries, rules
from matchmaking.lobbies.models import Lobby, Stay
from matchmaking.meetings.models import Attendance
from matchmaking.meetings.programme import Someone


@dataclass(frozen=True)
class Board:
    """A lobby at one moment. `seats` is which seat each user has; whoever has none is told nothing."""

    seats: Mapping[int, int]
    facts: dict[str, Any]

    def told_to(self, user: int) -> dict[str, Any] | None:
        return {**self.facts, "you": self.seats[user]} if user in self.seats else None


def read(booking_id: UUID, *, at: datetime) -> Board:
    """The lobby as it is, for all who may be in it. Four queries, whoever is there."""
    lobby = Lobby.objects.select_related("booking").get(pk=booking_id)
    booking = lobby.booking
    phase = rules.phase(booking, lobby.opened_at, at)
    seats = list(queries.seats_at(booking_id)) if phase != rules.Phase.OVER else []
    stays: dict[int, list[Stay]] = {}
    for stay in queries.stays_that_last(booking_id, at=at):
        stays.setdefault(stay.user_id, []).append(stay)
    by_user = {seat.user_id: seat.pk for seat in seats}
    return Board(
        seats={user: seat for user, seat in by_user.items() if may_enter(seats, user)},
        facts={
            "tell": "snapshot",
            "revision": lobby.revision,
            "at": moment(at),
            "phase": str(phase),
            "starts_at": moment(booking.starts_at),
            "ends_at": moment(booking.ends_at),
            "people": [person(seat, stays.get(seat.user_id, [])) for seat in seats],
            "remarks": [
                {
                    "id": str(remark.pk),
                    "seat": by_user.get(remark.author_id or 0),
                    "name": str(remark.author or ""),
                    "text": remark.text,
                    "at": moment(remark.said_at),
                }
                for remark in queries.last_remarks(booking_id)
            ],
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
    in_call = next((stay for stay in stays if stay.entered_at), None)
    return {
        "seat": seat.pk,
        "name": str(someone.user),
        "company": someone.company,
        "role": seat.role,
        "here_since": moment(min(stay.arrived_at for stay in stays)) if stays else None,
        "call": str(in_call.pk) if in_call else None,
        "shows": in_call.shows if in_call else {},
    }


def moment(at: datetime) -> str:
    """A moment as browsers read it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
