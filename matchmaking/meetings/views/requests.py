"""Requests that have come or were sent: looked at, and answered."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matchmaking.accounts.models import User
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.access import fair_context, fair_page
from matchmaking.fairs.models import Participant
from matchmaking.meetings.access import requests_open_to, stands_spoken_for_by
from matchmaking.meetings.actions import answering, requesting
from matchmaking.meetings.actions.agendas import lay_out_agendas
from matchmaking.meetings.choosing import Board, board_of
from matchmaking.meetings.errors import MeetingRefused, NoSlot
from matchmaking.meetings.forms.asking import AskForm, ReasonForm, say_refusal
from matchmaking.meetings.models import MeetingRequest
from matchmaking.meetings.queries import team_of, with_sides
from matchmaking.meetings.views.asking import takes_part
from matchmaking.meetings.views.choosing import chosen_slots, is_looking, show_times
from matchmaking.meetings.views.waiting import waits_at

PAGE = 20
Turn, Status = MeetingRequest.Turn, MeetingRequest.Status


@dataclass
class Desk:
    """A request as its reader sees it: from which side, and what he may do about it."""

    request: MeetingRequest
    reader: User
    stands: list[Exhibitor]  # for which the reader speaks

    @property
    def is_sender(self) -> bool:
        return self.request.sender.user_id == self.reader.pk or self.request.sender_stand in self.stands

    @property
    def is_open(self) -> bool:
        return self.request.is_open(at=timezone.now())

    @property
    def is_my_turn(self) -> bool:
        return self.is_open and (self.request.turn == Turn.SENDER) == self.is_sender

    @cached_property
    def me(self) -> Participant:
        """The reader's own registration: his clock is the first one."""
        return Participant.objects.select_related("user").get(fair=self.request.fair_id, user=self.reader)

    @cached_property
    def team(self) -> list[Participant]:
        """Who of the asked side could come."""
        if self.request.recipient and self.request.recipient_stand is None:
            return [self.request.recipient]
        return team_of(self.request.recipient_stand) if self.request.recipient_stand else []

    @property
    def others(self) -> list[Participant]:
        """Whom the reader would meet."""
        if not self.is_sender:
            return [self.request.sender]
        return [self.request.recipient] if self.request.recipient else self.team

    def board(self, *, among: list[UUID] | None = None) -> Board | None:
        """The times for both, all or those that are asked for; none if nobody is left on the other side."""
        stands = [stand for stand in (self.request.recipient_stand, self.request.sender_stand) if stand]
        if not self.others:
            return None
        lay_out_agendas(participants=[self.me, *self.others], at=timezone.now())
        return board_of(self.request.fair, [self.me], self.others, stands=stands, among=among, at=timezone.now())


def desk_of(request: HttpRequest, pk: UUID) -> Desk:
    """The request at this address, if it is one of the reader's; 404 otherwise."""
    assert isinstance(request.user, User)
    found = get_object_or_404(with_sides(requests_open_to(request.user)), pk=pk)
    stands = list(stands_spoken_for_by(request.user).filter(fair=found.fair_id))
    return Desk(found, request.user, stands)


