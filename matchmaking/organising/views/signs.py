"""What is printed for the day: a sign for each table, with the code that leads to it, and what is on at each place."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair, Room
from matchmaking.fairs.rights import Right
from matchmaking.fairs.rules import moment
from matchmaking.meetings.models import Booking
from matchmaking.organising.views.doors import desk


@require_safe
@desk(Right.RUN)
def print_signs(request: HttpRequest, fair: Fair) -> HttpResponse:
    """Every table of the fair, or of one hall, hall by hall; one on each sheet of paper, or four."""
    tables = Room.objects.filter(hall__fair=fair, kind=Room.Kind.TABLE).select_related(
        "hall", "reservation__exhibitor__company"
    )
    hall = request.GET.get("hall", "")
    if hall:
        tables = tables.filter(hall__slug=hall[:60])
    signs: list[tuple[Room, str]] = [
        (table, settings.SITE_URL + reverse("meetings:show-table", args=[fair.slug, table.pk]))
        for table in tables.order_by("hall__position", "hall__name", "name")
    ]
    page: dict[str, Any] = {
        **fair_context(request, fair),
        "signs": signs,
        "halls": fair.halls.filter(rooms__kind=Room.Kind.TABLE).distinct(),
        "hall": hall,
        "is_small": request.GET.get("size") == "four",
    }
    return render(request, "organising/signs.html", page)


@require_safe
@desk(Right.RUN)
def print_schedule(request: HttpRequest, fair: Fair) -> HttpResponse:
    """The meetings of one day, place by place or stand by stand, each on a sheet of its own."""
    day, by = wanted_day(request, fair), "stand" if request.GET.get("by") == "stand" else "room"
    meetings = meetings_on(fair, day)
    page: dict[str, Any] = {
        **fair_context(request, fair),
        "days": fair.days,
        "day": day,
        "by": by,
        "sheets": by_stand(meetings) if by == "stand" else by_room(meetings),
    }
    return render(request, "organising/schedule.html", page)


def wanted_day(request: HttpRequest, fair: Fair) -> date:
    """The day that the address asks for; else today, while the fair is on, or its first day."""
    days = {day.isoformat(): day for day in fair.days}
    today = timezone.now().astimezone(fair.zone).date()
    return days.get(request.GET.get("day", ""), today if today in fair.days else fair.starts_on)


def meetings_on(fair: Fair, day: date) -> list[Booking]:
    """What is booked on that day, by the fair's clock, in order. Two queries."""
    begins, ends = (moment(each, time(0), fair.zone) for each in (day, day + timedelta(days=1)))
    live = Booking.objects.filter(fair=fair, status=Booking.Status.CONFIRMED, starts_at__gte=begins, starts_at__lt=ends)
    people = live.select_related("room__hall").prefetch_related("attendances__user", "attendances__stand__company")
    return list(people.order_by("starts_at", "pk"))


Sheets = list[tuple[str, str, list[Booking]]]  # a heading, what stands above it, and the meetings


def by_room(meetings: Iterable[Booking]) -> Sheets:
    rooms: dict[tuple[str, str], list[Booking]] = defaultdict(list)
    for meeting in meetings:
        place = (meeting.room.name, meeting.room.hall.name) if meeting.room else ("", "")
        rooms[place].append(meeting)
    return [(room, hall, rooms[room, hall]) for room, hall in sorted(rooms, key=lambda each: (each[1], each[0]))]


def by_stand(meetings: Iterable[Booking]) -> Sheets:
    stands: dict[str, list[Booking]] = defaultdict(list)
    for meeting in meetings:
        for company in {seat.stand.company.name for seat in meeting.attendances.all() if seat.stand}:
            stands[company].append(meeting)
    return [(company, "", stands[company]) for company in sorted(stands, key=str.casefold)]
