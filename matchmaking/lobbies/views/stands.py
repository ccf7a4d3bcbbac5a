"""The page of a stand's lobby."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from matchmaking.accounts.models import User
from matchmaking.fairs.access import fair_context
from matchmaking.lobbies.access import stands_received_at_by, stands_walked_up_to_by


@login_required
@require_safe
@never_cache
def stand(request: HttpRequest, fair: str, slug: str) -> HttpResponse:
    """The lobby of a stand: its queue for the team, a place in it for whoever walks up."""
    assert isinstance(request.user, User)
    mine = stands_received_at_by(request.user).filter(fair__slug=fair, slug=slug)
    door = mine if mine.exists() else stands_walked_up_to_by(request.user).filter(fair__slug=fair, slug=slug)
    found = get_object_or_404(door.select_related("fair", "company"))
    page = {**fair_context(request, found.fair), "stand": found, "is_team": door is mine}
    return render(request, "lobbies/stand.html", page)
