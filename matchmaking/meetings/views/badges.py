"""One's own badge: the name, the company, and a code with which one is let in on the spot."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from matchmaking.exhibitors.models import Exhibitor, Representative
from matchmaking.fairs import badges
from matchmaking.fairs.access import fair_context, open_fair
from matchmaking.fairs.actions.checking_in import renew_badge
from matchmaking.fairs.models import CheckIn, Fair, Participant
from matchmaking.visitors.models import VisitorProfile


def bearer(request: HttpRequest, fair: str) -> tuple[Fair, Participant]:
    """The fair and the reader's part in it; 404 for whoever does not take part."""
    place = open_fair(request, fair)
    own = fair_context(request, place)["participant"]
    if own is None or not own.is_approved:
        raise Http404
    return place, own


def company_of(participant: Participant) -> str:
    """For whom he comes, as it stands on a badge: his stand's company, or what his profile says; empty if neither."""
    seat = (
        Representative.objects.filter(participant=participant, exhibitor__status=Exhibitor.Status.APPROVED)
        .select_related("exhibitor__company")
        .first()
    )
    if seat is not None:
        return str(seat.exhibitor.company)
    profile = VisitorProfile.objects.filter(participant=participant).select_related("company").first()
    if profile is None:
        return ""
    return str(profile.company) if profile.company else profile.organisation


@require_safe
@never_cache
@login_required
def show_badge(request: HttpRequest, fair: str) -> HttpResponse:
    place, own = bearer(request, fair)
    path = reverse("organising:check-in-by-badge", args=[place.slug, badges.token_of(own)])
    page = {
        **fair_context(request, place),
        "company": company_of(own),
        "address": settings.SITE_URL + path,
        "here": CheckIn.objects.filter(participant=own, undone_at=None).first(),
    }
    return render(request, "meetings/badge.html", page)


@require_POST
@login_required
def renew(request: HttpRequest, fair: str) -> HttpResponse:
    """A new code; whoever has a picture of the old one is let in with it no more."""
    place, own = bearer(request, fair)
    renew_badge(participant=own, at=timezone.now())
    messages.success(request, _("This is your new badge. The old one opens nothing any more."))
    return redirect("meetings:show-badge", place.slug)
