"""The organiser's pages about ground: halls and rooms."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.actions import halls as actions
from matchmaking.fairs.errors import FairRefused
from matchmaking.fairs.forms import put_at_field
from matchmaking.fairs.models import Fair, Hall, Room
from matchmaking.fairs.rights import Right
from matchmaking.organising.forms.ground import HallForm, MoveRoomForm, NewHallForm, NewRoomsForm, RoomForm
from matchmaking.organising.views.doors import desk


def halls_context(request: HttpRequest, fair: Fair) -> dict[str, Any]:
    return {
        **fair_context(request, fair),
        "halls": fair.halls.annotate(room_count=Count("rooms")),
        "form": NewHallForm(),
    }


@require_safe
@desk(Right.SET_UP)
def arrange_halls(request: HttpRequest, fair: Fair) -> HttpResponse:
    return render(request, "organising/arrange_halls.html", halls_context(request, fair))


@require_POST
@desk(Right.SET_UP)
def add_hall(request: HttpRequest, fair: Fair) -> HttpResponse:
    form = NewHallForm(request.POST)
    if form.is_valid():
        try:
            hall = actions.add_hall(fair=fair, **form.cleaned_data)
        except FairRefused as refusal:
            put_at_field(form, refusal)
        else:
            return redirect("organising:arrange-hall", fair.slug, hall.slug)
    return render(request, "organising/arrange_halls.html", {**halls_context(request, fair), "form": form}, status=422)


def hall_context(request: HttpRequest, fair: Fair, slug: str) -> dict[str, Any]:
    rooms = Prefetch("rooms", queryset=Room.objects.order_by("name"))
    hall = get_object_or_404(fair.halls.prefetch_related(rooms), slug=slug)
    return {
        **fair_context(request, fair),
        "hall": hall,
        "form": HallForm(instance=hall),
        "rooms_form": NewRoomsForm(),
    }


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
        return render_hall(request, {**context, "refusal": refusal}, status=409)
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
    room = get_object_or_404(Room.objects.filter(hall__fair=fair).select_related("hall"), pk=pk)
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
        messages.success(request, _("The room is in %(hall)s now.") % {"hall": moved.hall.name})
        return redirect("organising:arrange-hall", fair.slug, moved.hall.slug)
    return render(request, "organising/arrange_room.html", {**context, "move_form": form}, status=422)


@require_POST
@desk(Right.SET_UP)
def remove_room(request: HttpRequest, fair: Fair, room: int) -> HttpResponse:
    context = room_context(request, fair, room)
    try:
        actions.remove_room(room=context["room"])
    except FairRefused as refusal:
        return render(request, "organising/arrange_room.html", {**context, "refusal": refusal}, status=409)
    messages.success(request, _("The room is removed."))
    return redirect("organising:arrange-hall", fair.slug, context["room"].hall.slug)
