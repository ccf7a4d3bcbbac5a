"""The fairs that one organises: all of them, one of them once more, and the archive."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matchmaking.fairs import rules as fair_rules
from matchmaking.fairs.access import fair_context
from matchmaking.fairs.actions import fair as actions
from matchmaking.fairs.errors import FairRefused
from matchmaking.fairs.forms import put_at_field
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rights import Right, rights_of
from matchmaking.fairs.views.doors import SignedInRequest
from matchmaking.organising.actions.copying import copy_fair as make_copy
from matchmaking.organising.forms.owning import CopyForm
from matchmaking.organising.queries.preparing import organised_by, progress_of
from matchmaking.organising.rules.preparing import next_of, steps_of
from matchmaking.organising.views.doors import desk


@login_required
@require_safe
def list_fairs(request: SignedInRequest) -> HttpResponse:
    """Every fair that the reader organises: his duty, how it stands, and what is next; the archive apart."""
    seats = list(organised_by(request.user))
    progress = progress_of(Fair.objects.filter(pk__in=[seat.fair_id for seat in seats]))
    lines: list[dict[str, Any]] = []
    for seat in seats:
        steps = steps_of(seat.fair, progress[seat.fair_id])
        mine = rights_of(seat, seat.fair)
        lines.append(
            {
                "fair": seat.fair,
                "seat": seat,
                "waiting": progress[seat.fair_id].preparation.waiting,
                "next": next_of([step for step in steps if step.right in mine]),
                "done": sum(step.is_done for step in steps if not step.is_optional),
                "needed": sum(not step.is_optional for step in steps),
                "may_own": Right.OWN in mine,
            }
        )
    return render(
        request,
        "organising/fairs.html",
        {
            "lines": [line for line in lines if not line["fair"].archived_at],
            "archived": [line for line in lines if line["fair"].archived_at],
            "most_drafts": fair_rules.MOST_DRAFTS,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Right.OWN)
def copy_fair(request: SignedInRequest, fair: Fair) -> HttpResponse:
    """A name and a first day; then to the desk of the copy."""
    form = CopyForm(request.POST or None, initial={"name": fair.name})
    context: dict[str, Any] = {**fair_context(request, fair), "form": form}
    if request.method != "POST":
        return render(request, "organising/copy.html", context)
    if not form.is_valid():
        return render(request, "organising/copy.html", context, status=422)
    try:
        new = make_copy(fair=fair, by=request.user, at=timezone.now(), **form.cleaned_data)
    except FairRefused as refusal:
        if refusal.field:
            put_at_field(form, refusal)
        return render(request, "organising/copy.html", {**context, "refusal": refusal}, status=409)
    messages.success(request, _("%(fair)s is begun. Only its organisers see it so far.") % {"fair": new.name})
    return redirect("organising:organise", new.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Right.OWN)
def archive_fair(request: HttpRequest, fair: Fair) -> HttpResponse:
    """Ask once, then put the closed fair away."""
    context = fair_context(request, fair)
    if request.method != "POST":
        return render(request, "organising/archive.html", context)
    try:
        actions.archive_fair(fair=fair, at=timezone.now())
    except FairRefused as refusal:
        return render(request, "organising/archive.html", {**context, "refusal": refusal}, status=409)
    messages.success(request, _("%(fair)s is in the archive.") % {"fair": fair.name})
    return redirect("organising:list-fairs")


@require_POST
@desk(Right.OWN)
def restore_fair(request: HttpRequest, fair: Fair) -> HttpResponse:
    actions.restore_fair(fair=fair)
    messages.success(request, _("%(fair)s is out of the archive.") % {"fair": fair.name})
    return redirect("organising:organise", fair.slug)
