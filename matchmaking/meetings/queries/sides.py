"""How those of a meeting take part in it."""

from django.db.models import Exists, OuterRef, QuerySet

from matchmaking.fairs.models import CheckIn
from matchmaking.meetings.models import Attendance


def seats_read() -> QuerySet[Attendance]:
    """Seats with what is told of their people, each with whether he has been checked in at the fair. One query."""
    entry = CheckIn.objects.filter(participant=OuterRef("participant"), undone_at=None)
    return Attendance.objects.select_related(
        "participant__user", "participant__agenda", "participant__visitor_profile__company", "stand__company"
    ).annotate(is_checked_in=Exists(entry))
