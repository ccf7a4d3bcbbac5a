"""Waiting lists: my places on them, and who waits for me."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matchmaking.accounts.models import User
from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair
from matchmaking.meetings.access import waits_answered_by, waits_of, waits_open_to
from matchmaking.meetings.actions import waiting as deeds
from matchmaking.meetings.errors import MeetingRefused
from matchmaking.meetings.models import MeetingRequest, WaitingListEntry
from matchmaking.meetings.queries.lines import LIVE, places_in

Door = Callable[[User], QuerySet[WaitingListEntry]]


@dataclass(frozen=True)
class Wait:
    """A place on a waiting list as its reader sees it."""

    entry: WaitingListEntry
    is_mine: bool
    place: int | None  # none once it is over

    @property
    def is_offered(self) -> bool:
        """There is an offer, and its time is not over."""
        entry = self.entry
        return entry.status == "offered" and entry.offer_ends_at is not None and entry.offer_ends_at > timezone.now()

    @property
    def books_at_once(self) -> bool:
        """What is taken is booked, and not only asked for."""
        terms = getattr(self.entry.wanted_stand, "terms", None)
        return self.entry.welcomed_at is not None or bool(terms and terms.books_directly)


def seen_by(reader: User, entries: QuerySet[WaitingListEntry]) -> list[Wait]:
    """These places with who is on both sides. Two queries, however many they are."""
    found = list(
        entries.select_related(
            "fair",
            "waiting__user",
            "waiting_stand__company",
            "wanted__user",
            "wanted_stand__company",
            "wanted_stand__terms",
            "host__user",
            "slot",
            "request",
        )
    )
    live = [entry for entry in found if entry.is_live]
    places = places_in(live) if live else {}
    return [Wait(entry, entry.waiting.user_id == reader.pk, places.get(entry.pk)) for entry in found]


def waits_at(reader: User, fair: Fair) -> dict[str, list[Wait]]:
    """What the page of requests says about waiting lists: offers first, then who came first."""
    seen = seen_by(reader, waits_open_to(reader).filter(fair=fair, status__in=LIVE).order_by("offer_ends_at", "since"))
    theirs = sorted((wait for wait in seen if not wait.is_mine), key=lambda wait: wait.entry.since)
    return {"my_waits": [wait for wait in seen if wait.is_mine], "waits_for_me": theirs}


@login_required
@require_safe
def show_wait(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One place on a list: to whoever has it, and to whom he waits for."""
    return _show(request, pk)


def _show(request: HttpRequest, pk: UUID, refusal: MeetingRefused | None = None) -> HttpResponse:
    assert isinstance(request.user, User)
    found = seen_by(request.user, waits_open_to(request.user).filter(pk=pk))
    if not found:
        raise Http404
    wait = found[0]
    page = {**fair_context(request, wait.entry.fair), "wait": wait, "entry": wait.entry, "refusal": refusal}
    return render(request, "meetings/wait.html", page, status=409 if refusal else 200)


def _doing(door: Door) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A deed of whoever the door is open to. A refusal is said on the page of the place, with what is true now."""

    def decorate(act: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @login_required
        @require_POST
        def view(request: HttpRequest, pk: UUID) -> HttpResponse:
            assert isinstance(request.user, User)
            entry = get_object_or_404(door(request.user).select_related("fair"), pk=pk)
            try:
                return act(request, entry)
            except MeetingRefused as refusal:
                return _show(request, pk, refusal)

        return view

    return decorate


@_doing(waits_of)
def take(request: HttpRequest, entry: WaitingListEntry) -> HttpResponse:
    """The slot that is offered is mine, or I have asked for it."""
    sent = deeds.take_offer(entry_id=entry.pk, at=timezone.now())
    if sent.status == MeetingRequest.Status.ACCEPTED:
        messages.success(request, _("The meeting is booked."))
    else:
        messages.success(request, _("Your request is sent. Until it is answered your times stay free."))
    return redirect("meetings:show-request", sent.pk)


@_doing(waits_of)
def pass_on(request: HttpRequest, entry: WaitingListEntry) -> HttpResponse:
    deeds.pass_on_offer(entry_id=entry.pk, at=timezone.now())
    messages.success(request, _("The time goes to the next one. You keep your place for others."))
    return redirect("meetings:show-wait", entry.pk)


@_doing(waits_of)
def leave(request: HttpRequest, entry: WaitingListEntry) -> HttpResponse:
    deeds.leave_list(entry_id=entry.pk)
    messages.success(request, _("You are not on the waiting list any more."))
    return redirect("meetings:list-requests", entry.fair.slug)


@_doing(waits_answered_by)
def welcome(request: HttpRequest, entry: WaitingListEntry) -> HttpResponse:
    deeds.welcome(entry_id=entry.pk, at=timezone.now())
    messages.success(request, _("Welcome said: the time that is taken will be a meeting at once."))
    return redirect("meetings:show-wait", entry.pk)


@_doing(waits_answered_by)
def decline(request: HttpRequest, entry: WaitingListEntry) -> HttpResponse:
    deeds.decline_wait(entry_id=entry.pk)
    messages.success(request, _("The other side is told, kindly."))
    return redirect("meetings:list-requests", entry.fair.slug)
