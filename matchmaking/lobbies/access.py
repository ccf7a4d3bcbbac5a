"""Doors to lobbies. What you may not enter is not in the queryset."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from matchmaking.accounts.models import User
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.access import fairs_editable_by
from matchmaking.fairs.models import Fair, Participant
from matchmaking.lobbies.rules import OVERTIME
from matchmaking.meetings.access import stands_asked_by, stands_spoken_for_by
from matchmaking.meetings.models import Attendance, Booking

TAKING_MEETINGS = (Fair.Status.OPEN, Fair.Status.LIVE)
Reader = User | AnonymousUser


def meetings_entered_by(user: Reader, *, at: datetime) -> QuerySet[Booking]:
    """Meetings that stand, are not over and not closed, to which the user himself is expected. Nobody else sits in
    them, but for the organiser whom somebody there has asked for help."""
    if not user.is_authenticated:
        return Booking.objects.none()
    own = Attendance.objects.filter(
        booking=OuterRef("pk"),
        user=user,
        excused_at=None,
        participant__status=Participant.Status.APPROVED,
        user__is_active=True,
    )
    called = Q(lobby__help_asked_at__isnull=False, fair__in=fairs_editable_by(user).values("pk"))
    return Booking.objects.filter(
        Exists(own) | called, status=Booking.Status.CONFIRMED, ends_at__gt=at - OVERTIME, lobby__closed_at=None
    )


def stands_received_at_by(user: Reader) -> QuerySet[Exhibitor]:
    """Stands at which the user receives whoever walks up: those for which he speaks, while the fair takes meetings."""
    return stands_spoken_for_by(user).filter(fair__status__in=TAKING_MEETINGS)


def stands_walked_up_to_by(user: Reader) -> QuerySet[Exhibitor]:
    """Stands to which the user can walk up: approved ones, at fairs that take meetings and in which he takes part."""
    return stands_asked_by(user).filter(fair__status__in=TAKING_MEETINGS)


def meetings_kept_by(user: Reader) -> QuerySet[Booking]:
    """Meetings at fairs that the user organises: he sees who waits in which lobby, and not what is said there."""
    return Booking.objects.filter(fair__in=fairs_editable_by(user).values("pk"))
