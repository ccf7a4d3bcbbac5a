"""Saying what one thinks of somebody: saved, shortlisted, not for us, how a meeting was."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from matchmaking.accounts.models import User
from matchmaking.discovery.access import others_open_to
from matchmaking.discovery.actions import marking
from matchmaking.discovery.errors import DiscoveryRefused
from matchmaking.discovery.forms.marking import MarkForm, RateForm
from matchmaking.discovery.models import Mark
from matchmaking.discovery.suggesting import Reading, cards_of
from matchmaking.discovery.views.seats import Facing, facing


@login_required
@require_POST
def mark(request: HttpRequest, fair: str, seat: str, other: str) -> HttpResponse:
    """The other is saved, shortlisted or dismissed, or nothing of it any more."""
    assert isinstance(request.user, User)
    at = timezone.now()
    before = facing(request, fair, seat, other, at=at)
    form = MarkForm(request.POST)
    problem: Any = ""
    if form.is_valid():
        cause = form.cleaned_data["dismiss"]
        kind = Mark.Kind.DISMISSED if cause else form.cleaned_data["kind"]
        marking.mark(pair=before.pair, kind=kind, cause=cause, by=request.user, at=at)
    else:
        problem = next(iter(form.errors.values()))[0]
    return _answer(request, before, problem)


@login_required
@require_POST
def rate(request: HttpRequest, fair: str, seat: str, other: str) -> HttpResponse:
    """It is kept how the meeting was. Only one's own side ever sees it."""
    assert isinstance(request.user, User)
    at = timezone.now()
    before = facing(request, fair, seat, other, at=at)
    form = RateForm(request.POST)
    problem: Any = ""
    if form.is_valid():
        stars = form.cleaned_data["stars"]
        try:
            marking.rate(pair=before.pair, stars=stars, has_met=before.other.has_met, by=request.user, at=at)
        except DiscoveryRefused as refusal:
            problem = refusal.message
    else:
        problem = form.errors["stars"][0]
    return _answer(request, before, problem)


@login_required
@require_POST
def note_opening(request: HttpRequest, fair: str, seat: str, other: str) -> HttpResponse:
    """The page tells that its reader has looked closer at somebody."""
    at = timezone.now()
    marking.note_opening(pair=facing(request, fair, seat, other, at=at).pair, at=at)
    return HttpResponse(status=204)


def _answer(request: HttpRequest, before: Facing, problem: Any) -> HttpResponse:
    """The card as it is now; without a script back to where it was pressed, or the card alone if there is a problem."""
    onward = request.POST.get("next", "")
    is_htmx = bool(request.htmx)  # type: ignore[attr-defined]
    if not is_htmx and not problem:
        home = url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()})
        return redirect(onward) if home else redirect("discovery:discover", before.here.page["fair"].slug)
    after = others_open_to(before.seat, before.me, str(before.other.pk), at=timezone.now()) or before.other
    assert isinstance(request.user, User)
    cards = cards_of(Reading(before.here.page["fair"], request.user, before.seat), [after])
    if not cards:  # who has gone in this moment
        raise Http404
    page = {
        **before.here.page,
        "seat": before.seat,
        "card": cards[0],
        "causes": Mark.Cause.choices,
        "problem": problem,
        "onward": onward,
    }
    template = "discovery/_match.html" if is_htmx else "discovery/one.html"
    return render(request, template, page, status=422 if problem else 200)