@login_required
@require_safe
def list_requests(request: HttpRequest, fair: str) -> HttpResponse:
    """What waits for the reader's answer, what waits for others', and what is over."""
    here = fair_page(request, fair)
    if not takes_part(here):
        return render(request, "meetings/not_yet.html", {**here}, status=409)
    assert isinstance(request.user, User)
    stands = list(stands_spoken_for_by(request.user).filter(fair=here["fair"]))
    mine = with_sides(requests_open_to(request.user).filter(fair=here["fair"]))
    is_open = Q(status=Status.OPEN, expires_at__gt=timezone.now())
    open_ones = [Desk(found, request.user, stands) for found in mine.filter(is_open).order_by("expires_at")]
    page = Paginator(mine.exclude(is_open).order_by("-sent_at", "pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        **here,
        "waiting_for_me": [desk for desk in open_ones if desk.is_my_turn],
        "waiting_for_others": [desk for desk in open_ones if not desk.is_my_turn],
        "page": page,
        "over": [Desk(found, request.user, stands) for found in page.object_list],
        **waits_at(request.user, here["fair"]),
    }
    return render(request, "meetings/requests.html", context)


@login_required
@require_safe
def show_request(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _show(request, desk_of(request, pk))


def _show(request: HttpRequest, desk: Desk, refusal: MeetingRefused | None = None) -> HttpResponse:
    wishes = [wish.slot_id for wish in desk.request.wishes.all()]
    board = desk.board(among=wishes) if desk.is_open else None
    choices = {choice.slot.pk: choice for choice in board.choices} if board else {}
    shown = [choices[pk] for pk in wishes if pk in choices]
    context = {
        **fair_context(request, desk.request.fair),
        "desk": desk,
        "wanted": desk.request,
        "board": board,
        "wishes": shown,
        "free_wishes": [choice for choice in shown if choice.is_free],
        "refusal": refusal,
    }
    alone = request.headers.get("HX-Target") == "wishes"
    return render(
        request, "meetings/_wishes.html" if alone else "meetings/request.html", context, status=409 if refusal else 200
    )


def _answering(act: Callable[[HttpRequest, Desk], HttpResponse]) -> Callable[..., HttpResponse]:
    """A deed of the side whose turn it is. A refusal is said on the request's page, with what is true now."""

    @login_required
    @require_POST
    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        desk = desk_of(request, pk)
        try:
            return act(request, desk)
        except MeetingRefused as refusal:
            return _show(request, desk_of(request, pk), refusal)

    return view


@_answering
def accept(request: HttpRequest, desk: Desk) -> HttpResponse:
    """One of the times is booked."""
    try:
        slot = UUID(request.POST.get("slot", ""))
    except ValueError:
        messages.error(request, _("Choose one of the times."))
        return redirect("meetings:show-request", desk.request.pk)
    hosts = {str(person.pk): person for person in desk.team}
    host = hosts.get(request.POST.get("host", "")) or next(
        (person for person in desk.team if person.user_id == desk.reader.pk), None
    )
    booking = answering.accept_request(
        request_id=desk.request.pk,
        slot_id=slot,
        by=desk.reader,
        as_sender=desk.is_sender,
        host=host,
        at=timezone.now(),
    )
    messages.success(request, _("The meeting is booked."))
    return redirect("meetings:show-booking", booking.pk)


@_answering
def decline(request: HttpRequest, desk: Desk) -> HttpResponse:
    """No, with a few words if there are any."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors["reason"]))
        return redirect("meetings:show-request", desk.request.pk)
    answering.decline_request(
        request_id=desk.request.pk,
        by=desk.reader,
        as_sender=desk.is_sender,
        reason=form.cleaned_data["reason"],
        at=timezone.now(),
    )
    messages.success(request, _("The other side is told, kindly."))
    return redirect("meetings:list-requests", desk.request.fair.slug)


@_answering
def withdraw(request: HttpRequest, desk: Desk) -> HttpResponse:
    if not desk.is_sender:
        raise Http404
    requesting.withdraw_request(request_id=desk.request.pk, by=desk.reader, at=timezone.now())
    messages.success(request, _("The request is withdrawn."))
    return redirect("meetings:list-requests", desk.request.fair.slug)


@_answering
def assign(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A colleague takes the request over, or the whole team again."""
    if desk.is_sender:
        raise Http404
    to = {str(person.pk): person for person in desk.team}.get(request.POST.get("to", ""))
    answering.assign_request(request_id=desk.request.pk, to=to, at=timezone.now())
    messages.success(request, _("The team is told who answers."))
    return redirect("meetings:show-request", desk.request.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Other times instead, by the side whose turn it is."""
    desk = desk_of(request, pk)
    form = ReasonForm(request.POST or None)

    def act(slots: list[UUID], version: int) -> None:
        answering.propose_slots(
            request_id=pk,
            version=version,
            slots=slots,
            as_sender=desk.is_sender,
            host=desk.me,
            message=form.cleaned_data["reason"],
            at=timezone.now(),
        )
        messages.success(request, _("The other side is asked about these times."))

    return _times(request, desk, form, act, title=_("Propose other times"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Other times or other words, by whoever has asked."""
    desk = desk_of(request, pk)
    if not desk.is_sender:
        raise Http404
    said = {"message": desk.request.message, "language": desk.request.language}
    form = AskForm(request.POST or None, initial=said)

    def act(slots: list[UUID], version: int) -> None:
        wish = requesting.Wish(slots, form.cleaned_data["message"], form.cleaned_data["language"])
        requesting.change_request(request_id=pk, version=version, wish=wish, at=timezone.now())
        messages.success(request, _("The request is changed."))

    return _times(request, desk, form, act, title=_("Change the request"))


def _times(
    request: HttpRequest,
    desk: Desk,
    form: AskForm | ReasonForm,
    act: Callable[[list[UUID], int], None],
    *,
    title: str,
) -> HttpResponse:
    """A page with all times for both sides and a few words; a refusal leaves what was typed where it is."""
    board, status = desk.board(), 200
    chosen = [wish.slot_id for wish in desk.request.wishes.all()] if desk.is_sender else []
    if request.method == "POST" and board:
        chosen = chosen_slots(request.POST, board)
    if request.method == "POST" and board and not is_looking(request):
        status, version = 422, request.POST.get("version", "")
        if form.is_valid():
            try:
                act(chosen, int(version) if version.isdecimal() else 0)
            except MeetingRefused as refusal:
                say_refusal(form, refusal)
                board, status = desk.board(), 422 if isinstance(refusal, NoSlot) else 409
            else:
                return redirect("meetings:show-request", desk.request.pk)
    here = fair_context(request, desk.request.fair)
    page: dict[str, Any] = {**here, "desk": desk, "wanted": desk.request, "title": title, "form": form}
    return show_times(request, "meetings/times.html", page, board, chosen, status)
