"""Somebody of a support organisation vouches for a stand, in a few words, or does not any more."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from matchmaking.accounts.models import User
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Participant
from matchmaking.trust.access import endorsements_by, stands_endorsable_by, supporting
from matchmaking.trust.actions import endorsing
from matchmaking.trust.errors import TrustRefused
from matchmaking.trust.forms import EndorseForm


def _found(request: HttpRequest, fair: str, slug: str) -> tuple[Exhibitor, Participant]:
    """The stand, if the reader may vouch for it, and as whom; 404 otherwise."""
    assert isinstance(request.user, User)
    stands = stands_endorsable_by(request.user).select_related("company", "fair")
    stand = get_object_or_404(stands, fair__slug=fair, slug=slug)
    return stand, supporting(request.user).get(fair=stand.fair)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def endorse(request: HttpRequest, fair: str, slug: str) -> HttpResponse:
    stand, me = _found(request, fair, slug)
    mine = endorsements_by(request.user).filter(exhibitor=stand).first()
    first = {"words": mine.words, "language": mine.language} if mine else {"language": me.user.language[:2]}
    form = EndorseForm(request.POST if request.method == "POST" else None, initial=first)
    status, refusal = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                endorsing.endorse(stand=stand, endorser=me, at=timezone.now(), **form.cleaned_data)
            except TrustRefused as caught:
                status, refusal = 409, caught
            else:
                messages.success(request, _("You vouch for %(company)s.") % {"company": stand.company.name})
                return redirect("exhibitors:show-exhibitor", stand.fair.slug, stand.slug)
    page = {**fair_context(request, stand.fair), "stand": stand, "form": form, "mine": mine, "refusal": refusal}
    return render(request, "trust/endorse.html", page, status=status)


@login_required
@require_POST
def withdraw(request: HttpRequest, fair: str, slug: str) -> HttpResponse:
    stand, me = _found(request, fair, slug)
    try:
        endorsing.withdraw(stand=stand, endorser=me, at=timezone.now())
    except TrustRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("You do not vouch for %(company)s any more.") % {"company": stand.company.name})
    return redirect("exhibitors:show-exhibitor", stand.fair.slug, stand.slug)
