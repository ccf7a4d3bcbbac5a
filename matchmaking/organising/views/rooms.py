"""Rooms that are kept for a stand, and a room that is closed for a while: first what it means for what is booked."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from matchmaking.exhibitors.actions import rooms as reserving
from matchmaking.exhibitors.errors import ExhibitorRefused
from matchmaking.fairs.access import fair_context
from matchmaking.fairs.actions import halls as actions
from matchmaking.fairs.errors import FairRefused, MeetingsInside
from matchmaking.fairs.models import Fair, Room, RoomClosure
from matchmaking.fairs.rights import Right
from matchmaking.fairs.views.doors import SignedInRequest
from matchmaking.meetings.actions.rooming import change_room
from matchmaking.meetings.errors import MeetingRefused, NoRoomFree
from matchmaking.meetings.queries import rooms as booked
from matchmaking.organising.forms.ground import TickedForm
from matchmaking.organising.forms.rooms import ClosureForm, ReserveForm
from matchmaking.organising.views.doors import desk

MOST_SHOWN = 40


# Kept for a stand ----------------------------------------------------------------


def reserve_context(request: HttpRequest, fair: Fair, ticked: TickedForm) -> dict[str, Any]:
    """The rooms with whose they are now, and what is booked there."""
    rooms = ticked.cleaned_data["room"].select_related("hall", "reservation__exhibitor__company")
    coming = booked.coming_in_rooms(rooms, at=timezone.now())
    number = coming.count()
    return {
        **fair_context(request, fair),
        "rooms": rooms,
        "form": ReserveForm(fair=fair),
        "meetings": booked.with_people(coming)[:MOST_SHOWN],
        "meeting_count": number,
        "rest": max(number - MOST_SHOWN, 0),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Right.SET_UP)
def reserve_rooms(request: HttpRequest, fair: Fair) -> HttpResponse:
    """For the rooms that are ticked. What is booked in them is shown, and stays."""
    ticked = TickedForm(request.POST if request.method == "POST" else request.GET, fair=fair)
    if not ticked.is_valid():
        if request.method == "POST":
            context = {**fair_context(request, fair), "fault": ticked.fault}
            return render(request, "organising/reserve_rooms.html", context, status=422)
        messages.info(request, _("Tick the rooms that are for a stand, then choose which one."))
        return redirect("organising:arrange-halls", fair.slug)
    context = reserve_context(request, fair, ticked)
    if request.method != "POST":
        return render(request, "organising/reserve_rooms.html", context)
    form = ReserveForm(request.POST, fair=fair)
    if not form.is_valid():
        return render(request, "organising/reserve_rooms.html", {**context, "form": form}, status=422)
    stand = form.cleaned_data["stand"]
    try:
        reserving.reserve_rooms(rooms=ticked.rooms, exhibitor=stand)
    except ExhibitorRefused as refusal:
        return render(request, "organising/reserve_rooms.html", {**context, "refusal": refusal}, status=409)
    words = ngettext("%(rooms)s is for %(stand)s now.", "%(n)d rooms are for %(stand)s now.", len(ticked.rooms))
    facts = {"rooms": ticked.rooms[0].name, "n": len(ticked.rooms), "stand": stand.company.name}
    messages.success(request, words % facts)
    if any(room.hall_id != stand.hall_id for room in ticked.rooms):
        messages.info(request, _("Not all of them are in the hall of this stand. This is allowed; tell its team."))
    return redirect("organising:arrange-halls", fair.slug)


@require_POST
@desk(Right.SET_UP)
def release_rooms(request: HttpRequest, fair: Fair) -> HttpResponse:
    """The rooms are everybody's again. What is booked there stays."""
    ticked = TickedForm(request.POST, fair=fair)
    if not ticked.is_valid():
        context = {**fair_context(request, fair), "fault": ticked.fault}
        return render(request, "organising/reserve_rooms.html", context, status=422)
    number = reserving.release_rooms(rooms=ticked.rooms)
    words = ngettext("%(n)d room is open to everybody again.", "%(n)d rooms are open to everybody again.", number)
    messages.success(request, words % {"n": number})
    return redirect("organising:arrange-halls", fair.slug)


# Closed for a while ----------------------------------------------------------------


