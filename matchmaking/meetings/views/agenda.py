"""One's time at a fair: what is on, what comes, and how it gets into one's own calendar."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from matchmaking.accounts.models import User
from matchmaking.fairs.access import fair_page, open_fair
from matchmaking.meetings import programme
from matchmaking.meetings.access import stands_spoken_for_by
from matchmaking.meetings.actions import feeds
from matchmaking.meetings.models import AgendaFeed
from matchmaking.meetings.views.feeds import address_of


@login_required
@require_safe
@never_cache
def show_agenda(request: HttpRequest, fair: str) -> HttpResponse:
    """The reader's day, or his whole fair; or that of the stands for which he speaks."""
    assert isinstance(request.user, User)
    here = fair_page(request, fair)
    if here["participant"] is None or not here["participant"].is_approved:
        return render(request, "meetings/no_agenda.html", {**here}, status=409)
    at, zone = timezone.now(), timezone.get_current_timezone()
    stands = list(stands_spoken_for_by(request.user).filter(fair=here["fair"]).values_list("pk", flat=True))
    is_team = bool(stands) and request.GET.get("whose") == "team"
    bookings = programme.meetings_of_stands(stands) if is_team else programme.meetings_of(request.user)
    mine = programme.programme(bookings, here["fair"], request.user, stands, zone)
    day = mine.day_to_show(request.GET.get("day", ""), at)
    feed = AgendaFeed.objects.filter(user=request.user).first()
    page = {
        **here,
        "programme": mine,
        "day": day,
        "shown": mine.on(day),
        "now": None if is_team else mine.now(at),
        "next": None if is_team else mine.next(at),
        "waiting": programme.requests_waiting_for(request.user, here["fair"], at).count(),
        "has_team": bool(stands),
        "is_team": is_team,
        "feed": feed,
        "feed_address": address_of(feed) if feed else "",
        "at": at,
    }
    return render(request, "meetings/agenda.html", page)


@login_required
@require_safe
@never_cache
def keep_day(request: HttpRequest, fair: str) -> HttpResponse:
    """The reader's day, or the first one of the fair that is still to come, as his browser keeps it for reading without
    network: words and times alone. It says when it was true."""
    assert isinstance(request.user, User)
    here = fair_page(request, fair)
    if here["participant"] is None or not here["participant"].is_approved:
        return render(request, "meetings/no_agenda.html", {**here}, status=409)
    at, zone = timezone.now(), timezone.get_current_timezone()
    mine = programme.programme(programme.meetings_of(request.user), here["fair"], request.user, (), zone)
    days = [day for day in mine.on(None) if day.date >= at.astimezone(zone).date()]
    return render(request, "meetings/kept_day.html", {**here, "days": days[:1], "at": at})


@login_required
@require_POST
def renew_feed(request: HttpRequest, fair: str) -> HttpResponse:
    """The reader's calendar gets an address of its own; one that it had before leads nowhere any more."""
    assert isinstance(request.user, User)
    place = open_fair(request, fair)
    feeds.renew_feed(user=request.user, at=timezone.now())
    messages.success(request, _("This is the address of your meetings. Only you know it."))
    return redirect("meetings:show-agenda", place.slug)


@login_required
@require_POST
def revoke_feed(request: HttpRequest, fair: str) -> HttpResponse:
    assert isinstance(request.user, User)
    place = open_fair(request, fair)
    feeds.revoke_feed(user=request.user)
    messages.success(request, _("The address leads nowhere any more."))
    return redirect("meetings:show-agenda", place.slug)
