"""Meetings for the calendars that people use anyway: one file, or a secret address that follows every change."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from matchmaking.accounts.models import User
from matchmaking.common import ical
from matchmaking.meetings import programme
from matchmaking.meetings.access import address_part_of, bookings_open_to, feed_at, stands_spoken_for_by
from matchmaking.meetings.entries import event_of
from matchmaking.meetings.models import AgendaFeed, Booking
from matchmaking.meetings.programme import Meeting

KEPT = timedelta(days=30)  # a cancelled meeting stays so long, so that every calendar hears of it
REACH = timedelta(days=365)  # into the past


def address_of(feed: AgendaFeed) -> str:
    return settings.SITE_URL + reverse("meetings:feed", args=[address_part_of(feed)])


@require_safe
def feed(request: HttpRequest, signed: str) -> HttpResponse:
    """The meetings of whoever this secret address belongs to, at all fairs. Who knows the address may read them."""
    found = feed_at(signed)
    if found is None:
        raise Http404
    at, owner = timezone.now(), found.user
    wanted = programme.meetings_of(owner).filter(
        Q(status=Booking.Status.CONFIRMED, ends_at__gt=at - REACH)
        | Q(status=Booking.Status.CANCELLED, cancelled_at__gt=at - KEPT)
    )
    return calendar(owner, programme.read(wanted, owner), name="meetings.ics")


@login_required
@require_safe
def meeting_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One meeting as a file for a calendar. Whoever may read its page may have it."""
    assert isinstance(request.user, User)
    stands = list(stands_spoken_for_by(request.user).values_list("pk", flat=True))
    found = programme.read(bookings_open_to(request.user).filter(pk=pk), request.user, stands)
    if not found:
        raise Http404
    return calendar(request.user, found, name="meeting.ics")


def calendar(owner: User, meetings: Iterable[Meeting], *, name: str) -> HttpResponse:
    """The meetings in the language of their owner and on his clock. Nobody on the way may keep a copy."""
    with translation.override(owner.language):
        text = ical.write([event_of(meeting, ZoneInfo(owner.time_zone)) for meeting in meetings])
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
