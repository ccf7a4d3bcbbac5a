"""What would become of somebody's data, before it happens."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from matchmaking.exhibitors.models import Representative
from matchmaking.fairs.models import Participant
from matchmaking.lobbies.models import Remark
from matchmaking.meetings.models import Attendance, MeetingRequest
from matchmaking.meetings.queries import live_attendances
from matchmaking.visitors.models import VisitorProfile


@dataclass(frozen=True)
class Erasure:
    """How much of what a person has at a fair goes, and how much stays without his name."""

    ahead: int  # meetings that are called off
    past: int  # meetings that stay, with somebody who has left
    requests: int
    remarks: int
    seats: int
    has_profile: bool


def erasure_of(person: Participant, *, at: datetime) -> Erasure:
    """Six queries."""
    mine = Q(sender=person) | Q(recipient=person)
    ahead = live_attendances().filter(participant=person, ends_at__gt=at).count()
    return Erasure(
        ahead=ahead,
        past=Attendance.objects.filter(participant=person).count() - ahead,
        requests=MeetingRequest.objects.filter(mine).count(),
        remarks=Remark.objects.filter(author=person.user_id, lobby__booking__fair=person.fair_id).count(),
        seats=Representative.objects.filter(participant=person).count(),
        has_profile=VisitorProfile.objects.filter(participant=person).exists(),
    )
