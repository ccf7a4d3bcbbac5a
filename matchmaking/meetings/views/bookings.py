"""One meeting: what it is, and what those who are a party to it may do with it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from matchmaking.accounts.models import User
from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Participant
from matchmaking.meetings import programme
from matchmaking.meetings.access import attendances_of, bookings_editable_by, bookings_open_to, stands_spoken_for_by
from matchmaking.meetings.actions import booking as deeds
from matchmaking.meetings.errors import MeetingRefused, NotOnTheTeam, ThereAlready
from matchmaking.meetings.forms.bookings import CancelForm, MoveForm, PersonForm
from matchmaking.meetings.programme import Meeting, Someone

POSTED = require_http_methods(["GET", "HEAD", "POST"])


def entered(request: HttpRequest, pk: UUID, *, to_change: bool = False) -> tuple[User, Meeting]:
    """The reader, and the meeting as he reads it, if the door is open to him; 404 otherwise."""
    assert isinstance(request.user, User)
    door = bookings_editable_by(request.user) if to_change else bookings_open_to(request.user)
    stands = list(stands_spoken_for_by(request.user).values_list("pk", flat=True))
    found = programme.read(door.filter(pk=pk), request.user, stands)
    if not found:
        raise Http404
    return request.user, found[0]


def posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def show(
    request: HttpRequest,
    template: str,
    meeting: Meeting,
    *,
    form: Form | None = None,
    refusal: MeetingRefused | None = None,
    **more: Any,
) -> HttpResponse:
    """The page about the meeting: 409 if what was asked was refused, 422 if it was not understood."""
    at = timezone.now()
    page = {
        **fair_context(request, meeting.booking.fair),
        "meeting": meeting,
        "booking": meeting.booking,
        "form": form,
        "refusal": refusal,
        "at": at,
        "is_ahead": meeting.booking.is_confirmed and not meeting.booking.is_over(at=at),
        **more,
    }
    is_wrong = form is not None and form.is_bound and not form.is_valid()
    return render(request, f"meetings/{template}.html", page, status=409 if refusal else 422 if is_wrong else 200)


@login_required
@require_safe
@never_cache
def show_booking(request: HttpRequest, pk: UUID) -> HttpResponse:
    """When, where, with whom, why, and what has become of it."""
    user, meeting = entered(request, pk)
    return show(
        request,
        "show_booking",
        meeting,
        day=timezone.localtime(meeting.booking.starts_at).date(),
        steps=programme.steps_of(meeting.booking),
        is_party=bookings_editable_by(user).filter(pk=pk).exists(),
        is_past=meeting.booking.is_confirmed and meeting.booking.is_over(at=timezone.now()),
        minutes=meeting.booking.met_for_minutes,
    )


@login_required
@POSTED
@never_cache
def move_booking(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another time for the same people, among those at which all of them are free."""
    user, meeting = entered(request, pk, to_change=True)
    at, refusal = timezone.now(), None
    form = MoveForm(posted(request), choices=programme.alternatives_of(meeting, at))
    if request.method == "POST" and form.is_valid():
        try:
            deeds.move_booking(booking_id=pk, slot_id=form.cleaned_data["slot"], by=user, at=at)
        except MeetingRefused as refused:
            refusal = refused
        else:
            messages.success(request, _("The meeting is moved. Everybody who is to be there sees the new time."))
            return redirect("meetings:show-booking", pk)
    return show(request, "move_booking", meeting, form=form, refusal=refusal)


@login_required
@POSTED
@never_cache
def cancel_booking(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The facts, room for a reason, and a button."""
    user, meeting = entered(request, pk, to_change=True)
    refusal = None
    form = CancelForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            deeds.cancel_booking(booking_id=pk, by=user, reason=form.cleaned_data["reason"], at=timezone.now())
        except MeetingRefused as refused:
            refusal = refused
        else:
            messages.success(request, _("The meeting is cancelled. Everybody who was to be there is free again."))
            return redirect("meetings:show-booking", pk)
    return show(request, "cancel_booking", meeting, form=form, refusal=refusal)


@login_required
@POSTED
@never_cache
def hand_over(request: HttpRequest, pk: UUID, person: int) -> HttpResponse:
    """A colleague of the same stand takes somebody's place."""
    user, meeting = entered(request, pk, to_change=True)
    someone = seat_of_a_colleague(meeting, person)
    if someone.is_excused:  # handed over already: the second click of two
        return redirect("meetings:show-booking", pk)
    at, refusal = timezone.now(), None
    successors = programme.successors_of(meeting, someone)
    form = PersonForm(posted(request), candidates=successors)
    if request.method == "POST" and form.is_valid():
        to = Participant.objects.filter(fair=meeting.booking.fair, pk=form.cleaned_data["participant"]).first()
        try:
            if to is None:
                raise NotOnTheTeam
            deeds.hand_over(booking_id=pk, from_id=person, to=to, by=user, at=at)
        except MeetingRefused as refused:
            refusal = refused
        else:
            messages.success(request, _("%(name)s takes the meeting.") % {"name": to.user})
            return redirect("meetings:show-booking", pk)
    return show(request, "hand_over", meeting, form=form, refusal=refusal, someone=someone, candidates=successors)


def seat_of_a_colleague(meeting: Meeting, person: int) -> Someone:
    """The place of somebody who is, or was, there for a stand of the reader; 404 otherwise."""
    for each in meeting.people:
        if each.attendance.participant_id == person and each.attendance.stand_id in meeting.stands:
            return each
    raise Http404


@login_required
@POSTED
@never_cache
def add_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A colleague of the reader's stand, or one of the fair's interpreters, comes too."""
    user, meeting = entered(request, pk, to_change=True)
    at, refusal = timezone.now(), None
    helpers = programme.helpers_for(meeting)
    form = PersonForm(posted(request), candidates=helpers)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["participant"]
        try:
            chosen = next((each for each in helpers if each.participant.pk == wanted), None)
            if chosen is None:
                raise ThereAlready if wanted in there(meeting) else NotOnTheTeam
            seat = deeds.Seat(chosen.participant, chosen.role, chosen.stand, must_be_open=chosen.user != user)
            deeds.add_person(booking_id=pk, seat=seat, by=user, at=at)
        except ThereAlready as already:  # the second click of two, or somebody else's
            messages.info(request, str(already))
            return redirect("meetings:show-booking", pk)
        except MeetingRefused as refused:
            refusal = refused
        else:
            messages.success(request, _("%(name)s is at the meeting now.") % {"name": chosen.user})
            return redirect("meetings:show-booking", pk)
    return show(request, "add_person", meeting, form=form, refusal=refusal, candidates=helpers)


def there(meeting: Meeting) -> set[int]:
    return {each.attendance.participant_id for each in meeting.present}


@login_required
@POSTED
@never_cache
def excuse_myself(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The reader need not be there; the others meet without him."""
    assert isinstance(request.user, User)
    place = get_object_or_404(attendances_of(request.user).select_related("booking__fair"), booking=pk)
    if place.excused_at:
        return redirect("meetings:show-agenda", place.booking.fair.slug)
    user, meeting = entered(request, pk)
    refusal = None
    if request.method == "POST":
        try:
            deeds.excuse_person(booking_id=pk, participant_id=place.participant_id, by=user, at=timezone.now())
        except MeetingRefused as refused:
            refusal = refused
        else:
            messages.success(request, _("You are excused. The others meet without you."))
            return redirect("meetings:show-agenda", place.booking.fair.slug)
    return show(request, "excuse_myself", meeting, refusal=refusal)
