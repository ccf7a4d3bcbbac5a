"""What is asked about fairs again and again, in one place."""

from datetime import datetime

from django.db.models import QuerySet

from matchmaking.fairs.models import Fair, MeetingSlot


def current_and_next_slot(fair: Fair, at: datetime) -> tuple[MeetingSlot | None, MeetingSlot | None]:
    """The slot that is running at the moment and the first one that begins after it. One query."""
    coming = list(fair.slots.filter(ends_at__gt=at).order_by("starts_at")[:2])
    if coming and coming[0].starts_at <= at:
        return coming[0], coming[1] if len(coming) == 2 else None
    return None, coming[0] if coming else None


def running_fairs() -> QuerySet[Fair]:
    """Fairs that newcomers may join, the nearest first."""
    return Fair.objects.filter(status__in=(Fair.Status.OPEN, Fair.Status.LIVE)).order_by("starts_on", "name")
