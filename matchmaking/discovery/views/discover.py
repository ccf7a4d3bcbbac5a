"""Whom one should meet: the suggestions of a fair, with reasons, and looking for anything in any language."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from matchmaking.accounts.models import User
from matchmaking.common.results import Results, is_swap, kept_results, key_of
from matchmaking.companies.naming import chapter_names, name_of
from matchmaking.discovery.access import Seat, candidates_of
from matchmaking.discovery.browsing import Asked, Order, Tray, answer_to, asked_by
from matchmaking.discovery.hints import hints_for
from matchmaking.discovery.models import Mark
from matchmaking.discovery.queries.cards import names_of_goods
from matchmaking.discovery.queries.searching import find
from matchmaking.discovery.suggesting import Reading, cards_of
from matchmaking.discovery.views.seats import Here, here_at
from matchmaking.fairs.access import FairContext
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
    matches = _found(request, here, seat, asked) if asked.query else _suggested(request, here, here.me, seat, asked)
    if is_swap(request):
        response = HttpResponse(matches)
        response["HX-Push-Url"] = request.path + ("" if asked.address() == "?" else asked.address())
    else:
        page = {"seat": seat, "seats": here.seats, "asked": asked, "orders": Order.choices, "matches": matches}
        response = render(request, "discovery/discover.html", {**here.page, **page})
    patch_vary_headers(response, ["HX-Request"])
    return response


def _suggested(request: HttpRequest, here: Here, me: Participant, seat: Seat, asked: Asked) -> str:
    """The suggestions, drawn; kept for a minute, as long as everybody on the page stands as he stood (docs/scaling.md).

    Nothing in them is one reader's own: a team shares them.
    """
    at = timezone.now()

    def make() -> Results:
        return _drawn(here.page, me, seat, asked, at)

    def still_good(kept: Results) -> bool:
        now = candidates_of(seat, me, at=at, among=[candidate.pk for candidate in kept.keys])
        return {candidate.pk: candidate for candidate in now} == {candidate.pk: candidate for candidate in kept.keys}

    if seat.light is None or seat.light.scored_at is None:
        return make().html
    stamp = (seat.light.pk, seat.light.known_at, seat.light.scored_at, seat.marked, me.user_id)
    return kept_results(
        key_of("discover", stamp, here.page["fair"].status, asked.address()), make, still_good=still_good
    ).html


def _drawn(page: FairContext, me: Participant, seat: Seat, asked: Asked, at: datetime) -> Results:
    chapters = chapter_names()
    answer = answer_to(asked, candidates_of(seat, me, at=at), lambda facet, value: name_of(facet, value, chapters))
    dossier = seat.dossier
    context = {
        **page,
        "seat": seat,
        "asked": asked,
        "answer": answer,
        "trays": [(tray.value, tray.label, answer.trays[tray], asked.showing(tray).address()) for tray in Tray],
        "cards": cards_of(Reading(page["fair"], me.user, seat), answer.candidates),
        "causes": Mark.Cause.choices,
        "hints": hints_for(dossier, names_of_goods(dossier.facts.get("guessed", ()))) if dossier else [],
        "is_being_made": dossier is None or dossier.scored_at is None,
    }
    html = render_to_string("discovery/_matches.html", context)
    return Results(html, count="", address=asked.address(), keys=list(answer.candidates))


def _found(request: HttpRequest, here: Here, seat: Seat, asked: Asked) -> str:
    assert isinstance(request.user, User)
    viewer = viewer_of(request.user, here.page["fair"], here.page["participant"])
    assert viewer is not None  # whoever has a seat takes part
    finds = find(here.page["fair"], viewer, asked.query)
    return render_to_string("discovery/_matches.html", {**here.page, "seat": seat, "asked": asked, "finds": finds})
