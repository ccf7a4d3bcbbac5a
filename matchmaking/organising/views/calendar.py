"""The organiser's pages about time: opening hours, breaks, and laying out the timetable."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matchmaking.fairs import queries, rules
from matchmaking.fairs.access import fair_context
from matchmaking.fairs.actions import calendar
from matchmaking.fairs.actions import fair as actions
from matchmaking.fairs.errors import FairRefused, MeetingsOutsideHours
from matchmaking.fairs.models import Fair, Hall, OpeningHours
from matchmaking.fairs.rights import Right
from matchmaking.meetings.queries import rooms as booked
from matchmaking.organising import daygrid
from matchmaking.organising.forms.calendar import (
    BreakFormSet,
    HoursFormSet,
    MeetingLengthForm,
    breaks_initial,
    hours_initial,
)
from matchmaking.organising.views.doors import desk

MOST_SHOWN = 40


def hours_context(request: HttpRequest, fair: Fair) -> dict[str, Any]:
    """Both forms as stored; a view puts the one that was typed in its place."""
    return {
        **fair_context(request, fair),
        "hours": HoursFormSet(initial=hours_initial(fair, list(fair.opening_hours.all())), prefix="hours", fair=fair),
        "breaks": BreakFormSet(initial=breaks_initial(fair), prefix="breaks", fair=fair),
        "stored_hours": fair.opening_hours.all(),
        "stored_breaks": fair.breaks.all(),
        "hours_seen": queries.fingerprint(fair.opening_hours.all()),
        "breaks_seen": queries.fingerprint(fair.breaks.all()),
        "halls": fair.halls.annotate(stretches=Count("hours")).order_by("position", "name"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Right.SET_UP)
def set_opening_hours(request: HttpRequest, fair: Fair) -> HttpResponse:
    """All opening hours at once; those of the first day for all days, if asked."""
    if request.method != "POST":
        return render(request, "organising/hours.html", hours_context(request, fair))
    formset = HoursFormSet(request.POST, prefix="hours", fair=fair)
    if not formset.is_valid():
        return render(request, "organising/hours.html", {**hours_context(request, fair), "hours": formset}, status=422)
    hours = formset.rows_of_first_day_on_all if "same" in request.POST else formset.rows
    try:
        calendar.set_opening_hours(fair=fair, hours=hours, seen=request.POST.get("seen", ""))
    except FairRefused as refusal:
        context = {**hours_context(request, fair), "hours": formset, "hours_refusal": refusal}
        return render(request, "organising/hours.html", context, status=409)
    messages.success(request, _("The opening hours are saved. Lay out the timetable to follow them."))
    return redirect("organising:set-opening-hours", fair.slug)


@require_POST
@desk(Right.SET_UP)
def set_breaks(request: HttpRequest, fair: Fair) -> HttpResponse:
    formset = BreakFormSet(request.POST, prefix="breaks", fair=fair)
    if not formset.is_valid():
        return render(request, "organising/hours.html", {**hours_context(request, fair), "breaks": formset}, status=422)
    try:
        calendar.set_breaks(fair=fair, breaks=formset.rows, seen=request.POST.get("seen", ""))
    except FairRefused as refusal:
        context = {**hours_context(request, fair), "breaks": formset, "breaks_refusal": refusal}
        return render(request, "organising/hours.html", context, status=409)
    messages.success(request, _("The breaks are saved. Lay out the timetable to follow them."))
    return redirect("organising:set-opening-hours", fair.slug)


# The hours of one hall ----------------------------------------------------------------


def hall_hours_context(request: HttpRequest, fair: Fair, slug: str) -> dict[str, Any]:
    """The hours of the hall as stored; asked `from=fair`, those of the fair to begin with."""
    hall = get_object_or_404(fair.halls, slug=slug)
    stored, of_fair = list(hall.hours.all()), list(fair.opening_hours.all())
    begin_with = of_fair if request.GET.get("from") == "fair" else stored
    return {
        **fair_context(request, fair),
        "hall": hall,
        "hours": HoursFormSet(initial=hours_initial(fair, begin_with), prefix="hours", fair=fair),
        "stored_hours": stored,
        "fair_hours": of_fair,
        "hours_seen": queries.fingerprint(stored),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Right.SET_UP)
def set_hall_hours(request: HttpRequest, fair: Fair, hall: str) -> HttpResponse:
    """All hours of a hall at once; with none it is open whenever the fair is."""
    context = hall_hours_context(request, fair, hall)
    if request.method != "POST":
        return render(request, "organising/hall_hours.html", context)
    formset = HoursFormSet(request.POST, prefix="hours", fair=fair)
    is_as_fair = "as_fair" in request.POST
    if not is_as_fair and not formset.is_valid():
        return render(request, "organising/hall_hours.html", {**context, "hours": formset}, status=422)
    hours = [] if is_as_fair else formset.rows_of_first_day_on_all if "same" in request.POST else formset.rows
    try:
        calendar.set_hall_hours(hall=context["hall"], hours=hours, seen=request.POST.get("seen", ""))
    except FairRefused as refusal:
        context |= {"refusal": refusal, **({} if is_as_fair else {"hours": formset})}
        if isinstance(refusal, MeetingsOutsideHours):
            context |= meetings_outside(context["hall"], hours, fair)
        return render(request, "organising/hall_hours.html", context, status=409)
    messages.success(request, _("The hours of %(hall)s are saved.") % {"hall": context["hall"].name})
    return redirect("organising:set-hall-hours", fair.slug, hall)


def meetings_outside(hall: Hall, hours: Sequence[OpeningHours], fair: Fair) -> dict[str, Any]:
    """The meetings to come in the hall for which it would not be open."""
    stretches = rules.open_stretches(hours, fair.zone)
    coming = booked.with_people(booked.meetings_in_hall(hall).filter(ends_at__gt=timezone.now()))
    outside = [
        each
        for each in coming
        if not rules.is_within(stretches, each.starts_at, each.slot.ends_at if each.slot else each.ends_at)
    ]
    return {"booked": outside[:MOST_SHOWN], "rest": max(len(outside) - MOST_SHOWN, 0)}


# The timetable ----------------------------------------------------------------


def arrange_context(request: HttpRequest, fair: Fair) -> dict[str, Any]:
    """The settings of the timetable, the day that is looked at, and what laying it out now would change, for whom."""
    at = timezone.now()
    change = queries.change_of_timetable(fair, at)
    in_the_way = list(booked.with_people(booked.meetings_in(change.removed)))
    day = rules.day_to_show(fair, read_day(request.GET.get("day", "")), at)
    return {
        **fair_context(request, fair),
        "form": MeetingLengthForm(instance=fair, initial={"version": fair.version}),
        "change": change,
        "seen": queries.fingerprint_of_wanted(fair),
        "in_the_way": in_the_way[:MOST_SHOWN],
        "rest": max(len(in_the_way) - MOST_SHOWN, 0),
        "day": day,
        "grid": daygrid.grid_of(fair, day, change),
    }


def read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_safe
@desk(Right.SET_UP)
def arrange_timetable(request: HttpRequest, fair: Fair) -> HttpResponse:
    return render(request, "organising/arrange_timetable.html", arrange_context(request, fair))


@require_POST
@desk(Right.SET_UP)
def change_meeting_length(request: HttpRequest, fair: Fair) -> HttpResponse:
    form = MeetingLengthForm(request.POST, instance=Fair.objects.get(pk=fair.pk))
    if form.is_valid():
        changes = {name: form.cleaned_data[name] for name in ("slot_minutes", "gap_minutes")}
        try:
            actions.change_fair(fair=fair, version=form.cleaned_data["version"], changes=changes)
        except FairRefused as refusal:
            context = {**arrange_context(request, fair), "refusal": refusal, "typed": changes}
            return render(request, "organising/arrange_timetable.html", context, status=409)
        return redirect("organising:arrange-timetable", fair.slug)
    context = {**arrange_context(request, fair), "form": form}
    return render(request, "organising/arrange_timetable.html", context, status=422)


@require_POST
@desk(Right.SET_UP)
def lay_out_timetable(request: HttpRequest, fair: Fair) -> HttpResponse:
    try:
        change = calendar.lay_out_timetable(fair=fair, at=timezone.now(), seen=request.POST.get("seen"))
    except FairRefused as refusal:
        context = {**arrange_context(request, fair), "refusal": refusal}
        return render(request, "organising/arrange_timetable.html", context, status=409)
    slots = len(change.kept) + len(change.added)
    words = ngettext("The timetable has %(n)d meeting slot.", "The timetable has %(n)d meeting slots.", slots)
    messages.success(request, words % {"n": slots})
    return redirect("organising:arrange-timetable", fair.slug)
