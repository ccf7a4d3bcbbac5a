"""Where everybody arrives: the fairs there are, and the ones that are mine."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from matchmaking.fairs import queries


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, for strangers; my fairs and those that I may join, for people whom we know."""
    fairs = queries.fairs_to_join(timezone.now())
    if not request.user.is_authenticated:
        return render(request, "fairs/welcome.html", {"fairs": fairs})
    mine = list(queries.participations_of(request.user))
    known = {participation.fair_id for participation in mine}
    page = {
        "mine": mine,
        "fairs": [f for f in fairs if f.pk not in known],
        "organises": any(participation.is_organiser for participation in mine),
    }
    return render(request, "fairs/home.html", page)
