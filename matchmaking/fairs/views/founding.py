"""A fair begins."""

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from matchmaking.fairs.actions import founding
from matchmaking.fairs.errors import FairRefused, TooManyTries
from matchmaking.fairs.forms import NewFairForm, put_at_field
from matchmaking.fairs.views.doors import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def found_fair(request: SignedInRequest) -> HttpResponse:
    """The few things that one has to know to begin; then straight to the desk of the draft."""
    if request.method != "POST":
        known = {"time_zone": request.user.time_zone, "languages": [(get_language() or "en")[:2]]}
        return render(request, "fairs/new.html", {"form": NewFairForm(initial=known)})
    form = NewFairForm(request.POST)
    if not form.is_valid():
        return render(request, "fairs/new.html", {"form": form}, status=422)
    try:
        if not consume(request, action="found_fair", user=request.user):
            raise TooManyTries
        fair = founding.found_fair(facts=form.cleaned_data, by=request.user, at=timezone.now())
    except FairRefused as refusal:
        if refusal.field:
            put_at_field(form, refusal)
        return render(request, "fairs/new.html", {"form": form, "refusal": refusal}, status=409)
    messages.success(request, _("%(fair)s is begun. Only you see it so far.") % {"fair": fair.name})
    return redirect("organising:organise", fair.slug)
