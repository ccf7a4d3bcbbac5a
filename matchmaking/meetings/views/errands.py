"""What somebody does by a link from a mail, without signing in: he sees what it is about, and presses a button."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair, MeetingSlot, Participant
from matchmaking.meetings import errands, programme
from matchmaking.meetings.access import (
    bookings_editable_by,
    bookings_open_to,
    requests_open_to,
    stands_spoken_for_by,
    waits_of,
)
from matchmaking.meetings.actions import answering, booking, requesting, waiting
from matchmaking.meetings.errands import Errand, Purpose
from matchmaking.meetings.errors import AnsweredAlready, CancelledAlready, MeetingRefused, NotYourTurn, OfferOver
from matchmaking.meetings.forms.asking import ReasonForm
from matchmaking.meetings.models import MeetingRequest, WaitingListEntry
from matchmaking.meetings.programme import Meeting
from matchmaking.meetings.queries import with_sides
from matchmaking.meetings.views.requests import Desk
from matchmaking.meetings.views.waiting import Wait, seen_by

Words = str | Promise


@dataclass(frozen=True)
class Facts:
    """What the page says about the errand before anything is done."""

    fair: Fair
    other: str  # whom it is about
    signed_in: str  # the path at which the same is done, and more, once one has signed in
    slot: MeetingSlot | None = None
    message: str = ""
    language: str = "en"


def side(person: Participant | None, stand: Exhibitor | None) -> str:
    """Whom it is about: somebody of a company, somebody, or a company."""
    return ", ".join(str(name) for name in (person and person.user, stand and stand.company) if name)


class Task(ABC):
    """One kind of thing that is done by a link. `found` is what it is about, as its person sees it."""

    lede: ClassVar[Words]  # what it is, beneath whom it is about
    button: ClassVar[Words]
    done: ClassVar[Words]  # what is said once it is done
    asks_why: ClassVar[bool] = False

    def __init__(self, errand: Errand) -> None:
        self.errand = errand

    @property
    @abstractmethod
    def facts(self) -> Facts:
        """Http404 if it is not, or not any more, the person's to see."""

    @property
    @abstractmethod
    def is_done(self) -> bool:
        """There is nothing left to do, for it is as it should be."""

    @property
    def why_not(self) -> type[MeetingRefused] | None:
        """Why nothing can be done about it by this link, as far as that is known before it is tried."""
        return None

    @abstractmethod
    def do(self, why: str, at: datetime) -> None:
        """It is done, or refused as it would be to whoever has signed in."""


class OfRequest(Task):
    """About a request."""

    lede = gettext_lazy("Would like to meet you.")

    def __init__(self, errand: Errand) -> None:
        super().__init__(errand)
        found = with_sides(requests_open_to(errand.person)).filter(pk=errand.subject).first()
        if found is None:
            raise Http404
        self.desk = Desk(found, errand.person, list(stands_spoken_for_by(errand.person).filter(fair=found.fair_id)))

    @property
    def request(self) -> MeetingRequest:
        return self.desk.request

    @property
    def facts(self) -> Facts:
        asked, wishes = self.request, {wish.slot_id: wish.slot for wish in self.request.wishes.all()}
        if self.desk.is_sender:
            other = side(asked.recipient, asked.recipient_stand)
        else:
            other = side(asked.sender, asked.sender_stand)
        return Facts(
            fair=asked.fair,
            other=other,
            signed_in=reverse("meetings:show-request", args=[asked.pk]),
            slot=wishes.get(self.errand.slot) if self.errand.slot else None,
            message=asked.message,
            language=asked.language,
        )


class Answer(OfRequest):
    """By the side whose turn it is."""

    @property
    def why_not(self) -> type[MeetingRefused] | None:
        if not self.desk.is_open:
            return AnsweredAlready
        return None if self.desk.is_my_turn else NotYourTurn


class Accept(Answer):
    button, done = gettext_lazy("Accept this time"), gettext_lazy("You have accepted. The meeting is booked.")

    @property
    def is_done(self) -> bool:
        booked = getattr(self.request, "booking", None)
        return bool(booked and booked.is_confirmed and booked.slot_id == self.errand.slot)

    def do(self, why: str, at: datetime) -> None:
        answering.accept_request(
            request_id=self.request.pk,
            slot_id=self.errand.slot or self.request.pk,  # without a time it is none that was asked for
            by=self.errand.person,
            as_sender=self.desk.is_sender,
            host=None if self.desk.is_sender else self.desk.me,
            at=at,
        )


class Decline(Answer):
    button, done, asks_why = gettext_lazy("Decline"), gettext_lazy("You have declined. The other side is told."), True

    @property
    def is_done(self) -> bool:
        return self.request.status == MeetingRequest.Status.DECLINED

    def do(self, why: str, at: datetime) -> None:
        answering.decline_request(
            request_id=self.request.pk,
            by=self.errand.person,
            as_sender=self.desk.is_sender,
            reason=why,
            at=at,
        )


class Withdraw(OfRequest):
    lede = gettext_lazy("You have asked for a meeting, and wait for an answer.")
    button, done = gettext_lazy("Withdraw it"), gettext_lazy("Your request is withdrawn.")

    def __init__(self, errand: Errand) -> None:
        super().__init__(errand)
        if not self.desk.is_sender:
            raise Http404

    @property
    def is_done(self) -> bool:
        return self.request.status == MeetingRequest.Status.WITHDRAWN

    def do(self, why: str, at: datetime) -> None:
        requesting.withdraw_request(request_id=self.request.pk, by=self.errand.person, at=at)


