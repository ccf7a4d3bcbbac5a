"""My times: which slots of the fair are open for others to ask for, and when I am busy elsewhere."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from matchmaking.fairs.access import FairContext, fair_page
from matchmaking.fairs.models import MeetingSlot, Participant
from matchmaking.meetings import queries
from matchmaking.meetings.actions import agendas as acting
from matchmaking.meetings.errors import MeetingRefused
from matchmaking.meetings.forms.asking import say_refusal
from matchmaking.meetings.forms.availability import BusyForm, WishesForm
from matchmaking.meetings.models import Agenda, BusyTime
from matchmaking.meetings.openings import WORK, times_of
from matchmaking.meetings.views.asking import mine, takes_part
from matchmaking.meetings.views.calendars import own_calendar
from matchmaking.meetings.views.choosing import uuids


def page_of(
    here: FairContext, me: Participant, *, at: datetime, ticked: Collection[UUID] | None = None
) -> dict[str, Any]:
    """Everything that the page shows; forms as stored, a view puts the one that was typed in its place."""
    times = times_of(me, at=at, ticked=ticked)
    return {
        **here,
        **own_calendar(me.user, here["fair"], at),
        "times": times,
        "agenda": times.agenda,
        "stretch": WORK,
        "wishes_form": WishesForm(agenda=times.agenda),
        "busy_form": BusyForm(zone=times.agenda.zone),
        "busy": [stretch for stretch in times.busy if stretch.source == BusyTime.Source.OWN],
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_availability(request: HttpRequest, fair: str) -> HttpResponse:
    """All slots of the fair with boxes. What is sent changes only what differs from what was shown."""
    here = fair_page(request, fair)
    if not takes_part(here):
        return render(request, "meetings/not_yet.html", {**here}, status=409)
    me, at = mine(request, here), timezone.now()
    acting.lay_out_agendas(participants=[me], at=at)
    if request.method != "POST":
        return render(request, "meetings/availability.html", page_of(here, me, at=at))
    ticked, opened, closed = _wanted(request, me, at)
    try:
        kept = acting.change_openings(participant=me, opened=opened, closed=closed, at=at)
    except MeetingRefused as refusal:
        page = {**page_of(here, me, at=at, ticked=ticked), "refusal": refusal}
        return _answer(request, page, status=409)
    messages.success(request, _("Your times are saved."))
    _say_kept(request, kept)
    if request.htmx:  # type: ignore[attr-defined]  # by django-htmx
        return _answer(request, {**page_of(here, me, at=at), "stretch": request.POST.get("stretch", WORK)})
    return redirect("meetings:edit-availability", here["fair"].slug)


def _wanted(request: HttpRequest, me: Participant, at: datetime) -> tuple[set[UUID], set[UUID], set[UUID]]:
    """What is ticked, and what of it is to be opened and closed: it differs from what was seen, or lies in the stretch
    of which the button speaks. A button without a stretch means the one that is chosen beside it."""
    seen, ticked = set(uuids(request.POST.get("seen", "").split())), set(uuids(request.POST.getlist("slot")))
    opened, closed = ticked - seen, seen - ticked
    verb, _colon, stretch = request.POST.get("do", "").partition(":")
    if verb in ("open", "close"):
        among = times_of(me, at=at).within(stretch or request.POST.get("stretch", ""))
        opened, closed = (opened | among, closed - among) if verb == "open" else (opened - among, closed | among)
    return ticked, opened, closed


def _answer(request: HttpRequest, page: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """The form alone in its place, or the whole page."""
    template = "meetings/_openings_swap.html" if request.htmx else "meetings/availability.html"  # type: ignore[attr-defined]
    return render(request, template, page, status=status)


def _say_kept(request: HttpRequest, kept: Collection[MeetingSlot]) -> None:
    if kept:
        words = ngettext(
            "%(number)d time stays open: you meet somebody then.",
            "%(number)d times stay open: you meet somebody then.",
            len(kept),
        )
        messages.info(request, words % {"number": len(kept)})


def _changing(act: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A deed on my own times."""

    @login_required
    @require_POST
    def view(request: HttpRequest, fair: str, **kwargs: Any) -> HttpResponse:
        here = fair_page(request, fair)
        if not takes_part(here):
            raise Http404
        me, at = mine(request, here), timezone.now()
        acting.lay_out_agendas(participants=[me], at=at)
        return act(request, here, me, at, **kwargs)

    return view


@_changing
def lay_out_anew(request: HttpRequest, here: FairContext, me: Participant, at: datetime) -> HttpResponse:
    """Exactly my working hours are open, and what is booked."""
    kept = acting.lay_out_anew(participant=me, at=at)
    messages.success(request, _("Your working hours are open, and nothing else."))
    _say_kept(request, kept)
    return redirect("meetings:edit-availability", here["fair"].slug)


@_changing
def change_agenda(request: HttpRequest, here: FairContext, me: Participant, at: datetime) -> HttpResponse:
    form = WishesForm(request.POST, agenda=Agenda.objects.select_related("participant").get(participant=me))
    if form.is_valid():
        try:
            acting.change_agenda(participant=me, wishes=form.wishes, at=at)
        except MeetingRefused as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("meetings:edit-availability", here["fair"].slug)
    page = {**page_of(here, me, at=at), "wishes_form": form}
    return render(request, "meetings/availability.html", page, status=422)


@_changing
def add_busy_time(request: HttpRequest, here: FairContext, me: Participant, at: datetime) -> HttpResponse:
    form = BusyForm(request.POST, zone=Agenda.objects.get(participant=me).zone)
    if form.is_valid():
        try:
            busy = acting.add_busy_time(user=me.user, **form.cleaned_data, at=at)
        except MeetingRefused as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("Nobody can ask for these hours."))
            _say_met(request, busy)
            return redirect("meetings:edit-availability", here["fair"].slug)
    page = {**page_of(here, me, at=at), "busy_form": form}
    return render(request, "meetings/availability.html", page, status=422)


def _say_met(request: HttpRequest, busy: BusyTime) -> None:
    """Meetings stand, whatever else one is busy with."""
    there = queries.live_attendances().filter(user=busy.user_id, starts_at__lt=busy.ends_at, ends_at__gt=busy.starts_at)
    number = there.count()
    if number:
        words = ngettext(
            "You have %(number)d meeting in these hours. It stands until you move or cancel it.",
            "You have %(number)d meetings in these hours. They stand until you move or cancel them.",
            number,
        )
        messages.warning(request, words % {"number": number})


@_changing
def remove_busy_time(
    request: HttpRequest, here: FairContext, me: Participant, at: datetime, *, pk: int
) -> HttpResponse:
    acting.remove_busy_time(user=me.user, busy_id=pk)
    messages.success(request, _("These hours are free again."))
    return redirect("meetings:edit-availability", here["fair"].slug)
