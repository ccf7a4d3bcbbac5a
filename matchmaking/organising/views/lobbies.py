"""The organiser's view of all lobbies: who needs him, and a room that has to be closed."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rights import Right
from matchmaking.fairs.views.doors import SignedInRequest
from matchmaking.lobbies import board
from matchmaking.lobbies.access import meetings_kept_by
from matchmaking.lobbies.actions import lasting
from matchmaking.organising.views.doors import desk

A_PAGE = 50


@require_safe
@never_cache
@desk(Right.RUN)
def organise_lobbies(request: SignedInRequest, fair: Fair) -> HttpResponse:
    """The meetings of this hour, those that want looking after first."""
    at = timezone.now()
    found = board.read(meetings_kept_by(request.user), fair, at=at)
    state = request.GET.get("state", "")
    page = {
        **fair_context(request, fair),
        "board": found,
        "page": Paginator(found.only(state), A_PAGE).get_page(request.GET.get("page")),
        "state": state if state in board.STATES else "",
        "at": at,
    }
    return render(request, "organising/lobbies.html", page)


@require_POST
@desk(Right.RUN)
def close_room(request: SignedInRequest, fair: Fair, pk: UUID) -> HttpResponse:
    """Everybody there is sent away, and nobody comes in until it is opened again."""
    booking = get_object_or_404(meetings_kept_by(request.user), fair=fair, pk=pk)
    lasting.close_lobby(booking_id=booking.pk, by=request.user, at=timezone.now())
    messages.success(request, _("The room is closed. Everybody who was there has been told."))
    return redirect("organising:organise-lobbies", fair.slug)


@require_POST
@desk(Right.RUN)
def open_room(request: SignedInRequest, fair: Fair, pk: UUID) -> HttpResponse:
    """Those who are expected can come in again."""
    booking = get_object_or_404(meetings_kept_by(request.user), fair=fair, pk=pk)
    lasting.let_go_on(booking_id=booking.pk)
    messages.success(request, _("The room is open again."))
    return redirect("organising:organise-lobbies", fair.slug)
