"""Asking somebody for a meeting: the times that suit both, and a few words."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from matchmaking.accounts.models import User
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.access import FairContext, fair_page
from matchmaking.fairs.models import Participant
from matchmaking.meetings.access import Reader, participants_asked_by, stands_asked_by, stands_spoken_for_by, waits_of
from matchmaking.meetings.actions.agendas import lay_out_agendas
from matchmaking.meetings.actions.requesting import Side, Wish, send_request
from matchmaking.meetings.actions.waiting import join_list
from matchmaking.meetings.barring import are_kept_apart, with_barriers
from matchmaking.meetings.choosing import Board, board_of
from matchmaking.meetings.errors import MeetingRefused, NoSlot
from matchmaking.meetings.forms.asking import AskForm, say_refusal
from matchmaking.meetings.models import MeetingRequest, WaitingListEntry
from matchmaking.meetings.queries import seats_of_everybody
from matchmaking.meetings.queries.lines import LIVE


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_stand(request: HttpRequest, fair: str, slug: str) -> HttpResponse:
    """A stand's team is asked, or one of it."""
    here = fair_page(request, fair)
    if not takes_part(here):
        return render(request, "meetings/not_yet.html", {**here}, status=409)
    door = stands_asked_by(request.user).filter(fair=here["fair"], slug=slug)
    seats = list(
        with_barriers(seats_of_everybody(), asking=mine(here), person="participant")
        .filter(exhibitor__in=door, exhibitor__fair=here["fair"], exhibitor__slug=slug)  # else all stands are looked at
        .annotate(my_wait=_my_wait(request.user, wanted_stand=OuterRef("exhibitor")))
        .select_related("participant__user", "exhibitor__company", "exhibitor__terms")
        .order_by("position", "pk")
    )
    stand = seats[0].exhibitor if seats else get_object_or_404(door.select_related("company"))
    if are_kept_apart(mine(here), seats):
        return render(request, "meetings/kept_apart.html", {**here, "to": Side(stand=stand)}, status=409)
    wait = seats[0].my_wait if seats else None  # annotated above
    return _ask(request, here, Side(stand=stand), [seat.participant for seat in seats], wait=wait)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_visitor(request: HttpRequest, fair: str, pk: UUID) -> HttpResponse:
    """A visitor is asked."""
    here = fair_page(request, fair)
    if not takes_part(here):
        return render(request, "meetings/not_yet.html", {**here}, status=409)
    door = participants_asked_by(request.user).filter(fair=here["fair"], visitor_profile=pk)
    asked = with_barriers(door.select_related("user"), asking=mine(here))
    person = get_object_or_404(asked.annotate(my_wait=_my_wait(request.user, wanted=OuterRef("pk"))))
    if are_kept_apart(mine(here), [person]):
        return render(request, "meetings/kept_apart.html", {**here, "to": Side(person=person)}, status=409)
    return _ask(request, here, Side(person=person), [person], wait=person.my_wait)  # type: ignore[attr-defined]  # annotated


def takes_part(here: FairContext) -> bool:
    """Whether the reader is let in to the fair."""
    return here["participant"] is not None and here["participant"].is_approved


def mine(here: FairContext) -> Participant:
    """The registration of a reader who takes part."""
    assert here["participant"] is not None
    return here["participant"]


def _my_wait(user: Reader, **wanted: OuterRef) -> Subquery:
    """The reader's place on the list of whoever the outer query finds."""
    return Subquery(waits_of(user).filter(status__in=LIVE, **wanted).values("pk")[:1])


