"""The board of halls and rooms: what is done with several rooms at once, and the order of the halls."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.actions import halls as actions
from matchmaking.fairs.errors import FairRefused
from matchmaking.fairs.forms import put_at_field
from matchmaking.fairs.models import Fair, Room
from matchmaking.fairs.rights import Right
from matchmaking.meetings.queries import rooms as booked
from matchmaking.organising.board import columns_of, told_of
from matchmaking.organising.forms.ground import BoardRoomsForm, NewHallForm, TickedForm
from matchmaking.organising.views.doors import desk

MOST_SHOWN = 40


def board_context(request: HttpRequest, fair: Fair) -> dict[str, Any]:
    """The board as it is, with what was ticked still ticked, and both forms beside it."""
    columns = columns_of(fair, at=timezone.now())
    ticked = request.POST.getlist("room") if request.method == "POST" else request.GET.getlist("room")
    return {
        **fair_context(request, fair),
        "columns": columns,
        "ticked": {int(pk) for pk in ticked if pk.isdigit()},
        "room_count": sum(len(column.rooms) for column in columns),
        "form": NewHallForm(),
        "rooms_form": BoardRoomsForm(halls=[column.hall for column in columns]),
    }


def render_board(request: HttpRequest, fair: Fair, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page, or, for whoever only wants to see what has changed, the board by itself."""
    is_htmx = bool(request.htmx)  # type: ignore[attr-defined]  # by django-htmx
    template = "organising/_board.html" if is_htmx else "organising/arrange_halls.html"
    return render(request, template, {**board_context(request, fair), **more}, status=status)


def done(request: HttpRequest, fair: Fair, words: str) -> HttpResponse:
    """The board as it is now says so; a page that is loaded anew says it on its top."""
    if request.htmx:  # type: ignore[attr-defined]  # by django-htmx
        return render_board(request, fair, told=words, ticked=set())
    messages.success(request, words)
    return redirect("organising:arrange-halls", fair.slug)


@require_safe
@desk(Right.SET_UP)
def arrange_halls(request: HttpRequest, fair: Fair) -> HttpResponse:
    return render_board(request, fair)


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
            messages.success(request, _("%(hall)s is added. Now give it rooms.") % {"hall": hall.name})
            return redirect("organising:arrange-halls", fair.slug)
    return render_board(request, fair, form=form, status=422)


@require_POST
@desk(Right.SET_UP)
def add_rooms_at_once(request: HttpRequest, fair: Fair) -> HttpResponse:
    """A hundred at most, all or none."""
    form = BoardRoomsForm(request.POST, halls=list(fair.halls.all()))
    if form.is_valid():
        facts = form.cleaned_data
        try:
            rooms = actions.add_rooms(hall=facts["hall"], names=form.names, kind=facts["kind"], seats=facts["seats"])
        except FairRefused as refusal:
            put_at_field(form, refusal)
        else:
            words = ngettext("%(n)d room is added.", "%(n)d rooms are added.", len(rooms))
            messages.success(request, words % {"n": len(rooms)})
            return redirect("organising:arrange-halls", fair.slug)
    return render_board(request, fair, rooms_form=form, status=422)


@require_POST
@desk(Right.SET_UP)
def order_hall(request: HttpRequest, fair: Fair, hall: str) -> HttpResponse:
    """One place further on, or back."""
    found = get_object_or_404(fair.halls, slug=hall)
    steps = -1 if request.POST.get("to") == "back" else 1
    actions.order_hall(hall=found, steps=steps)
    place = [each.pk for each in fair.halls.order_by("position")].index(found.pk) + 1
    return done(request, fair, _("%(hall)s is in place %(place)d now.") % {"hall": found.name, "place": place})


# What is done with the rooms that are ticked ----------------------------------------------------------------


@require_POST
@desk(Right.SET_UP)
def move_rooms(request: HttpRequest, fair: Fair) -> HttpResponse:
    form = TickedForm(request.POST, fair=fair, needs="hall")
    if not form.is_valid():
        return render_board(request, fair, fault=form.fault, status=422)
    hall = form.cleaned_data["hall"]
    try:
        moved = actions.move_rooms(rooms=form.rooms, hall=hall)
    except FairRefused as refusal:
        return render_board(request, fair, fault=str(refusal.message), status=409)
    words = ngettext("%(rooms)s is in %(hall)s now.", "%(n)d rooms are in %(hall)s now.", len(moved) or 1)
    told = words % {"rooms": named(moved or form.rooms), "n": len(moved), "hall": hall.name}
    return done(request, fair, f"{told} {told_of(moved, at=timezone.now())}".strip())


@require_POST
@desk(Right.SET_UP)
def seat_rooms(request: HttpRequest, fair: Fair) -> HttpResponse:
    form = TickedForm(request.POST, fair=fair, needs="seats")
    if not form.is_valid():
        return render_board(request, fair, fault=form.fault, status=422)
    rooms = actions.seat_rooms(rooms=form.rooms, seats=form.cleaned_data["seats"])
    words = ngettext("%(rooms)s has %(seats)d seats now.", "%(n)d rooms have %(seats)d seats each now.", len(rooms))
    facts = {"rooms": named(rooms), "n": len(rooms), "seats": form.cleaned_data["seats"]}
    return done(request, fair, words % facts)


@require_POST
@desk(Right.SET_UP)
def remove_rooms(request: HttpRequest, fair: Fair) -> HttpResponse:
    """All or none: what is booked there is said."""
    form = TickedForm(request.POST, fair=fair)
    if not form.is_valid():
        return render_board(request, fair, fault=form.fault, status=422)
    try:
        number = actions.remove_rooms(rooms=form.rooms)
    except FairRefused as refusal:
        standing = booked.meetings_in_rooms(form.rooms)
        facts = {"booked": booked.with_people(standing)[:MOST_SHOWN], "rest": max(standing.count() - MOST_SHOWN, 0)}
        return render_board(request, fair, fault=str(refusal.message), **facts, status=409)
    words = ngettext("%(rooms)s is removed.", "%(n)d rooms are removed.", number)
    return done(request, fair, words % {"rooms": named(form.rooms), "n": number})


def named(rooms: list[Room]) -> str:
    return ", ".join(room.name for room in rooms)
