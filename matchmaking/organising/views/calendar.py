"""The organiser's pages about time: opening hours, breaks, and laying out the timetable."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matchmaking.fairs import queries
from matchmaking.fairs.access import fair_context
from matchmaking.fairs.actions import calendar
from matchmaking.fairs.actions import fair as actions
from matchmaking.fairs.errors import FairRefused
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rights import Right
from matchmaking.organising.forms.calendar import (
    BreakFormSet,
    HoursFormSet,
    MeetingLengthForm,
    breaks_initial,
    hours_initial,
)
from matchmaking.organising.views.doors import desk


def hours_context(request: HttpRequest, fair: Fair) -> dict[str, Any]:
    """Both forms as stored; a view puts the one that was typed in its place."""
    return {
        **fair_context(request, fair),
        "hours": HoursFormSet(initial=hours_initial(fair), prefix="hours", fair=fair),
        "breaks": BreakFormSet(initial=breaks_initial(fair), prefix="breaks", fair=fair),
        "stored_hours": fair.opening_hours.all(),
        "stored_breaks": fair.breaks.all(),
        "hours_seen": queries.fingerprint(fair.opening_hours.all()),
        "breaks_seen": queries.fingerprint(fair.breaks.all()),
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


def arrange_context(request: HttpRequest, fair: Fair) -> dict[str, Any]:
    """The settings of the timetable and what laying it out now would change."""
    change = queries.change_of_timetable(fair, timezone.now())
    return {
        **fair_context(request, fair),
        "form": MeetingLengthForm(instance=fair, initial={"version": fair.version}),
        "change": change,
        "in_the_way": sorted(queries.meetings_in_the_way(change).items(), key=lambda found: found[0].starts_at),
    }


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
        change = calendar.lay_out_timetable(fair=fair, at=timezone.now())
    except FairRefused as refusal:
        context = {**arrange_context(request, fair), "refusal": refusal}
        return render(request, "organising/arrange_timetable.html", context, status=409)
    slots = len(change.kept) + len(change.added)
    words = ngettext("The timetable has %(n)d meeting slot.", "The timetable has %(n)d meeting slots.", slots)
    messages.success(request, words % {"n": slots})
    return redirect("organising:arrange-timetable", fair.slug)
