"""One meeting of the day, and what the organiser does about it: each deed a POST, each refusal in words."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair, Participant
from matchmaking.fairs.rights import Right
from matchmaking.fairs.views.doors import SignedInRequest
from matchmaking.lobbies.access import meetings_kept_by
from matchmaking.lobbies.actions import lasting
from matchmaking.lobbies.errors import LobbyRefused
from matchmaking.meetings.actions import rooming
from matchmaking.meetings.actions.booking import hand_over
from matchmaking.meetings.actions.rescuing import offer_meeting
from matchmaking.meetings.errors import MeetingRefused, NotFreeTogether
from matchmaking.meetings.models import Booking
from matchmaking.meetings.programme import PARTIES
from matchmaking.organising.actions.writing import write_to_meeting
from matchmaking.organising.errors.day import DeskRefused
from matchmaking.organising.forms.day import ReassignForm, RoomForm, SwapForm, WriteForm
from matchmaking.organising.queries import meeting as reading
from matchmaking.organising.queries import rescuing
from matchmaking.organising.views.doors import desk

Refused = MeetingRefused | LobbyRefused | DeskRefused
REFUSALS = (MeetingRefused, LobbyRefused, DeskRefused)


def kept(request: SignedInRequest, fair: Fair, pk: UUID) -> Booking:
    """The meeting at this address, if the reader keeps its fair's day; 404 otherwise."""
    return get_object_or_404(meetings_kept_by(request.user), fair=fair, pk=pk)


def page(
    request: SignedInRequest, fair: Fair, pk: UUID, *, refusal: Refused | None = None, **typed: Form
) -> HttpResponse:
    """The page of the meeting: 409 if what was asked was refused, 422 if it was not understood."""
    found = reading.read(meetings_kept_by(request.user).filter(fair=fair, pk=pk), request.user, at=timezone.now())
    if found is None:
        raise Http404
    forms: dict[str, Form] = {
        "write_form": WriteForm(found.meeting.present),
        "room_form": RoomForm(found.free_rooms),
        "swap_form": SwapForm(found.others),
        "reassign_form": ReassignForm(found.colleagues),
    }
    status = 409 if refusal else 422 if typed else 200
    facts = {**fair_context(request, fair), "found": found, "booking": found.booking, "refusal": refusal}
    return render(request, "organising/day_meeting.html", {**facts, **forms, **typed}, status=status)


def done(request: SignedInRequest, fair: Fair, words: str, pk: UUID | None = None) -> HttpResponse:
    """Said, and back to where it was pressed."""
    messages.success(request, words)
    back = request.POST.get("back", "")
    if back and url_has_allowed_host_and_scheme(back, None) and urlsplit(back).path.startswith("/"):
        return redirect(back)
    return redirect("organising:show-meeting", fair.slug, pk) if pk else redirect("organising:show-day", fair.slug)


@require_safe
@never_cache
@desk(Right.RUN)
def show_meeting(request: SignedInRequest, fair: Fair, pk: UUID) -> HttpResponse:
    """Who is there and who is not, and everything that can be done about it."""
    return page(request, fair, pk)


@require_POST
@desk(Right.RUN)
def close_room(request: SignedInRequest, fair: Fair, pk: UUID) -> HttpResponse:
    """Everybody there is sent away, and nobody comes in until it is opened again."""
    booking = kept(request, fair, pk)
    lasting.close_lobby(booking_id=booking.pk, by=request.user, at=timezone.now())
    return done(request, fair, _("The room is closed. Everybody who was there has been told."), pk)


@require_POST
@desk(Right.RUN)
def open_room(request: SignedInRequest, fair: Fair, pk: UUID) -> HttpResponse:
    """Those who are expected can come in again."""
    booking = kept(request, fair, pk)
    lasting.let_go_on(booking_id=booking.pk)
    return done(request, fair, _("The room is open again."), pk)


@require_POST
@desk(Right.RUN)
def write(request: SignedInRequest, fair: Fair, pk: UUID) -> HttpResponse:
    """The people of the meeting, or one of them, read it at once."""
    booking = kept(request, fair, pk)
    people = reading.people_of(booking, request.user)
    form = WriteForm(people, request.POST)
    if not form.is_valid():
        return page(request, fair, pk, write_form=form)
    try:
        write_to_meeting(booking=booking, by=request.user, at=timezone.now(), **form.cleaned_data)
    except REFUSALS as refusal:
        return page(request, fair, pk, refusal=refusal, write_form=form)
    return done(request, fair, _("Sent. They read it in the room and in their notices."), pk)