class OfMeeting(Task):
    """About a meeting."""

    lede = gettext_lazy("A meeting to which you are expected.")

    def __init__(self, errand: Errand) -> None:
        super().__init__(errand)
        stands = list(stands_spoken_for_by(errand.person).values_list("pk", flat=True))
        found = programme.read(bookings_open_to(errand.person).filter(pk=errand.subject), errand.person, stands)
        if not found:
            raise Http404
        self.meeting: Meeting = found[0]

    @property
    def facts(self) -> Facts:
        booked = self.meeting.booking
        return Facts(
            fair=booked.fair,
            other=self.meeting.title,
            signed_in=reverse("meetings:show-booking", args=[booked.pk]),
            slot=MeetingSlot(starts_at=booked.starts_at, ends_at=booked.ends_at),
        )


class Cancel(OfMeeting):
    button, done, asks_why = gettext_lazy("Cancel the meeting"), gettext_lazy("The meeting is cancelled."), True

    def __init__(self, errand: Errand) -> None:
        super().__init__(errand)
        if not bookings_editable_by(errand.person).filter(pk=errand.subject).exists():
            raise Http404

    @property
    def is_done(self) -> bool:
        return not self.meeting.booking.is_confirmed

    def do(self, why: str, at: datetime) -> None:
        booking.cancel_booking(booking_id=self.meeting.booking.pk, by=self.errand.person, reason=why, at=at)


class Excuse(OfMeeting):
    button, done = gettext_lazy("I cannot come"), gettext_lazy("You are excused. The meeting takes place without you.")

    @property
    def is_done(self) -> bool:
        return all(seat.is_excused for seat in self.meeting.people if seat.user == self.errand.person)

    @property
    def why_not(self) -> type[MeetingRefused] | None:
        return None if self.meeting.booking.is_confirmed else CancelledAlready

    def do(self, why: str, at: datetime) -> None:
        mine = next(seat for seat in self.meeting.people if seat.user == self.errand.person)
        booking.excuse_person(
            booking_id=self.meeting.booking.pk,
            participant_id=mine.attendance.participant_id,
            by=self.errand.person,
            at=at,
        )


class OfWait(Task):
    """About what a waiting list offers."""

    lede = gettext_lazy("A time has become free. It is yours to take for a while.")

    def __init__(self, errand: Errand) -> None:
        super().__init__(errand)
        found = seen_by(errand.person, waits_of(errand.person).filter(pk=errand.subject))
        if not found:
            raise Http404
        self.wait: Wait = found[0]

    @property
    def entry(self) -> WaitingListEntry:
        return self.wait.entry

    @property
    def facts(self) -> Facts:
        entry = self.entry
        return Facts(
            fair=entry.fair,
            other=side(entry.wanted, entry.wanted_stand),
            signed_in=reverse("meetings:show-wait", args=[entry.pk]),
            slot=entry.fair.slots.filter(pk=self.errand.slot).first() if self.errand.slot else None,
            message=entry.message,
            language=entry.language,
        )

    @property
    def why_not(self) -> type[MeetingRefused] | None:
        """What is offered now is another time than the one of the link, or none."""
        return None if self.wait.is_offered and self.entry.slot_id == self.errand.slot else OfferOver


class Take(OfWait):
    button, done = gettext_lazy("Take this time"), gettext_lazy("You have taken this time.")

    @property
    def is_done(self) -> bool:
        return self.entry.status == WaitingListEntry.Status.TAKEN

    def do(self, why: str, at: datetime) -> None:
        waiting.take_offer(entry_id=self.entry.pk, at=at)


class PassOn(OfWait):
    button, done = gettext_lazy("Let it go to the next one"), gettext_lazy("The time goes to the next one.")

    @property
    def is_done(self) -> bool:
        return self.errand.slot in self.entry.passed

    def do(self, why: str, at: datetime) -> None:
        waiting.pass_on_offer(entry_id=self.entry.pk, at=at)


TASKS: dict[Purpose, type[Task]] = {
    Purpose.ACCEPT: Accept,
    Purpose.DECLINE: Decline,
    Purpose.WITHDRAW: Withdraw,
    Purpose.CANCEL: Cancel,
    Purpose.EXCUSE: Excuse,
    Purpose.TAKE: Take,
    Purpose.PASS_ON: PassOn,
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, link: str) -> HttpResponse:
    """The facts and a button; only the button does something, and only what the link is for. Twice is once."""
    errand = errands.read(link)
    if errand is None:
        raise Http404
    with translation.override(errand.person.language), timezone.override(ZoneInfo(errand.person.time_zone)):
        response = _answer(request, TASKS[errand.purpose](errand), timezone.now())
        response.headers.setdefault("Content-Language", errand.person.language)
        response.headers["X-Robots-Tag"] = "noindex"
        return response


def _answer(request: HttpRequest, task: Task, at: datetime) -> HttpResponse:
    page: dict[str, Any] = {"task": task, "facts": task.facts, "person": task.errand.person, "form": None}
    if task.is_done:
        return render(request, "meetings/errand.html", {**page, "state": "done"})
    if task.errand.ends_at <= at:
        return render(request, "meetings/errand.html", {**page, "state": "over"}, status=410)
    if task.why_not:
        return _refused(request, page, task.why_not())
    form = ReasonForm(request.POST if request.method == "POST" else None) if task.asks_why else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            task.do(form.cleaned_data["reason"] if form else "", at)
        except MeetingRefused as refusal:
            return _refused(request, page, refusal)
        return redirect(request.path)  # which says what holds now
    status = 422 if form and form.is_bound else 200
    return render(request, "meetings/errand.html", {**page, "state": "open", "form": form}, status=status)


def _refused(request: HttpRequest, page: dict[str, Any], refusal: MeetingRefused) -> HttpResponse:
    return render(request, "meetings/errand.html", {**page, "state": "refused", "refusal": refusal}, status=409)
