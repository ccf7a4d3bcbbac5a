"""Somebody goes: out of a stand's team, out of a fair, or altogether. Nobody is left waiting for him."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from matchmaking.accounts.models import User
from matchmaking.meetings.actions.booking import cancel_booking
from matchmaking.meetings.actions.referee import hold_people
from matchmaking.meetings.actions.requesting import close
from matchmaking.meetings.models import (
    AgendaFeed,
    Attendance,
    Booking,
    BusyTime,
    MeetingRequest,
    OwnCalendar,
    WaitingListEntry,
)
from matchmaking.meetings.queries import live_attendances

PARTIES = (Attendance.Role.HOST, Attendance.Role.GUEST)


def part(*, user: User, at: datetime) -> list[str]:
    """Whoever deletes his account leaves every meeting ahead; what he wrote and what he did is gone. He may go."""
    mine = list(user.participations.values_list("pk", flat=True))
    leave(participants=mine, at=at)
    WaitingListEntry.objects.filter(waiting__in=mine).delete()
    WaitingListEntry.history.filter(waiting__in=mine).delete()
    for kept in (BusyTime, OwnCalendar, AgendaFeed):
        kept.objects.filter(user=user).delete()
    MeetingRequest.objects.filter(sender__in=mine).update(message="")
    MeetingRequest.objects.filter(answered_by=user).update(reason="")
    MeetingRequest.history.filter(Q(sender__in=mine) | Q(answered_by=user)).delete()
    Booking.objects.filter(cancelled_by=user).update(reason="")
    Booking.history.filter(cancelled_by=user).delete()
    return []


def leave(*, participants: Collection[int], stand: int | None = None, at: datetime) -> None:
    """Meetings ahead of these people are called off, their open requests and places on waiting lists are closed.

    With a stand only what they do for it, and what waits for it once nobody of them is left to answer.
    """
    coming = live_attendances().filter(participant__in=participants, ends_at__gt=at)
    if stand:
        coming = coming.filter(stand=stand)
    hold_people(coming.values_list("user_id", flat=True))
    for booking, role, user in coming.order_by("booking").values_list("booking", "role", "user"):
        by = User.objects.get(pk=user)
        if role in PARTIES:
            cancel_booking(booking_id=booking, by=by, reason=_("One of the people does not take part any more."), at=at)
        else:
            Attendance.objects.filter(booking=booking, user=user).update(excused_at=at)
    _close_requests(participants, stand, at)
    waiting = WaitingListEntry.objects.filter(Q(waiting__in=participants) | Q(wanted__in=participants))
    if stand:
        waiting = WaitingListEntry.objects.filter(waiting__in=participants, waiting_stand=stand)
    waiting.filter(status__in=("waiting", "offered")).update(status=WaitingListEntry.Status.WITHDRAWN)


def _close_requests(participants: Collection[int], stand: int | None, at: datetime) -> None:
    """What they asked is withdrawn, what they alone were asked is declined, what a team was asked is the team's."""
    still_open = MeetingRequest.objects.select_for_update(no_key=True, of=("self",)).filter(
        status=MeetingRequest.Status.OPEN
    )
    related = still_open.select_related("sender__user", "recipient__user", "recipient_stand").order_by("pk")
    sent = related.filter(sender__in=participants)
    for request in sent.filter(sender_stand=stand) if stand else sent:
        close(request, MeetingRequest.Status.WITHDRAWN, by=request.sender.user, at=at)
    for request in related.filter(recipient__in=participants):
        if request.recipient_stand is None and stand is None:
            close(request, MeetingRequest.Status.DECLINED, by=None, at=at)
        elif request.recipient_stand_id and stand in (None, request.recipient_stand_id):
            request.recipient = None
            request.version += 1
            request.save()
