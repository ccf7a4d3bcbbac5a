"""My times: which slots of the fair are open for others to ask for, and when I am busy elsewhere."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from matchmaking.accounts.models import User
from matchmaking.fairs.access import FairContext, fair_page
from matchmaking.fairs.models import MeetingSlot, Participant
from matchmaking.meetings import queries, rules
from matchmaking.meetings.actions import agendas as acting
from matchmaking.meetings.errors import MeetingRefused
from matchmaking.meetings.forms.asking import say_refusal
from matchmaking.meetings.forms.availability import BusyForm, WishesForm
from matchmaking.meetings.models import Agenda, BusyTime
from matchmaking.meetings.views.asking import takes_part, uuids
from matchmaking.meetings.views.calendars import own_calendar


@dataclass(frozen=True)
class Cell:
    """One slot of the fair on my page."""

    slot: MeetingSlot
    diary: rules.Diary
    fair_zone: ZoneInfo

    @property
    def span(self) -> rules.Span:
        return self.slot.starts_at, self.slot.ends_at

    @property
    def here(self) -> datetime:
        return self.slot.starts_at.astimezone(self.diary.zone)

    @property
    def there(self) -> datetime:
        """By the clock of the fair."""
        return self.slot.starts_at.astimezone(self.fair_zone)

    @property
    def state(self) -> str:
        """booked, busy, open or closed."""
        if any(rules.overlaps(self.span, meeting) for meeting in self.diary.meetings):
            return "booked"
        if any(rules.overlaps(self.span, stretch) for stretch in self.diary.busy):
            return "busy"
        return "open" if self.slot.pk in self.diary.opened else "closed"

    @property
    def is_mine_to_say(self) -> bool:
        return self.state != "booked"

    @property
    def is_opened(self) -> bool:
        return self.slot.pk in self.diary.opened

    @property
    def is_at_night(self) -> bool:
        return rules.discomfort(self.diary, self.slot) >= rules.AT_NIGHT


@dataclass(frozen=True)
class Day:
    """One day by my calendar. `rest` says why it is none for work, if so."""

    day: date
    cells: list[Cell]
    is_rest: bool

    @property
    def opened(self) -> int:
        return sum(cell.state == "open" for cell in self.cells)


def days_of(slots: list[MeetingSlot], diary: rules.Diary, fair_zone: ZoneInfo) -> Iterator[Day]:
    cells = [Cell(slot, diary, fair_zone) for slot in slots]
    for day, of_day in groupby(cells, key=lambda cell: cell.here.date()):
        yield Day(day, list(of_day), is_rest=not rules.is_working_day(day, diary.country))


def mine(request: HttpRequest, here: FairContext) -> Participant:
    """The reader's registration at the fair, in which he takes part."""
    me = here["participant"]
    assert me is not None
    assert isinstance(request.user, User)
    me.user, me.fair = request.user, here["fair"]
    return me


def page_of(here: FairContext, me: Participant) -> dict[str, Any]:
    """Everything that the page shows; forms as stored, a view puts the one that was typed in its place."""
    at = timezone.now()
    slots = list(here["fair"].slots.filter(starts_at__gt=at).order_by("starts_at"))
    since = slots[0].starts_at if slots else at
    until = slots[-1].ends_at + timedelta(seconds=1) if slots else at
    diary = queries.diaries([me], here["fair"], since=since, until=until)[me.pk]
    agenda = Agenda.objects.get(participant=me)
    days = list(days_of(slots, diary, here["fair"].zone))
    return {
        **here,
        **own_calendar(me.user, here["fair"], at),
        "agenda": agenda,
        "days": days,
        "seen": [str(cell.slot.pk) for day in days for cell in day.cells if cell.is_mine_to_say and cell.is_opened],
        "wishes_form": WishesForm(agenda=agenda),
        "busy_form": BusyForm(zone=agenda.zone),
        "busy": BusyTime.objects.filter(user=me.user, ends_at__gt=at, source=BusyTime.Source.OWN)[: acting.MOST_BUSY],
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
        return render(request, "meetings/availability.html", page_of(here, me))
    seen, ticked = set(uuids(request.POST.get("seen", "").split())), set(uuids(request.POST.getlist("slot")))
    opened, closed = ticked - seen, seen - ticked
    whole, _colon, day = request.POST.get("do", "").partition(":")
    if whole in ("open", "close"):
        of_day = slots_of(here, me, day)
        opened, closed = (of_day, set()) if whole == "open" else (set(), of_day)
    try:
        acting.change_openings(participant=me, opened=opened, closed=closed, at=at)
    except MeetingRefused as refusal:
        page = {**page_of(here, me), "refusal": refusal}
        return render(request, "meetings/availability.html", page, status=409)
    if request.htmx:  # type: ignore[attr-defined]  # by django-htmx
        return render(request, "meetings/_openings.html", {**page_of(here, me), "is_saved": True})
    messages.success(request, _("Your times are saved."))
    return redirect("meetings:edit-availability", here["fair"].slug)


def slots_of(here: FairContext, me: Participant, day: str) -> set[UUID]:
    """The slots to come of a day by the clock of my agenda; none of a day that is none."""
    zone = Agenda.objects.get(participant=me).zone
    coming = here["fair"].slots.filter(starts_at__gt=timezone.now())
    return {slot.pk for slot in coming if slot.starts_at.astimezone(zone).date().isoformat() == day}


def _changing(act: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A deed on my own times."""

    @login_required
    @require_POST
    def view(request: HttpRequest, fair: str, **kwargs: Any) -> HttpResponse:
        here = fair_page(request, fair)
        if not takes_part(here):
            raise Http404
        me = mine(request, here)
        acting.lay_out_agendas(participants=[me], at=timezone.now())
        return act(request, here, me, **kwargs)

    return view


@_changing
def lay_out_anew(request: HttpRequest, here: FairContext, me: Participant) -> HttpResponse:
    """Exactly my working hours are open."""
    acting.lay_out_anew(participant=me, at=timezone.now())
    messages.success(request, _("Your working hours are open, and nothing else."))
    return redirect("meetings:edit-availability", here["fair"].slug)


@_changing
def change_agenda(request: HttpRequest, here: FairContext, me: Participant) -> HttpResponse:
    form, status = WishesForm(request.POST, agenda=Agenda.objects.get(participant=me)), 422
    if form.is_valid():
        try:
            acting.change_agenda(participant=me, wishes=form.wishes, at=timezone.now())
        except MeetingRefused as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("meetings:edit-availability", here["fair"].slug)
    return render(request, "meetings/availability.html", {**page_of(here, me), "wishes_form": form}, status=status)


@_changing
def add_busy_time(request: HttpRequest, here: FairContext, me: Participant) -> HttpResponse:
    form, status = BusyForm(request.POST, zone=Agenda.objects.get(participant=me).zone), 422
    if form.is_valid():
        try:
            acting.add_busy_time(user=me.user, **form.cleaned_data)
        except MeetingRefused as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("Nobody can ask for these hours."))
            return redirect("meetings:edit-availability", here["fair"].slug)
    return render(request, "meetings/availability.html", {**page_of(here, me), "busy_form": form}, status=status)


@_changing
def remove_busy_time(request: HttpRequest, here: FairContext, me: Participant, *, pk: int) -> HttpResponse:
    acting.remove_busy_time(user=me.user, busy_id=pk)
    messages.success(request, _("These hours are free again."))
    return redirect("meetings:edit-availability", here["fair"].slug)
