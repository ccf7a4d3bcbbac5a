"""The organiser's view of all lobbies: who needs him, and a room that has to be closed."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from matchmaking.accounts.models import User
from matchmaking.fairs.access import fair_context, organised_fair
from matchmaking.lobbies import board
from matchmaking.lobbies.access import meetings_kept_by
from matchmaking.lobbies.actions import lasting

A_PAGE = 50


@login_required
@require_safe
@never_cache
def organise_lobbies(request: HttpRequest, fair: str) -> HttpResponse:
    """The meetings of this hour, those that want looking after first."""
    place, at = organised_fair(request, fair), timezone.now()
    found = board.read(meetings_kept_by(request.user), place, at=at)
    state = request.GET.get("state", "")
    page = {
        **fair_context(request, place),
        "board": found,
        "page": Paginator(found.only(state), A_PAGE).get_page(request.GET.get("page")),
        "state": state if state in board.STATES else "",
        "at": at,
    }
    return render(request, "lobbies/organise_lobbies.html", page)


@login_required
@require_POST
def close_room(request: HttpRequest, fair: str, pk: UUID) -> HttpResponse:
    """Everybody there is sent away, and nobody comes in until it is opened again."""
    assert isinstance(request.user, User)
    booking = get_object_or_404(meetings_kept_by(request.user), fair__slug=fair, pk=pk)
    lasting.close_lobby(booking_id=booking.pk, by=request.user, at=timezone.now())
    messages.success(request, _("The room is closed. Everybody who was there has been told."))
    return redirect("lobbies:organise-lobbies", fair)


@login_required
@require_POST
def open_room(request: HttpRequest, fair: str, pk: UUID) -> HttpResponse:
    """Those who are expected can come in again."""
    booking = get_object_or_404(meetings_kept_by(request.user), fair__slug=fair, pk=pk)
    lasting.let_go_on(booking_id=booking.pk)
    messages.success(request, _("The room is open again."))
    return redirect("lobbies:organise-lobbies", fair)
