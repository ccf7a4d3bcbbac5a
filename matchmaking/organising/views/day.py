"""The day: how all rooms of the fair stand now, and what of it wants looking after."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rights import Right
from matchmaking.fairs.views.doors import SignedInRequest
from matchmaking.organising import outlook
from matchmaking.organising.outlook import Reader
from matchmaking.organising.views.doors import desk


@require_safe
@never_cache
@desk(Right.RUN)
def show_day(request: SignedInRequest, fair: Fair) -> HttpResponse:
    """All rooms now and in the next half hour. The page is told what changes while it is open."""
    at = timezone.now()
    has_done_something = bool(messages.get_messages(request))
    day = outlook.look_anew(fair, at=at) if has_done_something else outlook.look(fair, at=at)
    halls = list(dict.fromkeys((room.hall_slug, room.hall_name, room.hall) for room in day.rooms))
    hall = request.GET.get("hall", "")
    hall = hall if hall in {slug for slug, _name, _pk in halls} else ""
    only = request.GET.get("state", "")
    only = only if only in outlook.NUMBERS else ""
    reader = Reader(translation.get_language() or "en", timezone.get_current_timezone_name(), hall, only)
    pieces = day.pieces(reader)
    page = {
        **fair_context(request, fair),
        "numbers": mark_safe(pieces["day-numbers"]),
        "cares": mark_safe(pieces["day-cares"]),
        "as_of": mark_safe(pieces["day-as-of"]),
        "halls": halls,
        "boards": [
            (
                name,
                pk,
                mark_safe(pieces[f"hall-{pk}-says"]),
                mark_safe("".join(pieces[f"room-{room.pk}"] for room in day.rooms if room.hall == pk)),
            )
            for slug, name, pk in halls
            if hall in ("", slug)
        ],
        "hall": hall,
        "only": only,
        "only_says": outlook.NUMBERS.get(only, ""),
        "reader": reader,
        "drawings": outlook.drawings(),
    }
    return render(request, "organising/day.html", page)
