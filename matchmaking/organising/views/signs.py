"""What is printed for the day: a sign for each table, with the code that leads to it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair, Room
from matchmaking.fairs.rights import Right
from matchmaking.organising.views.doors import desk


@require_safe
@desk(Right.RUN)
def print_signs(request: HttpRequest, fair: Fair) -> HttpResponse:
    """Every table of the fair, or of one hall, hall by hall; one on each sheet of paper, or four."""
    tables = Room.objects.filter(hall__fair=fair, kind=Room.Kind.TABLE).select_related(
        "hall", "reservation__exhibitor__company"
    )
    hall = request.GET.get("hall", "")
    if hall:
        tables = tables.filter(hall__slug=hall[:60])
    signs: list[tuple[Room, str]] = [
        (table, settings.SITE_URL + reverse("meetings:show-table", args=[fair.slug, table.pk]))
        for table in tables.order_by("hall__position", "hall__name", "name")
    ]
    page: dict[str, Any] = {
        **fair_context(request, fair),
        "signs": signs,
        "halls": fair.halls.filter(rooms__kind=Room.Kind.TABLE).distinct(),
        "hall": hall,
        "is_small": request.GET.get("size") == "four",
    }
    return render(request, "organising/signs.html", page)
