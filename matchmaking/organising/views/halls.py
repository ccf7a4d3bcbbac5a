"""The organiser's pages about one hall and one room."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.actions import halls as actions
from matchmaking.fairs.errors import FairRefused
from matchmaking.fairs.forms import put_at_field
from matchmaking.fairs.models import Fair, Hall, Room, RoomClosure
from matchmaking.fairs.rights import Right
from matchmaking.meetings.models import Booking
from matchmaking.meetings.queries import rooms as booked
from matchmaking.organising.board import told_of
from matchmaking.organising.forms.ground import HallForm, MoveRoomForm, NewRoomsForm, RoomForm
from matchmaking.organising.views.doors import desk

MOST_SHOWN = 40


def hall_context(request: HttpRequest, fair: Fair, slug: str) -> dict[str, Any]:
    rooms = Prefetch("rooms", queryset=Room.objects.order_by("name"))
    hall = get_object_or_404(fair.halls.prefetch_related(rooms), slug=slug)
    return {
        **fair_context(request, fair),
        "hall": hall,
        "form": HallForm(instance=hall),
        "rooms_form": NewRoomsForm(),
    }


def shown(standing: QuerySet[Booking]) -> dict[str, Any]:
    """The meetings that are in the way, with their people, and how many more there are."""
    return {"booked": booked.with_people(standing)[:MOST_SHOWN], "rest": max(standing.count() - MOST_SHOWN, 0)}


def render_hall(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, "organising/arrange_hall.html", context, status=status)


@require_safe
@desk(Right.SET_UP)
def arrange_hall(request: HttpRequest, fair: Fair, hall: str) -> HttpResponse:
    return render_hall(request, hall_context(request, fair, hall))


@require_POST
@desk(Right.SET_UP)
def change_hall(request: HttpRequest, fair: Fair, hall: str) -> HttpResponse:
    context = hall_context(request, fair, hall)
    form = HallForm(request.POST, instance=Hall.objects.get(pk=context["hall"].pk))
    if not form.is_valid():
        return render_hall(request, {**context, "form": form}, status=422)
    actions.change_hall(hall=context["hall"], **form.cleaned_data)
    messages.success(request, _("The hall is saved."))
    return redirect("organising:arrange-hall", fair.slug, hall)


@require_POST
@desk(Right.SET_UP)
def remove_hall(request: HttpRequest, fair: Fair, hall: str) -> HttpResponse:
    context = hall_context(request, fair, hall)
    try:
        actions.remove_hall(hall=context["hall"])
    except FairRefused as refusal:
        standing = booked.meetings_in_hall(context["hall"])
        return render_hall(request, {**context, "refusal": refusal, **shown(standing)}, status=409)
    messages.success(request, _("The hall is removed."))
    return redirect("organising:arrange-halls", fair.slug)


@require_POST
@desk(Right.SET_UP)
def add_rooms(request: HttpRequest, fair: Fair, hall: str) -> HttpResponse:
    context = hall_context(request, fair, hall)
    form = NewRoomsForm(request.POST)
    if form.is_valid():
        kind, seats = form.cleaned_data["kind"], form.cleaned_data["seats"]
        try:
            rooms = actions.add_rooms(hall=context["hall"], names=form.names, kind=kind, seats=seats)
        except FairRefused as refusal:
            put_at_field(form, refusal)
        else:
            words = ngettext("%(n)d room is added.", "%(n)d rooms are added.", len(rooms))
            messages.success(request, words % {"n": len(rooms)})
            return redirect("organising:arrange-hall", fair.slug, hall)
    return render_hall(request, {**context, "rooms_form": form}, status=422)


# One room ----------------------------------------------------------------


def room_context(request: HttpRequest, fair: Fair, pk: int) -> dict[str, Any]:
    closures = Prefetch("closures", RoomClosure.objects.filter(ends_at__gt=timezone.now()), to_attr="shut")
    rooms = Room.objects.filter(hall__fair=fair).select_related("hall", "reservation__exhibitor__company")
    room = get_object_or_404(rooms.prefetch_related(closures), pk=pk)
    return {
        **fair_context(request, fair),
        "room": room,
        "form": RoomForm(instance=room),
        "move_form": MoveRoomForm(room=room),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Right.SET_UP)
def change_room(request: HttpRequest, fair: Fair, room: int) -> HttpResponse:
    context = room_context(request, fair, room)
    if request.method != "POST":
        return render(request, "organising/arrange_room.html", context)
    form = RoomForm(request.POST)
    if form.is_valid():
        try:
            actions.change_room(room=context["room"], **form.cleaned_data)
        except FairRefused as refusal:
            put_at_field(form, refusal)
        else:
            messages.success(request, _("The room is saved."))
            return redirect("organising:arrange-hall", fair.slug, context["room"].hall.slug)
    return render(request, "organising/arrange_room.html", {**context, "form": form}, status=422)


@require_POST
@desk(Right.SET_UP)
def move_room(request: HttpRequest, fair: Fair, room: int) -> HttpResponse:
    context = room_context(request, fair, room)
    form = MoveRoomForm(request.POST, room=context["room"])
    if form.is_valid():
        try:
            moved = actions.move_room(room=context["room"], hall=form.cleaned_data["hall"])
        except FairRefused as refusal:
            context |= {"refusal": refusal, "move_form": form}
            return render(request, "organising/arrange_room.html", context, status=409)
        told = _("The room is in %(hall)s now.") % {"hall": moved.hall.name}
        messages.success(request, f"{told} {told_of([moved], at=timezone.now())}".strip())
        return redirect("organising:arrange-hall", fair.slug, moved.hall.slug)
    return render(request, "organising/arrange_room.html", {**context, "move_form": form}, status=422)


@require_POST
@desk(Right.SET_UP)
def remove_room(request: HttpRequest, fair: Fair, room: int) -> HttpResponse:
    context = room_context(request, fair, room)
    try:
        actions.remove_room(room=context["room"])
    except FairRefused as refusal:
        context |= {"refusal": refusal, **shown(booked.meetings_in_rooms([context["room"]]))}
        return render(request, "organising/arrange_room.html", context, status=409)
    messages.success(request, _("The room is removed."))
    return redirect("organising:arrange-hall", fair.slug, context["room"].hall.slug)
