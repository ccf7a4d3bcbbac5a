"""What everybody may know of a fair's time and colour."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from matchmaking.fairs import queries
from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rules import day_to_show
from matchmaking.fairs.views.doors import at_fair


@require_safe
@at_fair
def show_timetable(request: HttpRequest, fair: Fair) -> HttpResponse:
    """One day of the fair by both clocks; today if the fair is on, unless the address says another."""
    at = timezone.now()
    day = day_to_show(fair, date_or_none(request.GET.get("day", "")), at)
    context = {
        **fair_context(request, fair),
        "day": day,
        "hours": [hours for hours in fair.opening_hours.all() if hours.day == day],
        "breaks": fair.breaks.all(),
        "slots": queries.slots_of_day(fair, day),
        "at": at,
    }
    return render(request, "fairs/timetable.html", context)


def date_or_none(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 -- a day has no zone
    except ValueError:
        return None


@require_safe
@conditional_page
@at_fair
def brand(request: HttpRequest, fair: Fair) -> HttpResponse:
    """The fair's colour. Kept for a year under its version's address, asked for again under any other."""
    response = HttpResponse(f":root {{ --brand: {fair.brand_colour}; }}\n", content_type="text/css; charset=utf-8")
    is_this_version = request.GET.get("v") == str(fair.version)
    response["Cache-Control"] = "private, max-age=31536000, immutable" if is_this_version else "private, no-cache"
    return response
