"""People of the fair who look like one: side by side, to be merged, told apart, or written to."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair, Participant
from matchmaking.fairs.rights import Right
from matchmaking.fairs.views.doors import SignedInRequest
from matchmaking.organising.actions import merging
from matchmaking.organising.errors.data import BothMeetAtOnce
from matchmaking.organising.errors.day import DeskRefused
from matchmaking.organising.forms.twins import PairForm
from matchmaking.organising.queries.twins import alike, meetings_at_once
from matchmaking.organising.views.doors import desk


def show(request: HttpRequest, fair: Fair, *, status: int = 200, **typed: Any) -> HttpResponse:
    page = {**fair_context(request, fair), "pairs": alike(fair), **typed}
    return render(request, "organising/twins.html", page, status=status)


@require_safe
@desk(Right.PEOPLE)
def list_twins(request: HttpRequest, fair: Fair) -> HttpResponse:
    return show(request, fair)


@require_POST
@desk(Right.PEOPLE)
def decide_twins(request: SignedInRequest, fair: Fair) -> HttpResponse:
    """Merge the two so that one stays, remember that they are two, or write to them."""
    form = PairForm(request.POST, fair=fair)
    if not form.is_valid():
        return show(request, fair, status=422, problems=[e for errors in form.errors.values() for e in errors])
    stays, goes = form.cleaned_data["stays"], form.cleaned_data["goes"]
    try:
        messages.success(request, decided(form.cleaned_data["decision"], stays, goes, request))
    except BothMeetAtOnce as refusal:
        return show(request, fair, status=409, refusal=refusal, clashes=meetings_at_once(stays, goes))
    except DeskRefused as refusal:
        return show(request, fair, status=409, refusal=refusal)
    return redirect("organising:list-twins", fair.slug)


def decided(decision: str, stays: Participant, goes: Participant, request: SignedInRequest) -> str:
    """It is done; what is said of it."""
    at = timezone.now()
    if decision == "merge":
        merging.merge_people(stays=stays, goes=goes, at=at)
        return _("They are one now: %(name)s.") % {"name": stays.user}
    if decision == "two":
        merging.tell_apart(one=stays, other=goes, by=request.user, at=at)
        return _("It is remembered that these are two people.")
    told = merging.suggest(one=stays, other=goes, at=at)
    return ngettext("%(n)d person is written to.", "%(n)d people are written to.", told) % {"n": told}
