"""The lobby of a stand at one moment: what the team reads, and what somebody who walks up does."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from matchmaking.exhibitors.models import Exhibitor
from matchmaking.lobbies import queries, rules
from matchmaking.lobbies.models import WalkIn
from matchmaking.lobbies.snapshot import moment
from matchmaking.meetings.queries import team_of
from matchmaking.visitors.models import VisitorProfile


@dataclass(frozen=True)
class StandBoard:
    """`facts` are for everybody, `queue` for the team, `own` for each who waits, or has waited, by his number."""

    facts: dict[str, Any]
    team: frozenset[int]
    queue: list[dict[str, Any]]
    own: Mapping[int, dict[str, Any]]

    def told_to(self, user: int) -> tuple[int, str]:
        """Whoever may not come any more is sent away when he is next heard of, and has read nothing of the queue."""
        theirs: dict[str, Any] = {"queue": self.queue} if user in self.team else {"own": self.own.get(user)}
        return hash(json.dumps({**self.facts, **theirs, "at": ""})), json.dumps({**self.facts, **theirs})


def read(stand_id: int, *, at: datetime) -> StandBoard:
    """The lobby of the stand as it is. Eight queries at most, whoever is there."""
    stand = Exhibitor.objects.select_related("fair").get(pk=stand_id)
    team = [person for person in team_of(stand) if person.user.is_active]
    there = [user for user in queries.team_there(stand_id, at=at) if user.pk in {person.user_id for person in team}]
    waiting = [each for each in queries.waiting_at(stand_id) if each.participant.is_approved]
    talk = queries.usual_talk(stand_id)
    own = {each.participant.user_id: answered(each) for each in queries.last_answers(stand_id, at=at)}
    for place, each in enumerate(waiting, 1):
        wait = rules.expected_wait(place, len(there), talk)
        own[each.participant.user_id] = placed(each, place, wait.total_seconds())
    return StandBoard(
        facts={
            "tell": "snapshot",
            "at": moment(at),
            "team": [str(user) for user in there],
            "waiting": len(waiting),
        },
        team=frozenset(person.user_id for person in team),
        queue=[entry(each) for each in waiting],
        own=own,
    )


def placed(walk_in: WalkIn, place: int, seconds: float) -> dict[str, Any]:
    """What somebody who waits knows of himself. The wait is in begun minutes."""
    return {"id": str(walk_in.pk), "status": walk_in.status, "place": place, "minutes": -(-int(seconds) // 60)}


def answered(walk_in: WalkIn) -> dict[str, Any]:
    """What has become of him, and where he goes on."""
    address = ""
    if walk_in.booking_id:
        address = reverse("lobbies:enter-room", args=[walk_in.booking_id])
    elif walk_in.request_id:
        address = reverse("meetings:show-request", args=[walk_in.request_id])
    by = str(walk_in.answered_by or "")
    return {"id": str(walk_in.pk), "status": walk_in.status, "words": walk_in.words, "by": by, "address": address}


def entry(walk_in: WalkIn) -> dict[str, Any]:
    """Somebody in the queue as the team reads him. Languages and countries are codes: a page names them."""
    person = walk_in.participant
    profile: VisitorProfile | None = getattr(person, "visitor_profile", None)
    company = profile.company.name if profile and profile.company else profile.organisation if profile else ""
    said = profile.languages if profile else []
    return {
        "id": str(walk_in.pk),
        "name": str(person.user),
        "company": company,
        "country": (profile.country if profile else "") or person.user.country,
        "languages": list(dict.fromkeys([*person.user.spoken_languages, *said])),
        "seeks": profile.looking_for[:300] if profile else "",
        "wish": walk_in.wish,
        "since": moment(walk_in.came_at),
        "profile": reverse("visitors:show-visitor", args=[person.fair.slug, profile.pk]) if profile else "",
    }
