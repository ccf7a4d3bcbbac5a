"""One's own calendar (Google, Outlook …): where it is, and how reading it goes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from matchmaking.accounts.models import User
from matchmaking.fairs.access import FairContext, fair_page
from matchmaking.fairs.models import Fair
from matchmaking.meetings.access import calendars_of
from matchmaking.meetings.actions import calendars as acting
from matchmaking.meetings.errors import MeetingRefused
from matchmaking.meetings.forms.asking import say_refusal
from matchmaking.meetings.forms.calendars import CalendarForm
from matchmaking.meetings.models import OwnCalendar
from matchmaking.meetings.queries import stretches_closing
from matchmaking.meetings.views.asking import takes_part

WATCHED = timedelta(minutes=2)  # so long an open page asks how far it is


def own_calendar(user: User, fair: Fair, at: datetime) -> dict[str, Any]:
    """What meetings/_own_calendar.html needs beside the fair."""
    calendar = calendars_of(user).first()
    return {
        "calendar": calendar,
        "calendar_form": CalendarForm(),
        "calendar_closes": stretches_closing(user, fair, at).count() if calendar else 0,
        "is_watched": is_watched(calendar, at),
    }


def is_watched(calendar: OwnCalendar | None, at: datetime) -> bool:
    """It is being read, and whoever looks at the page may wait for that."""
    return calendar is not None and calendar.is_being_read and calendar.wanted_at > at - WATCHED


@login_required
@require_safe
@never_cache
def show_calendar(request: HttpRequest, fair: str) -> HttpResponse:
    """How reading goes: on a page of its own, or for an open one that asks again until there is something new."""
    here = fair_page(request, fair)
    if not takes_part(here):
        return render(request, "meetings/not_yet.html", {**here}, status=409)
    if request.htmx and is_watched(calendars_of(request.user).first(), timezone.now()):  # type: ignore[attr-defined]
        return HttpResponse(status=204)
    return _shown(request, here)


def _changing(act: Callable[[HttpRequest, FairContext, User], HttpResponse]) -> Callable[..., HttpResponse]:
    """A deed on my own calendar, from a fair in which I take part."""

    @sensitive_post_parameters()  # no report of an error says the address
    @login_required
    @require_POST
    def view(request: HttpRequest, fair: str) -> HttpResponse:
        here = fair_page(request, fair)
        if not takes_part(here):
            raise Http404
        assert isinstance(request.user, User)
        return act(request, here, request.user)

    return view


@_changing
def enter_calendar(request: HttpRequest, here: FairContext, me: User) -> HttpResponse:
    form, status = CalendarForm(request.POST), 422
    if form.is_valid():
        try:
            acting.enter_calendar(user=me, address=form.cleaned_data["address"], at=timezone.now())
        except MeetingRefused as refusal:
            say_refusal(form, refusal)
            status = 409
        else:
            return _done(request, here, _("Your calendar is being read."))
    return _shown(request, here, status=status, calendar_form=form)


@_changing
def read_calendar(request: HttpRequest, here: FairContext, me: User) -> HttpResponse:
    """At once, not only when it is its turn."""
    get_object_or_404(calendars_of(me))
    try:
        acting.want_calendar_read(user=me, at=timezone.now())
    except MeetingRefused as refusal:
        return _shown(request, here, status=409, calendar_refusal=refusal)
    return _done(request, here, _("Your calendar is being read."))


@_changing
def remove_calendar(request: HttpRequest, here: FairContext, me: User) -> HttpResponse:
    acting.remove_calendar(user=me, at=timezone.now())
    return _done(request, here, _("Your calendar is forgotten, and the times that it closed are open again."))


def _shown(request: HttpRequest, here: FairContext, *, status: int = 200, **more: Any) -> HttpResponse:
    assert isinstance(request.user, User)
    template = "meetings/_own_calendar.html" if request.htmx else "meetings/own_calendar.html"  # type: ignore[attr-defined]  # by django-htmx
    page = {**here, **own_calendar(request.user, here["fair"], timezone.now()), **more}
    return render(request, template, page, status=status)


def _done(request: HttpRequest, here: FairContext, words: str) -> HttpResponse:
    """The piece of the page as it is now; without JavaScript the whole page, which says it."""
    if request.htmx:  # type: ignore[attr-defined]  # by django-htmx
        return _shown(request, here)
    messages.success(request, words)
    return redirect("meetings:edit-availability", here["fair"].slug)
