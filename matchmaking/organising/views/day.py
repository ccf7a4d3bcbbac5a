"""The day: how all rooms of the fair stand now, and what of it wants looking after."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rights import Right
from matchmaking.fairs.views.doors import SignedInRequest
from matchmaking.organising import outlook
from matchmaking.organising.daywords import NUMBERS
from matchmaking.organising.outlook import Day, Reader
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
    only = only if only in NUMBERS else ""
    reader = Reader(translation.get_language() or "en", timezone.get_current_timezone_name(), hall, only)
    page = {
        **fair_context(request, fair),
        "as_of": mark_safe(day.pieces(reader)["day-as-of"]),
        "body": body_of(day, reader, halls),
        "hall": hall,
        "only": only,
        "reader": reader,
        "drawings": outlook.drawings(),
    }
    return render(request, "organising/day.html", page)


def body_of(day: Day, reader: Reader, halls: list[tuple[str, str, int]]) -> SafeString:
    """All of the page but its head, once for all who read alike."""
    if reader not in day.bodies:
        pieces = day.pieces(reader)
        day.bodies[reader] = render_to_string(
            "organising/_day.html",
            {
                "numbers": mark_safe(pieces["day-numbers"]),
                "cares": mark_safe(pieces["day-cares"]),
                "boards": [
                    (name, pk, mark_safe(pieces[f"hall-{pk}-says"]), mark_safe(rooms_in(day, pk, pieces)))
                    for slug, name, pk in halls
                    if reader.hall in ("", slug)
                ],
                "halls": halls,
                "hall": reader.hall,
                "only": reader.only,
                "only_says": NUMBERS.get(reader.only, ""),
            },
        )
    return mark_safe(day.bodies[reader])


def rooms_in(day: Day, hall: int, pieces: dict[str, str]) -> str:
    return "".join(pieces[f"room-{room.pk}"] for room in day.rooms if room.hall == hall)
