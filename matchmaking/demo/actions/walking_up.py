"""Who has walked up to stands in the past hour: let in, declined kindly, or gone again. By the very deeds of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction

from matchmaking.accounts.models import User
from matchmaking.demo.sketches import BUYER, EXPORTER
from matchmaking.demo.talks import DECLINED, WISHES
from matchmaking.exhibitors.models import Representative
from matchmaking.fairs.models import Participant
from matchmaking.lobbies.actions import staying, walking_in
from matchmaking.lobbies.errors import LobbyRefused
from matchmaking.lobbies.models import WalkIn
from matchmaking.meetings.actions.beginning import end_meeting
from matchmaking.meetings.errors import MeetingRefused

STANDS = 3
TRIES = 12  # of visitors, until one of them has time
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Visit:
    """Somebody comes to a stand at a moment, and waits; what then becomes of him."""

    seat: Representative
    visitor: User
    wish: str
    came_at: datetime

    @property
    def host(self) -> User:
        return self.seat.participant.user

    def comes(self, user: User) -> dict[str, Any]:
        """His page at the stand."""
        stand = self.seat.exhibitor
        stay = walking_in.arrive(user=user, fair=stand.fair.slug, stand=stand.slug, at=self.came_at)
        return {"user": user, "stay_id": stay.pk}

    @transaction.atomic
    def happens(self, end: str) -> None:
        """With that end, and nobody is at the stand afterwards."""
        own, team = self.comes(self.visitor), self.comes(self.host)
        walk_in = walking_in.wait(**own, wish=self.wish, at=self.came_at)
        at = self.came_at + 2 * A_MINUTE
        if end == WalkIn.Status.LET_IN:
            walk_in = walking_in.let_in(**team, walk_in_id=walk_in.pk, at=at)
            self.talk(walk_in, at)
        elif end == WalkIn.Status.DECLINED:
            walking_in.decline(**team, walk_in_id=walk_in.pk, words=DECLINED, at=at)
        else:
            walking_in.give_up(**own, at=at)
        for page in (own, team):
            walking_in.leave(stay_id=page["stay_id"], at=at + 8 * A_MINUTE)

    def talk(self, walk_in: WalkIn, at: datetime) -> None:
        """For some minutes, in the room of the meeting."""
        assert walk_in.booking_id
        pages = [
            staying.arrive(user=user, booking_id=walk_in.booking_id, at=at + A_MINUTE / 3)
            for user in (self.host, self.visitor)
        ]
        for page in pages:
            staying.enter(user=page.user, stay_id=page.pk, at=at + A_MINUTE / 2)
        for page in pages:
            staying.leave(stay_id=page.pk, at=at + 7 * A_MINUTE)
        end_meeting(booking_id=walk_in.booking_id, at=at + 7 * A_MINUTE)


def walk_up(seats: Sequence[Representative], visitors: Sequence[Participant], random: Random, at: datetime) -> None:
    """The exporter of the sign-in page and two other stands had three visitors each."""
    by_stand = {seat.exhibitor_id: seat for seat in reversed(seats)}  # the first of each team
    exporter = [seat for seat in by_stand.values() if seat.participant.user.email == EXPORTER]
    others = [seat for seat in by_stand.values() if seat not in exporter]
    strangers = [person.user for person in visitors if person.user.email != BUYER]
    for seat in (exporter + others)[:STANDS]:
        for minutes, end in ((55, WalkIn.Status.LET_IN), (40, WalkIn.Status.DECLINED), (25, WalkIn.Status.LEFT)):
            _one_of(random.sample(strangers, min(TRIES, len(strangers))), seat, random, end, at - minutes * A_MINUTE)


def _one_of(strangers: Sequence[User], seat: Representative, random: Random, end: str, came_at: datetime) -> None:
    """The first of them who may come, and has time if he is to be let in."""
    for visitor in strangers:
        try:
            Visit(seat, visitor, random.choice(WISHES), came_at).happens(end)
        except (LobbyRefused, MeetingRefused):
            continue
        return
