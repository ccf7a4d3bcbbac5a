"""How far fairs are, over all apps."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from matchmaking.accounts.models import User
from matchmaking.exhibitors.models import Exhibitor, Representative, ShownProduct
from matchmaking.fairs.models import Fair, FairText, Participant, Question
from matchmaking.fairs.queries import SubqueryCount, preparations
from matchmaking.meetings.models import Booking, FairTerms, MeetingRequest
from matchmaking.organising.rules.preparing import Progress


def progress_of(fairs: QuerySet[Fair]) -> dict[int, Progress]:
    """How far each of these fairs is. Two queries."""
    people = Participant.objects.filter(fair=OuterRef("pk"), status=Participant.Status.APPROVED).exclude(duty="")
    stands = Exhibitor.objects.filter(fair=OuterRef("pk"), status__in=("applied", "approved"))
    questions = Question.objects.filter(fair=OuterRef("pk"), retired_at=None)
    found = fairs.order_by().values_list(
        "pk",
        ArraySubquery(FairText.objects.filter(fair=OuterRef("pk")).exclude(description="").values("language")),
        SubqueryCount(questions.order_by().values("pk")),
        Exists(FairTerms.objects.filter(fair=OuterRef("pk"))),
        SubqueryCount(people.order_by().values("pk")),
        SubqueryCount(stands.order_by().values("pk")),
    )
    counted = preparations(fairs)
    return {
        pk: Progress(counted[pk], frozenset(languages), asked, has_terms, team, shown)
        for pk, languages, asked, has_terms, team, shown in found
    }


@dataclass(frozen=True)
class State:
    """What goes on at a fair that is published, in figures that lead somewhere."""

    people: int
    waiting: int
    replied: int
    stands: int
    stands_waiting: int
    stands_unfinished: int
    requests: int
    meetings: int


def state_of(fair: Fair) -> State:
    """The fair in figures. Four queries."""
    people = fair.participants.aggregate(
        people=Count("pk", filter=Q(status="approved")),
        waiting=Count("pk", filter=Q(status="applied")),
        replied=Count("pk", filter=Q(status="applied", replied_at__isnull=False)),
    )
    shown = ShownProduct.objects.filter(exhibitor=OuterRef("pk"))
    seats = Representative.objects.filter(exhibitor=OuterRef("pk"))
    unfinished = Q(headline="") | Q(pitch="") | ~Exists(shown) | ~Exists(seats)
    stands = fair.exhibitors.aggregate(
        stands=Count("pk", filter=Q(status="approved")),
        stands_waiting=Count("pk", filter=Q(status="applied")),
        stands_unfinished=Count("pk", filter=Q(unfinished, status="approved")),
    )
    return State(
        **people,
        **stands,
        requests=MeetingRequest.objects.filter(fair=fair, status=MeetingRequest.Status.OPEN).count(),
        meetings=Booking.objects.filter(fair=fair, status=Booking.Status.CONFIRMED).count(),
    )


def organised_by(user: User) -> QuerySet[Participant]:
    """The person's seats at desks, with their fairs: the nearest first, what is in the archive last."""
    return (
        Participant.objects.filter(user=user, status=Participant.Status.APPROVED)
        .exclude(duty="")
        .select_related("fair")
        .order_by("fair__archived_at", "-fair__starts_on", "fair__name")
    )