@require_POST
@desk(Right.RUN)
def change_room(request: SignedInRequest, fair: Fair, pk: UUID) -> HttpResponse:
    """The meeting takes place in the room that was chosen, or else in the nearest free one."""
    booking, at = kept(request, fair, pk), timezone.now()
    room = None
    if "room" in request.POST:
        form = RoomForm(reading.free_rooms(booking, at=at), request.POST)
        if not form.is_valid():
            return page(request, fair, pk, room_form=form)
        room = form.cleaned_data["room"]
    try:
        moved = rooming.change_room(booking_id=booking.pk, room_id=room, by=request.user, at=at)
    except REFUSALS as refusal:
        return page(request, fair, pk, refusal=refusal)
    return done(request, fair, _("The meeting is in %(room)s now. Everybody is told.") % {"room": moved.room}, pk)


@require_POST
@desk(Right.RUN)
def swap_rooms(request: SignedInRequest, fair: Fair, pk: UUID) -> HttpResponse:
    """The two meetings swap their rooms, both or neither."""
    booking, at = kept(request, fair, pk), timezone.now()
    form = SwapForm(reading.others_than(booking, at=at), request.POST)
    if not form.is_valid():
        return page(request, fair, pk, swap_form=form)
    try:
        rooming.swap_rooms(booking_id=booking.pk, other_id=form.cleaned_data["other"].pk, by=request.user, at=at)
    except REFUSALS as refusal:
        return page(request, fair, pk, refusal=refusal)
    return done(request, fair, _("The two meetings have swapped their rooms. Everybody is told."), pk)


@require_POST
@desk(Right.RUN)
def reassign(request: SignedInRequest, fair: Fair, pk: UUID) -> HttpResponse:
    """A colleague of the same stand comes in somebody's place."""
    booking, at = kept(request, fair, pk), timezone.now()
    form = ReassignForm(reading.colleagues_for(reading.people_of(booking, request.user)), request.POST)
    if not form.is_valid():
        return page(request, fair, pk, reassign_form=form)
    leaving, coming = form.chosen
    to = Participant.objects.select_related("user").get(pk=coming)
    try:
        hand_over(booking_id=booking.pk, from_id=leaving, to=to, by=request.user, at=at, from_desk=True)
    except REFUSALS as refusal:
        return page(request, fair, pk, refusal=refusal)
    return done(request, fair, _("%(name)s comes instead. Everybody is told.") % {"name": to.user}, pk)


# Rescue ----------------------------------------------------------------


@require_safe
@never_cache
@desk(Right.RUN)
def show_rescue(request: SignedInRequest, fair: Fair, pk: UUID) -> HttpResponse:
    """Whom those who wait could meet instead."""
    return rescue_page(request, fair, pk)


def rescue_page(request: SignedInRequest, fair: Fair, pk: UUID, refusal: Refused | None = None) -> HttpResponse:
    booking, at = kept(request, fair, pk), timezone.now()
    people = [each for each in reading.people_of(booking, request.user) if each.attendance.role in PARTIES]
    here = [each for each in people if reading.is_here(each.attendance)] or people
    chosen = next((each for each in here if str(each.attendance.participant_id) == request.GET.get("for")), here[0])
    party = rescuing.party_of(booking, chosen.attendance.participant_id)
    facts: dict[str, Any] = {
        **fair_context(request, fair),
        "booking": booking,
        "people": here,
        "chosen": chosen,
        "candidates": rescuing.candidates_for(party, at=at) if party else [],
        "refusal": refusal,
    }
    return render(request, "organising/day_rescue.html", facts, status=409 if refusal else 200)


@require_POST
@desk(Right.RUN)
def offer_rescue(request: SignedInRequest, fair: Fair, pk: UUID) -> HttpResponse:
    """The time is offered to whichever of the two has not asked for it yet."""
    booking, at = kept(request, fair, pk), timezone.now()
    party = rescuing.party_of(booking, number(request, "for"))
    found = rescuing.candidates_for(party, at=at) if party else []
    chosen = next((each for each in found if each.party.person.pk == number(request, "who")), None)
    if party is None or chosen is None:
        return rescue_page(request, fair, pk, refusal=NotFreeTogether())
    try:
        entry = offer_meeting(of=party, to=chosen.party, slot=chosen.slot, by=request.user, at=at)
    except REFUSALS as refusal:
        return rescue_page(request, fair, pk, refusal=refusal)
    told = _("The time is offered to %(name)s, who is told at once.") % {"name": entry.waiting.user}
    return done(request, fair, told)


def number(request: SignedInRequest, name: str) -> int:
    """What was posted under this name; a number that is nobody's if it is none."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 18 else 0
