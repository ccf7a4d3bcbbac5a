"""What pages ask about stands, in a number of queries that does not grow with them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from matchmaking.companies.queries.companies import labels_in_reading
from matchmaking.exhibitors.lacking import LACKS, measured
from matchmaking.exhibitors.models import Exhibitor, ExhibitorInvitation, Representative, ShownProduct, TeamInvitation
from matchmaking.exhibitors.readiness import Readiness, StandState, readiness_of
from matchmaking.fairs.models import Fair, Hall, Participant, Room

Status = Exhibitor.Status


def with_stand_page(stands: QuerySet[Exhibitor]) -> QuerySet[Exhibitor]:
    """Stands with everything that their public page shows."""
    shown = ShownProduct.objects.select_related("product__hs_code", "product__service", "product__company")
    return stands.select_related("company", "fair", "hall").prefetch_related(
        Prefetch("shown", shown.prefetch_related("product__images", labels_in_reading("product__hs_code__labels"))),
        Prefetch("representatives", team_of_everybody()),
    )


def team_of_everybody() -> QuerySet[Representative]:
    """Those who speak for a stand and take part themselves."""
    present = Q(participant__status__in=(Participant.Status.APPROVED, Participant.Status.APPLIED))
    return Representative.objects.filter(present).select_related("participant__user")


def open_invitations(exhibitor: Exhibitor, *, at: datetime) -> QuerySet[TeamInvitation]:
    """Invitations that can still be accepted, the newest first."""
    return TeamInvitation.objects.filter(
        exhibitor=exhibitor, accepted_at=None, revoked_at=None, expires_at__gt=at
    ).select_related("invited_by")


def due_invitations(*, at: datetime) -> QuerySet[TeamInvitation]:
    """Invitations whose mail has not gone out."""
    return TeamInvitation.objects.filter(sent_at=None, accepted_at=None, revoked_at=None, expires_at__gt=at)


def readiness(exhibitor: Exhibitor) -> Readiness:
    """The meter of this stand. Three queries."""
    team = list(team_of_everybody().filter(exhibitor=exhibitor))
    return readiness_of(
        StandState(
            has_picture=bool(exhibitor.picture),
            has_logo=bool(exhibitor.company.logo),
            headline=exhibitor.headline,
            pitch=exhibitor.pitch,
            products=exhibitor.shown.count(),
            team=len(team),
            languages=len({code for seat in team for code in seat.participant.user.spoken_languages}),
            documents=exhibitor.documents.count(),
            has_website=bool(exhibitor.website),
        )
    )


def halls_with_counts(fair: Fair) -> QuerySet[Hall]:
    """The fair's halls with `stand_count` and `room_count`."""
    return fair.halls.annotate(
        stand_count=Count("exhibitors", filter=Q(exhibitors__status=Status.APPROVED), distinct=True),
        room_count=Count("rooms", distinct=True),
    ).order_by("position", "name")


@dataclass(frozen=True)
class HallContent:
    """What stands in a hall: approved stands by number, and rooms with the stand that they are reserved to."""

    hall: Hall
    stands: list[Exhibitor]
    rooms: list[Room]


def contents_of(halls: list[Hall]) -> list[HallContent]:
    """The contents of these halls, in their order. Two queries."""
    stands: dict[int | None, list[Exhibitor]] = defaultdict(list)
    for stand in (
        Exhibitor.objects.filter(hall__in=halls, status=Status.APPROVED)
        .exclude(stand_number="")
        .select_related("company")
        .only("slug", "stand_number", "hall_id", "headline", "company__name", "company__country", "company__logo")
        .order_by("stand_number")
    ):
        stands[stand.hall_id].append(stand)
    rooms: dict[int, list[Room]] = defaultdict(list)
    for room in (
        Room.objects.filter(hall__in=halls).select_related("reservation__exhibitor__company").order_by("kind", "name")
    ):
        rooms[room.hall_id].append(room)
    return [HallContent(hall, stands[hall.pk], rooms[hall.pk]) for hall in halls]


def stands_to_organise(fair: Fair, *, status: str = "", text: str = "") -> QuerySet[Exhibitor]:
    """The fair's stands for the organiser's list; those that wait come first."""
    stands = Exhibitor.objects.filter(fair=fair).select_related("company", "hall")
    if status in Status.values:
        stands = stands.filter(status=status)
    if text:
        stands = stands.filter(Q(company__name__icontains=text) | Q(stand_number__iexact=text))
    return stands.annotate(team_count=Count("representatives")).order_by("status", "company__name", "pk")


def stands_lacking(fair: Fair, *, what: str = "", text: str = "") -> QuerySet[Exhibitor]:
    """Stands, approved or waiting to be, that lack something, or this; measured, the least ready first."""
    stands = measured(Exhibitor.objects.filter(fair=fair, status__in=(Status.APPLIED, Status.APPROVED)))
    stands = stands.filter(LACKS[what]) if what in LACKS else stands.filter(percent__lt=100)
    if text:
        stands = stands.filter(Q(company__name__icontains=text) | Q(stand_number__iexact=text))
    return stands.select_related("company", "hall").order_by("percent", "company__name", "pk")


def counts_by_status(fair: Fair) -> dict[str, Any]:
    """How many stands have each status."""
    rows = Exhibitor.objects.filter(fair=fair).values_list("status").annotate(Count("pk"))
    return dict(rows.order_by())


def known_among(fair: Fair, emails: Iterable[str], *, at: datetime) -> dict[str, str]:
    """Of these addresses the ones that need no invitation to the fair: "invited", or "exhibits". Two queries."""
    wanted = list(emails)
    invited = ExhibitorInvitation.objects.filter(fair=fair, email__in=wanted, revoked_at=None).filter(
        Q(accepted_at__isnull=False) | Q(expires_at__gt=at)
    )
    there = Representative.objects.filter(exhibitor__fair=fair, participant__user__email__in=wanted)
    known = dict.fromkeys(invited.values_list("email", flat=True), "invited")
    return known | dict.fromkeys(there.values_list("participant__user__email", flat=True), "exhibits")


def due_exhibitor_invitations(*, at: datetime) -> QuerySet[ExhibitorInvitation]:
    """Invitations to exhibit whose mail has not gone out."""
    return ExhibitorInvitation.objects.filter(sent_at=None, accepted_at=None, revoked_at=None, expires_at__gt=at)


def stands_of_the_invited(fair: Fair, users: Iterable[int | None]) -> dict[int, Exhibitor]:
    """By people: a stand at the fair for which each of them speaks. One query."""
    seats = Representative.objects.filter(exhibitor__fair=fair, participant__user__in=[u for u in users if u])
    return {
        seat.participant.user_id: seat.exhibitor for seat in seats.select_related("participant", "exhibitor__company")
    }
