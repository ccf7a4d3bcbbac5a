"""What every page of a stand's workshop knows."""

from typing import Any

from django.http import Http404, HttpRequest

from matchmaking.exhibitors.access import exhibitors_editable_by
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.exhibitors.queries import readiness
from matchmaking.fairs.access import fair_context, open_fair
from matchmaking.fairs.models import Fair


def editable_stand(request: HttpRequest, fair: str, slug: str) -> tuple[Fair, Exhibitor]:
    """The fair and the stand at this address, if the reader may prepare it; 404 otherwise."""
    place = open_fair(request, fair)
    stand = exhibitors_editable_by(request.user).filter(fair=place, slug=slug).select_related("company", "hall").first()
    if stand is None:
        raise Http404
    stand.fair = place  # the same row: no second query for it
    return place, stand


def workshop(request: HttpRequest, fair: Fair, stand: Exhibitor) -> dict[str, Any]:
    """The fair's context, the stand, and its meter."""
    return {**fair_context(request, fair), "stand": stand, "company": stand.company, "readiness": readiness(stand)}
