"""One's time at a fair: what is on, and what comes."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from matchmaking.accounts.models import User
from matchmaking.fairs.access import fair_page
from matchmaking.meetings import programme
from matchmaking.meetings.access import stands_spoken_for_by


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
        "at": at,
    }
    return render(request, "meetings/agenda.html", page)
