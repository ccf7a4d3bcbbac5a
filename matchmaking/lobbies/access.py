"""Doors to lobbies. What you may not enter is not in the queryset."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet

from matchmaking.accounts.models import User
from matchmaking.fairs.models import Participant
from matchmaking.lobbies.rules import OVERTIME
from matchmaking.meetings.models import Attendance, Booking

Reader = User | AnonymousUser


def meetings_entered_by(user: Reader, *, at: datetime) -> QuerySet[Booking]:
    """Meetings that stand and are not over, to which the user himself is expected: nobody else sits in them."""
    if not user.is_authenticated:
        return Booking.objects.none()
    own = Attendance.objects.filter(
        booking=OuterRef("pk"),
        user=user,
        excused_at=None,
        participant__status=Participant.Status.APPROVED,
        user__is_active=True,
    )
    return Booking.objects.filter(Exists(own), status=Booking.Status.CONFIRMED, ends_at__gt=at - OVERTIME)
