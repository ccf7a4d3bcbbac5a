"""What is asked about deeds."""

from datetime import datetime

from django.db.models import Q, QuerySet

from matchmaking.fairs.models import Fair
from matchmaking.organising.models import Deed


def deeds_wanted(
    fair: Fair,
    *,
    q: str = "",
    views: list[str] | None = None,
    kind: str = "",
    outcome: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Deed]:
    """The fair's deeds that a filter asks for, newest first. `views` are those whose verb says `q`."""
    deeds = Deed.objects.filter(fair=fair).select_related("by", "as_whom").order_by("-at", "-pk")
    if q:
        deeds = deeds.filter(
            Q(by_name__icontains=q)
            | Q(by__email__icontains=q)
            | Q(as_whom__name__icontains=q)
            | Q(view__icontains=q)
            | Q(address__startswith=q)
            | Q(view__in=views or [])
        )
    if kind:
        deeds = deeds.filter(kind=kind)
    if outcome:
        deeds = deeds.filter(outcome=outcome)
    if since and until:
        deeds = deeds.filter(at__gte=since, at__lt=until)
    return deeds
