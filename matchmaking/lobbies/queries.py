"""What is there in a lobby."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet

from matchmaking.lobbies.models import Lobby, Remark, Stay
from matchmaking.lobbies.rules import LOST
from matchmaking.meetings.models import Attendance, Booking

MOST_REMARKS = 200  # that a page shows: the last ones

Sign = tuple[object, ...]


def stays_that_last(lobby: UUID, *, at: datetime) -> QuerySet[Stay]:
    """Pages that are open there at this moment, whoever's they are."""
    return Stay.objects.filter(lobby=lobby, left_at=None, seen_at__gt=at - LOST)


def seats_at(booking: UUID) -> QuerySet[Attendance]:
    """Who is expected at the meeting, with what the others read of him. One query."""
    return (
        Attendance.objects.filter(booking=booking, excused_at=None)
        .select_related("participant__user", "participant__visitor_profile__company", "stand__company")
        .order_by("role", "pk")
    )


def last_remarks(lobby: UUID) -> list[Remark]:
    """The last things that were said, the oldest of them first. One query."""
    last = Remark.objects.filter(lobby=lobby).select_related("author").order_by("-said_at", "-pk")
    return list(reversed(last[:MOST_REMARKS]))


def signs_of(lobbies: Iterable[UUID], *, at: datetime) -> dict[UUID, Sign]:
    """What tells whether a lobby is still as it was: its revision, who is there, what the meeting says. One query."""
    there = Q(stays__left_at=None, stays__seen_at__gt=at - LOST)
    found = (
        Lobby.objects.filter(pk__in=list(lobbies))
        .annotate(there=ArrayAgg("stays__pk", filter=there, order_by="stays__pk", default=[]))
        .values_list("pk", "revision", "there", "opened_at", "booking__status", "booking__sequence")
    )
    return {row[0]: (row[1], tuple(row[2]), *row[3:]) for row in found}


def due_to_open(lobbies: Iterable[UUID], *, at: datetime) -> list[Booking]:
    """Of these the meetings for which it is time, and which nobody has opened."""
    waiting = Booking.objects.filter(lobby__in=list(lobbies), lobby__opened_at=None, starts_at__lte=at)
    return list(waiting.filter(status=Booking.Status.CONFIRMED))
