"""Who is on the spot: let in by the code on his badge or by his name, counted, and undone."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matchmaking.fairs import badges
from matchmaking.fairs.access import fair_context
from matchmaking.fairs.actions import checking_in
from matchmaking.fairs.errors import FairRefused
from matchmaking.fairs.models import Fair, Participant
from matchmaking.fairs.queries import attending, people_checked_in
from matchmaking.fairs.rights import Right
from matchmaking.fairs.views.doors import SignedInRequest
from matchmaking.organising.views.doors import desk

PER_PAGE = 50


def page_of(request: HttpRequest, fair: Fair, **more: Any) -> dict[str, Any]:
    """Who is here, the last who came first; or, of everybody, those whose name or address says what is searched."""
    text = request.GET.get("q", "").replace("\0", "")[:120].strip()
    people = attending(fair, text=text)
    counted = people_checked_in(fair)
    return {
        **fair_context(request, fair),
        "text": text,
        "page": Paginator(people, PER_PAGE).get_page(request.GET.get("page")),
        "counted": counted,
        **more,
    }


@require_safe
@never_cache
@desk(Right.RUN)
def list_check_ins(request: HttpRequest, fair: Fair) -> HttpResponse:
    return render(request, "organising/check_in.html", page_of(request, fair))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@desk(Right.RUN)
def check_in_by_badge(request: SignedInRequest, fair: Fair, token: str) -> HttpResponse:
    """What a phone's camera leads to: whose badge it is, and one button. Looking at it changes nothing."""
    bearer = badges.bearer_of(token, fair)
    if bearer is None:
        raise Http404
    if request.method == "POST":
        return let_in(request, fair, bearer)
    there = bearer.check_ins.filter(undone_at=None).select_related("by").first()
    page = {**fair_context(request, fair), "person": bearer, "there": there}
    return render(request, "organising/badge.html", page)


def let_in(request: SignedInRequest, fair: Fair, person: Participant) -> HttpResponse:
    try:
        there, is_new = checking_in.check_in(participant=person, by=request.user, at=timezone.now())
    except FairRefused as refusal:
        page = {**fair_context(request, fair), "person": person, "refusal": refusal}
        return render(request, "organising/badge.html", page, status=409)
    names = {"name": person.user, "by": there.by or _("somebody")}
    if is_new:
        messages.success(request, _("%(name)s is here.") % names)
    else:
        messages.info(request, _("%(name)s is here already: %(by)s has checked him in.") % names)
    return redirect("organising:organise-check-in", fair.slug)


@require_POST
@desk(Right.RUN)
def check_in_person(request: SignedInRequest, fair: Fair, participant: int) -> HttpResponse:
    """Without a badge: found by the name."""
    person = get_object_or_404(fair.participants.select_related("user"), pk=participant)
    return let_in(request, fair, person)


@require_POST
@desk(Right.RUN)
def undo_check_in(request: HttpRequest, fair: Fair, participant: int) -> HttpResponse:
    person = get_object_or_404(fair.participants.select_related("user"), pk=participant)
    checking_in.undo_check_in(participant=person, at=timezone.now())
    messages.success(request, _("%(name)s is not counted as here any more.") % {"name": person.user})
    return redirect("organising:organise-check-in", fair.slug)