def _ask(
    request: HttpRequest, here: FairContext, to: Side, others: Sequence[Participant], *, wait: UUID | None
) -> HttpResponse:
    me = mine(here)
    me.user, me.fair = _reader(request), here["fair"]
    stands = list(stands_spoken_for_by(request.user).filter(fair=here["fair"]).select_related("company"))
    form = AskForm(
        request.POST or None,
        stands=stands,
        team=others if to.stand else (),
        initial={"language": _language(me.user), "sender_stand": stands[0].pk if stands else ""},
    )
    board = _board(here, me, others, [stand for stand in (to.stand, *stands) if stand]) if others else None
    chosen = chosen_slots(request.POST, board) if board else []
    page: dict[str, Any] = {**here, "to": to, "board": board, "form": form, "chosen": chosen, "wait": wait}
    if request.method != "POST":
        return render(request, _template(request), page)
    status = 422
    if form.is_valid():
        sender_stand = None if to.stand and form.chosen_stand == to.stand else form.chosen_stand
        try:
            if "wait" in request.POST:
                place = _join(here, me, sender_stand, to, form)
                messages.success(request, _("You are on the waiting list."))
                return redirect("meetings:show-wait", place.pk)
            sent = _send(here, me, sender_stand, Side(form.chosen_person or to.person, to.stand), form, chosen)
        except MeetingRefused as refusal:
            say_refusal(form, refusal)
            status = 409 if not isinstance(refusal, NoSlot) else 422
        else:
            _say_sent(request, sent)
            return redirect("meetings:show-request", sent.pk)
    if board:  # what is free now, for it may be why nothing came of it
        page["board"] = _board(here, me, others, [stand for stand in (to.stand, *stands) if stand])
    return render(request, "meetings/ask.html", page, status=status)


def chosen_slots(data: QueryDict, board: Board) -> list[UUID]:
    """The slots that are ticked, in the order in which that was done if the page could tell, else the best first."""
    ticked = list(dict.fromkeys(uuids(data.getlist("slot"))))
    clicks = [pk for pk in uuids(data.get("order", "").split(",")) if pk in ticked]
    return clicks if sorted(clicks) == sorted(ticked) else board.ranked(ticked)


def uuids(texts: Iterable[str]) -> list[UUID]:
    """What a form sends, as far as it can be a number of something."""
    found = []
    for text in texts:
        with suppress(ValueError):
            found.append(UUID(text))
    return found


def _send(
    here: FairContext,
    me: Participant,
    sender_stand: Exhibitor | None,
    to: Side,
    form: AskForm,
    chosen: Sequence[UUID],
) -> MeetingRequest:
    wish = Wish(chosen, form.cleaned_data["message"], form.cleaned_data["language"])
    return send_request(fair=here["fair"], sender=me, sender_stand=sender_stand, to=to, wish=wish, at=timezone.now())


def _join(
    here: FairContext, me: Participant, sender_stand: Exhibitor | None, to: Side, form: AskForm
) -> WaitingListEntry:
    return join_list(
        fair=here["fair"],
        waiting=me,
        waiting_stand=sender_stand,
        to=to,
        message=form.cleaned_data["message"],
        language=form.cleaned_data["language"],
        at=timezone.now(),
    )


def _board(here: FairContext, me: Participant, others: Sequence[Participant], stands: Sequence[Exhibitor]) -> Board:
    """The times for both. Whoever has no agenda yet has one after this."""
    board = board_of(here["fair"], [me], others, stands=stands, at=timezone.now())
    if board.are_laid_out:
        return board
    lay_out_agendas(participants=[me, *others], at=timezone.now())
    return board_of(here["fair"], [me], others, stands=stands, at=timezone.now())


def _template(request: HttpRequest) -> str:
    """A page that is open asks for its times alone when some of them have been taken."""
    return "meetings/_choices.html" if request.headers.get("HX-Target") == "choices" else "meetings/ask.html"


def _language(user: User) -> str:
    """In which language somebody is likely to write."""
    return (translation.get_language() or user.language)[:2]


def _reader(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _say_sent(request: HttpRequest, sent: MeetingRequest) -> None:
    if sent.status == MeetingRequest.Status.ACCEPTED:
        messages.success(request, _("The meeting is booked."))
    else:
        messages.success(request, _("Your request is sent. Until it is answered your times stay free."))
