"""The organiser's view of matching: how far it is, whom it leaves out, and what counts how much."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reswap, retarget

from matchmaking.discovery import rules
from matchmaking.discovery.access import runs_open_to
from matchmaking.discovery.actions import beginning, weighing
from matchmaking.discovery.errors import DiscoveryRefused
from matchmaking.discovery.lacking import lacks_of
from matchmaking.discovery.models import Run
from matchmaking.discovery.queries import standing
from matchmaking.discovery.queries.parties import weights_of_fair
from matchmaking.discovery.queries.runs import Runs, runs_among
from matchmaking.discovery.scoring.facts import SIGNALS
from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rights import Right
from matchmaking.fairs.views.doors import SignedInRequest
from matchmaking.meetings.queries import barriers_of
from matchmaking.organising.forms.weighing import WeightsForm
from matchmaking.organising.views.doors import desk
from matchmaking.organising.views.figures import changes_of, panels_of

PER_PAGE = 24
LISTS = ("without", "drowning", "same")


def runs_at(request: HttpRequest, fair: Fair) -> Runs:
    return runs_among(runs_open_to(request.user).filter(fair=fair))


def found_at(request: HttpRequest, fair: Fair, runs: Runs) -> dict[str, Any]:
    """What organising/_found.html needs: how far it is, what was found, and one page of one of the lists."""
    sides = standing.sides_of(fair)
    lists: dict[str, Any] = {
        "without": standing.left_without(fair, sides),
        "drowning": standing.drowning(fair, sides),
        "same": standing.same_words(fair),
    }
    chosen = request.GET.get("list", "")
    chosen = chosen if chosen in LISTS else LISTS[0]
    pages = {name: Paginator(rows, PER_PAGE) for name, rows in lists.items()}
    page = pages[chosen].get_page(request.GET.get("page"))
    return {
        **progress_of(fair, runs),
        "panels": panels_of(runs.done()),
        "list": chosen,
        "counts": {name: pages[name].count for name in LISTS},
        "page": page,
        "rows": [(dossier, lacks_of(dossier)) for dossier in page] if chosen != "same" else page,
    }


def progress_of(fair: Fair, runs: Runs) -> dict[str, Any]:
    """What organising/_progress.html needs."""
    run = runs.under_way()
    is_stuck = bool(run and run.touched_at and rules.has_died(run.touched_at, timezone.now()))
    return {"fair": fair, "run": run, "is_stuck": is_stuck, "last": runs.done(), "failed": runs.failed}


def page_of(request: HttpRequest, fair: Fair, **typed: Any) -> dict[str, Any]:
    """Everything that the page shows; forms as stored, a view puts the one that was typed in its place."""
    runs, weights = runs_at(request, fair), weights_of_fair(fair)
    preview: Run | None = typed.get("preview")
    return {
        **fair_context(request, fair),
        **found_at(request, fair, runs),
        **(preview_of(fair, runs, preview) if preview else {}),
        "form": WeightsForm(initial=preview.weights if preview else {name: getattr(weights, name) for name in SIGNALS}),
        "barriers": barriers_of(fair).count(),
        "other_preview": runs.under_way(Run.Kind.PREVIEW),
        **typed,
    }


def preview_of(fair: Fair, runs: Runs, preview: Run) -> dict[str, Any]:
    """What organising/_preview.html needs."""
    done = preview.status == Run.Status.DONE
    return {
        "fair": fair,
        "preview": preview,
        "changes": changes_of(runs.done(), preview) if done else [],
        "preview_form": WeightsForm(initial=preview.weights, auto_id=False) if done else None,
    }


@require_safe
@never_cache
@desk(Right.SET_UP)
def organise_matching(request: Any, fair: Fair) -> HttpResponse:
    """The page; for an open one that asks how far it is, the bar alone, or all that was found once it is over."""
    if not request.htmx:
        return render(request, "organising/matching.html", page_of(request, fair))
    runs = runs_at(request, fair)
    if runs.under_way():
        return render(request, "organising/_progress.html", progress_of(fair, runs))
    found = render(request, "organising/_found.html", found_at(request, fair, runs) | {"is_news": True})
    return reswap(retarget(found, "#found"), "outerHTML")


@require_POST
@desk(Right.SET_UP)
def match_anew(request: SignedInRequest, fair: Fair) -> HttpResponse:
    try:
        beginning.begin_run(fair=fair, by=request.user, at=timezone.now())
    except DiscoveryRefused as refusal:
        return render(request, "organising/matching.html", page_of(request, fair, refusal=refusal), status=409)
    return redirect("organising:organise-matching", fair.slug)


@require_safe
@never_cache
@desk(Right.SET_UP)
def show_preview(request: Any, fair: Fair, pk: int) -> HttpResponse:
    """What some weights would change, beside what is; for an open page that asks how far it is, that part alone."""
    preview = get_object_or_404(runs_open_to(request.user), fair=fair, kind=Run.Kind.PREVIEW, pk=pk)
    if request.htmx:
        return render(request, "organising/_preview.html", preview_of(fair, runs_at(request, fair), preview))
    return render(request, "organising/matching.html", page_of(request, fair, preview=preview))


@require_POST
@desk(Right.SET_UP)
def preview_weights(request: SignedInRequest, fair: Fair) -> HttpResponse:
    form = WeightsForm(request.POST)
    if not form.is_valid():
        return render(request, "organising/matching.html", page_of(request, fair, form=form), status=422)
    try:
        run = weighing.preview_weights(fair=fair, weights=form.cleaned_data, by=request.user, at=timezone.now())
    except DiscoveryRefused as refusal:
        typed = {"form": form, "weights_refusal": refusal}
        return render(request, "organising/matching.html", page_of(request, fair, **typed), status=409)
    return redirect(reverse("organising:show-preview", args=[fair.slug, run.pk]) + "#preview")


@require_POST
@desk(Right.SET_UP)
def apply_weights(request: SignedInRequest, fair: Fair) -> HttpResponse:
    form = WeightsForm(request.POST)
    if not form.is_valid():
        return render(request, "organising/matching.html", page_of(request, fair, form=form), status=422)
    return _applied(request, fair, form.cleaned_data)


@require_POST
@desk(Right.SET_UP)
def reset_weights(request: SignedInRequest, fair: Fair) -> HttpResponse:
    """Everything counts as it does by itself."""
    return _applied(request, fair, weighing.DEFAULTS)


def _applied(request: SignedInRequest, fair: Fair, weights: dict[str, float]) -> HttpResponse:
    if weighing.apply_weights(fair=fair, weights=weights, by=request.user, at=timezone.now()):
        messages.success(request, _("The weights are saved. Everybody is matched anew by them now."))
    else:
        messages.success(
            request, _("The weights are saved. What is under way ends first, then everybody is matched anew by them.")
        )
    return redirect("organising:organise-matching", fair.slug)
