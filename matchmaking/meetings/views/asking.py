"""Asking somebody for a meeting: the times that suit both, and a few words."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from matchmaking.accounts.models import User
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.access import FairContext, fair_page
from matchmaking.fairs.models import Participant
from matchmaking.meetings.access.asking import Asked, stand_asked_by, visitor_asked_by
from matchmaking.meetings.actions.agendas import lay_out_agendas
from matchmaking.meetings.actions.requesting import Side, Wish, send_request
from matchmaking.meetings.actions.waiting import join_list
from matchmaking.meetings.barring import are_kept_apart
from matchmaking.meetings.choosing import Board, board_of
from matchmaking.meetings.errors import MeetingRefused, NoSlot
from matchmaking.meetings.forms.asking import AskForm, drawn_blank, say_refusal
from matchmaking.meetings.models import MeetingRequest, WaitingListEntry
from matchmaking.meetings.views.choosing import chosen_slots, is_looking, show_times


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_stand(request: HttpRequest, fair: str, slug: str) -> HttpResponse:
    """A stand's team is asked, or one of it."""
    here = fair_page(request, fair)
    if not takes_part(here):
        return render(request, "meetings/not_yet.html", {**here}, status=409)
    return _ask(request, here, stand_asked_by(mine(request, here), slug))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_visitor(request: HttpRequest, fair: str, pk: UUID) -> HttpResponse:
    """A visitor is asked."""
    here = fair_page(request, fair)
    if not takes_part(here):
        return render(request, "meetings/not_yet.html", {**here}, status=409)
    return _ask(request, here, visitor_asked_by(mine(request, here), pk))


def takes_part(here: FairContext) -> bool:
    """Whether the reader is let in to the fair."""
    return here["participant"] is not None and here["participant"].is_approved


def mine(request: HttpRequest, here: FairContext) -> Participant:
    """The registration of a reader who takes part."""
    me = here["participant"]
    assert me is not None
    assert isinstance(request.user, User)
    me.user, me.fair = request.user, here["fair"]
    return me


def _ask(request: HttpRequest, here: FairContext, asked: Asked) -> HttpResponse:
    me = mine(request, here)
    to = Side(stand=asked.stand) if asked.stand else Side(person=asked.people[0])
    if are_kept_apart(asked):
        return render(request, "meetings/kept_apart.html", {**here, "name": asked.name}, status=409)
    board = _board(here, me, asked) if asked.people else None
    page: dict[str, Any] = {**here, "to": to, "name": asked.name, "asked": asked}
    stands, team = _stands(asked), _team(asked)
    if request.method != "POST":
        page["form"] = drawn_blank(translation.get_language() or "", _language(me.user), stands, team)
        return show_times(request, "meetings/ask.html", page, board, [])
    page["form"] = form = AskForm(request.POST, stands=stands, team=team)
    chosen, status = chosen_slots(request.POST, board) if board else [], 200
    if not is_looking(request):
        status = 422
        if form.is_valid():
            try:
                return _act(request, me, to, asked, form, chosen)
            except MeetingRefused as refusal:
                say_refusal(form, refusal)
                status = 409 if not isinstance(refusal, NoSlot) else 422
        if board:  # what is free now, for it may be why nothing came of it
            board = _board(here, me, asked)
    return show_times(request, "meetings/ask.html", page, board, chosen, status)


def _act(
    request: HttpRequest, me: Participant, to: Side, asked: Asked, form: AskForm, chosen: Sequence[UUID]
) -> HttpResponse:
    """What was wanted is done: the other side is asked, or waited for."""
    sender_stand = next((stand for stand in asked.mine if str(stand.pk) == form.stand and stand != to.stand), None)
    if "wait" in request.POST:
        place = _join(me, sender_stand, to, form)
        messages.success(request, _("You are on the waiting list."))
        return redirect("meetings:show-wait", place.pk)
    person = next((person for person in asked.people if str(person.pk) == form.person), to.person)
    sent = _send(me, sender_stand, Side(person, to.stand), form, chosen)
    _say_sent(request, sent)
    return redirect("meetings:show-request", sent.pk)


def _stands(asked: Asked) -> tuple[tuple[int, str], ...]:
    return tuple((stand.pk, stand.company.name) for stand in asked.mine)


def _team(asked: Asked) -> tuple[tuple[int, str], ...]:
    return tuple((person.pk, str(person.user)) for person in asked.people) if asked.stand else ()


def _send(
    me: Participant,
    sender_stand: Exhibitor | None,
    to: Side,
    form: AskForm,
    chosen: Sequence[UUID],
) -> MeetingRequest:
    wish = Wish(chosen, form.cleaned_data["message"], form.cleaned_data["language"])
    return send_request(fair=me.fair, sender=me, sender_stand=sender_stand, to=to, wish=wish, at=timezone.now())


def _join(me: Participant, sender_stand: Exhibitor | None, to: Side, form: AskForm) -> WaitingListEntry:
    return join_list(
        fair=me.fair,
        waiting=me,
        waiting_stand=sender_stand,
        to=to,
        message=form.cleaned_data["message"],
        language=form.cleaned_data["language"],
        at=timezone.now(),
    )


def _board(here: FairContext, me: Participant, asked: Asked) -> Board:
    """The times for both. Whoever has no agenda yet has one after this."""
    stands = [stand for stand in (asked.stand, *asked.mine) if stand]
    board = board_of(here["fair"], [me], asked.people, stands=stands, at=timezone.now())
    if board.are_laid_out:
        return board
    lay_out_agendas(participants=[me, *asked.people], at=timezone.now())
    return board_of(here["fair"], [me], asked.people, stands=stands, at=timezone.now())


def _language(user: User) -> str:
    """In which language somebody is likely to write."""
    return (translation.get_language() or user.language)[:2]


def _say_sent(request: HttpRequest, sent: MeetingRequest) -> None:
    if sent.status == MeetingRequest.Status.ACCEPTED:
        messages.success(request, _("The meeting is booked."))
    else:
        messages.success(request, _("Your request is sent. Until it is answered your times stay free."))
