"""Why one sees somebody, and what has been learnt: everything that goes into a suggestion, and the way to forget it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matchmaking.accounts.models import User
from matchmaking.discovery import reasons
from matchmaking.discovery.access import Seat
from matchmaking.discovery.actions.learning import forget as forget_what_was_learnt
from matchmaking.discovery.learning import tasting
from matchmaking.discovery.models import Dossier, Mark
from matchmaking.discovery.queries.deeds import deeds_of
from matchmaking.discovery.queries.parties import parties_of, weights_of_fair
from matchmaking.discovery.scoring.facts import SIGNALS, Weights
from matchmaking.discovery.scoring.pairs import view
from matchmaking.discovery.suggesting import Reading, cards_of
from matchmaking.discovery.views.seats import Here, facing, here_at


@login_required
@require_safe
def show_why(request: HttpRequest, fair: str, seat: str, other: str) -> HttpResponse:
    """Everything that speaks for a meeting with this other, for both, and by which weights it counts."""
    assert isinstance(request.user, User)
    now = facing(request, fair, seat, other, at=timezone.now())
    weights = weights_of_fair(now.here.page["fair"])
    cards = cards_of(Reading(now.here.page["fair"], request.user, now.seat, weights), [now.other])
    if not cards:
        raise Http404
    (card,) = cards
    signals = _signals(now.seat.dossier, card.shown.dossier, weights)
    page = {"seat": now.seat, "card": card, "signals": signals, "causes": Mark.Cause.choices, "stars": range(1, 6)}
    return render(request, "discovery/why.html", {**now.here.page, **page})


def _signals(mine: Dossier | None, theirs: Dossier, weights: Weights) -> list[tuple[str, int, float]]:
    if mine is None or theirs.pk is None:
        return []
    me, other = parties_of([mine, theirs], weights)
    return reasons.signals_in_words(view(me, other).signals, me.weights)


@dataclass(frozen=True)
class Learnt:
    """How much a signal counts for somebody: at this fair, and for him."""

    name: str
    weight: float
    own: float

    @property
    def percent(self) -> int:
        """By how many per cent his own weight is above (or below) the fair's."""
        return round(100 * (self.own / self.weight - 1)) if self.weight else 0

    @property
    def less(self) -> int:
        return -self.percent


@login_required
@require_safe
def show_taste(request: HttpRequest, fair: str, seat: str) -> HttpResponse:
    """What has been learnt from what the reader, or his team, has done."""
    here, found = _seat(request, fair, seat)
    page = {"seat": found, "learnt": _learnt(found, weights_of_fair(here.page["fair"]))}
    deeds = deeds_of(found.dossier) if found.dossier else []
    return render(request, "discovery/taste.html", {**here.page, **page, "deeds": len(deeds)})


@login_required
@require_POST
def forget(request: HttpRequest, fair: str, seat: str) -> HttpResponse:
    """What has been learnt is forgotten."""
    here, found = _seat(request, fair, seat)
    if found.dossier:
        forget_what_was_learnt(dossier=found.dossier, at=timezone.now())
    messages.success(request, _("What was learnt is forgotten. Your lists are made anew."))
    return redirect("discovery:show-taste", here.page["fair"].slug, found.key)


def _seat(request: HttpRequest, fair: str, key: str) -> tuple[Here, Seat]:
    here = here_at(request, fair)
    found = next((each for each in here.seats if each.key == key), None)
    if found is None:
        raise Http404
    return here, found


def _learnt(seat: Seat, weights: Weights) -> Sequence[Learnt]:
    own = tasting(weights, seat.dossier.taste if seat.dossier else {})
    return [Learnt(str(reasons.SIGNAL_NAMES[name]), getattr(weights, name), getattr(own, name)) for name in SIGNALS]
