"""On whose behalf a page is read: what every page of suggestions begins with."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest

from matchmaking.accounts.models import User
from matchmaking.discovery.access import Candidate, Seat, others_open_to, seat_of, seats_of
from matchmaking.discovery.actions.marking import Pair
from matchmaking.fairs.access import FairContext, fair_page
from matchmaking.fairs.models import Participant


@dataclass(frozen=True)
class Here:
    """The fair, the reader, and the seats that he has there. Two queries."""

    page: FairContext
    me: Participant | None
    seats: list[Seat]

    def seat(self, key: str) -> Seat | None:
        return seat_of(self.seats, key)


def here_at(request: HttpRequest, fair: str) -> Here:
    """What the reader may do at this fair; 404 if he may not look at it."""
    page = fair_page(request, fair)
    me = page["participant"]
    if me is None or not me.is_approved:
        return Here(page, None, [])
    assert isinstance(request.user, User)
    me.user, me.fair = request.user, page["fair"]
    return Here(page, me, seats_of(me))


@dataclass(frozen=True)
class Facing:
    """The reader in one of his seats, before somebody of the other side."""

    here: Here
    me: Participant
    seat: Seat
    other: Candidate

    @property
    def pair(self) -> Pair:
        stand, profile = (self.other.pk, self.seat.pk) if self.seat.is_visitor else (self.seat.pk, self.other.pk)
        return Pair(self.seat.side, stand, profile)


def facing(request: HttpRequest, fair: str, seat: str, other: str, *, at: datetime) -> Facing:
    """The reader in this seat before this other, if the seat is his and he may be shown the other; 404 otherwise."""
    here = here_at(request, fair)
    found = next((each for each in here.seats if each.key == seat), None)
    if here.me is None or found is None:
        raise Http404
    candidate = others_open_to(found, here.me, other, at=at)
    if candidate is None:
        raise Http404
    return Facing(here, here.me, found, candidate)
