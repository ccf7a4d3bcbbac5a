"""What has become of a meeting, as its room tells: who came, until when, and for how long both sides met."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Coalesce, Greatest

from matchmaking.meetings.models import Attendance, Booking


def mark_arrived(*, booking_id: UUID, user_id: int, at: datetime) -> None:
    """He was there, the first time at that moment."""
    own = Attendance.objects.filter(booking=booking_id, user=user_id)
    own.update(arrived_at=Coalesce("arrived_at", at), left_at=None)


def mark_left(*, booking_id: UUID, user_id: int, at: datetime) -> None:
    """He was there until that moment, as far as one knows."""
    own = Attendance.objects.filter(booking=booking_id, user=user_id, arrived_at__isnull=False)
    own.update(left_at=Greatest(at, F("arrived_at")))


def add_met(*, booking_id: UUID, time: timedelta) -> None:
    """Both sides were in one call for so much longer."""
    Booking.objects.filter(pk=booking_id).update(met_seconds=F("met_seconds") + round(time.total_seconds()))
