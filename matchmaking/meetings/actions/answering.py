"""A request is answered: accepted, answered with other times, declined, handed to a colleague, or left to expire."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from matchmaking.accounts.models import User
from matchmaking.fairs.models import Participant
from matchmaking.meetings import errors, queries, rules
from matchmaking.meetings.actions.booking import Seat, book
from matchmaking.meetings.actions.referee import deed, hold_parties, hold_request
from matchmaking.meetings.actions.requesting import Side, answer_by, close, wish_for, wished_slots
from matchmaking.meetings.announcements import announce_people
from matchmaking.meetings.models import Attendance, Booking, MeetingRequest


@deed
def accept_request(
    *,
    request_id: UUID,
    slot_id: UUID,
    by: User,
    as_sender: bool = False,
    host: Participant | None = None,
    at: datetime,
) -> Booking:
    """One of the times is booked, and the first acceptance wins. The same click twice is one meeting.

    The recipient accepts what was asked for, or the sender what was proposed to him instead. For a stand comes the
    `host`, one of its team; whoever has proposed the times, if it is the sender who accepts.
    """
    held = hold_parties(request_id, host.pk if host and not as_sender else None)
    request = hold_request(request_id, held)
    if request.recipient_stand is None or as_sender:
        host = request.recipient
    if host is None or (request.recipient_stand and host not in queries.team_of(request.recipient_stand)):
        raise errors.NotOnTheTeam
    if host.pk not in held:  # it has become another colleague's just now
        raise errors.ChangedMeanwhile
    if request.status == MeetingRequest.Status.ACCEPTED and request.answered_by_id == by.pk:
        booked = Booking.objects.filter(request=request, slot=slot_id, status=Booking.Status.CONFIRMED).first()
        if booked:
            return booked
    rules.check_open(request, at)
    rules.check_turn(request, as_sender=as_sender)
    slot = queries.wished_slot(request, slot_id)
    if slot is None:
        raise errors.ChangedMeanwhile
    seats = [
        Seat(host, Attendance.Role.HOST, request.recipient_stand, must_be_open=not as_sender and host.user_id != by.pk),
        Seat(request.sender, Attendance.Role.GUEST, request.sender_stand, must_be_open=False),
    ]
    booking = book(fair=request.fair, slot=slot, seats=seats, request=request, by=by, at=at)
    request.recipient = host
    close(request, MeetingRequest.Status.ACCEPTED, by=by, at=at)
    announce_people(queries.others_who_wanted(slot, [request.sender, host]))
    return booking


@deed
def propose_slots(
    *,
    request_id: UUID,
    version: int,
    slots: Sequence[UUID],
    as_sender: bool = False,
    host: Participant | None = None,
    message: str = "",
    at: datetime,
) -> MeetingRequest:
    """The side whose turn it is asks for other times instead; then it is the other side's turn.

    Of a stand's team it is the `host` who proposes, and who will come.
    """
    request = hold_request(request_id)
    rules.check_open(request, at)
    rules.check_turn(request, as_sender=as_sender)
    rules.check_version(request, version)
    if request.recipient_stand and not as_sender:
        if host is None or host not in queries.team_of(request.recipient_stand):
            raise errors.NotOnTheTeam
        request.recipient = host
    wanted = wished_slots(request.fair, slots, at)
    people = Side(request.recipient, request.recipient_stand).people
    if not people:
        raise errors.NobodyThere
    request.turn = MeetingRequest.Turn.RECIPIENT if as_sender else MeetingRequest.Turn.SENDER
    request.reason = message
    request.version += 1
    next_to_answer = people[0] if as_sender else request.sender
    request.expires_at = rules.expiry(at, answer_by(request.fair, next_to_answer, at), wanted)
    request.save()
    wish_for(request, wanted)
    announce_people([request.sender.user_id, *(person.user_id for person in people)])
    return request


@deed
def decline_request(
    *, request_id: UUID, by: User, as_sender: bool = False, reason: str = "", at: datetime
) -> MeetingRequest:
    """The side whose turn it is does not want to meet, and may say why. Twice is once."""
    request = hold_request(request_id)
    if request.status == MeetingRequest.Status.DECLINED and request.answered_by_id == by.pk:
        return request
    rules.check_open(request, at)
    rules.check_turn(request, as_sender=as_sender)
    close(request, MeetingRequest.Status.DECLINED, by=by, at=at, reason=reason)
    return request


@deed
def assign_request(*, request_id: UUID, to: Participant | None, at: datetime) -> MeetingRequest:
    """A request to a stand is one colleague's to answer, or the whole team's again."""
    request = hold_request(request_id)
    rules.check_open(request, at)
    if request.recipient_stand is None or (to and to not in queries.team_of(request.recipient_stand)):
        raise errors.NotOnTheTeam
    request.recipient = to
    request.version += 1
    request.save()
    announce_people(person.user_id for person in queries.team_of(request.recipient_stand))
    return request


def expire_due_requests(*, at: datetime) -> int:
    """Requests that nobody has answered in time are closed. How many; a late or doubled run does no harm."""
    due = MeetingRequest.objects.filter(status=MeetingRequest.Status.OPEN, expires_at__lte=at)
    return sum(expire_request(request_id=pk, at=at) for pk in due.order_by("pk").values_list("pk", flat=True))


@deed
def expire_request(*, request_id: UUID, at: datetime) -> bool:
    """The request has expired. False if somebody has answered it at the last moment."""
    request = hold_request(request_id)
    if request.status != MeetingRequest.Status.OPEN or at < request.expires_at:
        return False
    close(request, MeetingRequest.Status.EXPIRED, by=None, at=at)
    return True
