"""Whom one should meet: the suggestions of a fair, with reasons, and looking for anything in any language."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from matchmaking.accounts.models import User
from matchmaking.common.results import is_swap
from matchmaking.companies.naming import chapter_names, name_of
from matchmaking.discovery.access import Seat, candidates_of
from matchmaking.discovery.browsing import Asked, Order, Tray, answer_to, asked_by
from matchmaking.discovery.hints import hints_for
from matchmaking.discovery.models import Mark
from matchmaking.discovery.queries.searching import find
from matchmaking.discovery.suggesting import Reading, cards_of
from matchmaking.discovery.views.seats import Here, here_at
from matchmaking.fairs.models import Participant
from matchmaking.visitors.access import viewer_of


@login_required
@require_safe
def discover(request: HttpRequest, fair: str) -> HttpResponse:
    """The reader's suggestions, on behalf of himself or of a stand; or what he looks for in words."""
    here = here_at(request, fair)
    if here.me is None:
        return render(request, "discovery/not_yet.html", {**here.page}, status=409)
    seat = here.seat(request.GET.get("as", ""))
    if seat is None:
        return render(request, "discovery/no_seat.html", {**here.page})
    asked = asked_by(request.GET, seat.key if len(here.seats) > 1 else "")
    page = _found(request, here, asked) if asked.query else _suggested(request, here, here.me, seat, asked)
    page |= {**here.page, "seat": seat, "seats": here.seats, "asked": asked, "orders": Order.choices}
    response = render(request, "discovery/_matches.html" if is_swap(request) else "discovery/discover.html", page)
    if is_swap(request):
        response["HX-Push-Url"] = request.path + ("" if asked.address() == "?" else asked.address())
    patch_vary_headers(response, ["HX-Request"])
    return response


def _suggested(request: HttpRequest, here: Here, me: Participant, seat: Seat, asked: Asked) -> dict[str, Any]:
    assert isinstance(request.user, User)
    candidates = candidates_of(seat, me, at=timezone.now())
    chapters = chapter_names()
    answer = answer_to(asked, candidates, lambda facet, value: name_of(facet, value, chapters))
    dossier = seat.dossier
    return {
        "answer": answer,
        "trays": [(tray.value, tray.label, answer.trays[tray], asked.showing(tray).address()) for tray in Tray],
        "cards": cards_of(Reading(here.page["fair"], request.user, seat), answer.candidates),
        "causes": Mark.Cause.choices,
        "hints": hints_for(dossier) if dossier else [],
        "is_being_made": dossier is None or dossier.scored_at is None,
    }


def _found(request: HttpRequest, here: Here, asked: Asked) -> dict[str, Any]:
    assert isinstance(request.user, User)
    viewer = viewer_of(request.user, here.page["fair"], here.page["participant"])
    assert viewer is not None  # whoever has a seat takes part
    return {"finds": find(here.page["fair"], viewer, asked.query)}