def shut_context(request: HttpRequest, fair: Fair, pk: int, data: QueryDict | None) -> dict[str, Any]:
    """The room, when it is closed from now on, and, if the time is said, what is booked in it then and could move."""
    at = timezone.now()
    closures = Prefetch("closures", RoomClosure.objects.filter(ends_at__gt=at), to_attr="shut")
    rooms = Room.objects.filter(hall__fair=fair).select_related("hall").prefetch_related(closures)
    room = get_object_or_404(rooms, pk=pk)
    form = ClosureForm(data, fair=fair, initial=None if data else a_first_guess(fair))
    context = {**fair_context(request, fair), "room": room, "form": form, "asked": False}
    if data is None or not form.is_valid():
        return context
    inside = booked.overlapping(booked.meetings_in_rooms([room]), form.starts_at, form.ends_at)
    meetings = list(booked.with_people(inside))
    places = booked.rooms_instead(meetings)
    for meeting in meetings:
        meeting.instead = places[meeting.pk][0] if places[meeting.pk] and meeting.starts_at > at else None  # type: ignore[attr-defined]
    movable = sum(meeting.instead is not None for meeting in meetings)  # type: ignore[attr-defined]
    return context | {"asked": True, "meetings": meetings, "movable": movable}


def a_first_guess(fair: Fair) -> dict[str, Any]:
    """Today while the fair is on, else its first day."""
    today = timezone.now().astimezone(fair.zone).date()
    day = today if fair.starts_on <= today <= fair.ends_on else fair.starts_on
    return {"from_day": day, "to_day": day}


def render_shut(request: HttpRequest, context: dict[str, Any], *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "organising/shut_room.html", {**context, **more}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Right.SET_UP)
def shut_room(request: HttpRequest, fair: Fair, room: int) -> HttpResponse:
    """Nobody meets in the room for a while, once nobody is to."""
    if request.method != "POST":
        context = shut_context(request, fair, room, request.GET if "from_day" in request.GET else None)
        return render_shut(request, context)
    context = shut_context(request, fair, room, request.POST)
    form = context["form"]
    if not form.is_valid():
        return render_shut(request, context, status=422)
    facts = {"starts_at": form.starts_at, "ends_at": form.ends_at, "reason": form.cleaned_data["reason"]}
    try:
        actions.close_room(room=context["room"], at=timezone.now(), **facts)
    except MeetingsInside as refusal:
        return render_shut(request, context, refusal=refusal, status=409)
    except FairRefused as refusal:
        form.put(refusal)
        return render_shut(request, context | {"asked": False}, status=422)
    messages.success(request, _("%(room)s is closed then.") % {"room": context["room"].name})
    return redirect("organising:shut-room", fair.slug, room)


@require_POST
@desk(Right.SET_UP)
def clear_room(request: SignedInRequest, fair: Fair, room: int) -> HttpResponse:
    """What is booked in the room in that time moves to other rooms: one meeting, or all that can."""
    context = shut_context(request, fair, room, request.POST)
    if not context["asked"]:
        return render_shut(request, context, status=422)
    wanted = request.POST.get("booking", "")
    moved, left = 0, list[MeetingRefused]()
    for meeting in context["meetings"]:
        if wanted not in ("all", str(meeting.pk)):
            continue
        if meeting.instead is None:
            left.append(NoRoomFree())
            continue
        try:  # to the room that the page has named
            change_room(booking_id=meeting.pk, room_id=meeting.instead.pk, by=request.user, at=timezone.now())
        except MeetingRefused as refusal:
            left.append(refusal)
        else:
            moved += 1
    if moved:
        words = ngettext("%(n)d meeting is in another room now.", "%(n)d meetings are in other rooms now.", moved)
        messages.success(request, words % {"n": moved} + " " + _("Everybody concerned is told."))
    if left or not moved:
        fault = str(left[0].message) if left else _("No such meeting is booked in this room then.")
        status = 200 if moved else 409
        return render_shut(request, shut_context(request, fair, room, request.POST), fault=fault, status=status)
    time = {name: request.POST.get(name, "") for name in ("from_day", "from_time", "to_day", "to_time", "reason")}
    query = QueryDict(mutable=True)
    query.update(time)
    return redirect(f"{reverse('organising:shut-room', args=[fair.slug, room])}?{query.urlencode()}")


@require_POST
@desk(Right.SET_UP)
def reopen_room(request: HttpRequest, fair: Fair, closure: int) -> HttpResponse:
    """The room is open in that time again."""
    found = get_object_or_404(RoomClosure.objects.filter(room__hall__fair=fair).select_related("room"), pk=closure)
    actions.reopen_room(closure=found)
    messages.success(request, _("%(room)s is open again.") % {"room": found.room.name})
    return redirect("organising:shut-room", fair.slug, found.room_id)
