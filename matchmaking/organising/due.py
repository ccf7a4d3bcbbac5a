"""What the desk owes to people: that somebody was there in their name, and that data of their fair is erased soon."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce, Least

from matchmaking.fairs.models import Participant
from matchmaking.organising.models import Retention, Stead
from matchmaking.reminders import rules
from matchmaking.reminders.due.owed import Owed
from matchmaking.reminders.models import Notice


def owed(*, at: datetime, most: int) -> list[Owed]:
    """Everything that the desk owes at this moment."""
    return [*stood_in_for(at, most), *erased_soon(at, most)]


def stood_in_for(at: datetime, most: int) -> list[Owed]:
    """To whomever somebody has stood in for, once it is over."""
    told = Notice.objects.filter(kind=Notice.Kind.PERSONAL, subject=OuterRef("pk"), recipient=OuterRef("whom"))
    over = (
        Stead.objects.annotate(over_at=Least(Coalesce("ended_at", "ends_at"), "ends_at"))
        .filter(over_at__lte=at, over_at__gt=at - rules.MEMORY)
        .exclude(Exists(told))
        .order_by("over_at")
    )
    return [
        Owed(stead.whom_id, stead.fair_id, Notice.Kind.PERSONAL, stead.over_at, subject=stead.pk, said="stead")
        for stead in over[:most]
    ]


def erased_soon(at: datetime, most: int) -> list[Owed]:
    """To the owners of a closed fair, as soon as its data has thirty days left."""
    found: list[Owed] = []
    for retention in Retention.objects.filter(erased_at=None, warned_at__gt=at - rules.MEMORY).order_by("warned_at"):
        day = retention.due_on.isoformat()
        told = Notice.objects.filter(kind=Notice.Kind.PERSONAL, fair=retention.fair_id, occasion=day)
        owners = Participant.objects.filter(
            fair=retention.fair_id, status=Participant.Status.APPROVED, duty=Participant.Duty.OWNER
        ).exclude(user__in=told.values("recipient"))
        found += [
            Owed(user, retention.fair_id, Notice.Kind.PERSONAL, retention.warned_at, occasion=day, said="erasure")
            for user in owners.values_list("user", flat=True)
        ]
    return found[:most]
