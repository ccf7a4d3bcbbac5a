"""“I would like to meet you”: sent, changed, withdrawn. A request blocks nobody's time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from matchmaking.accounts.models import User
from matchmaking.accounts.queries import is_blocked_between
from matchmaking.companies.models import Membership
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair, MeetingSlot, Participant
from matchmaking.meetings import errors, queries, rules
from matchmaking.meetings.actions.agendas import lay_out_agendas
from matchmaking.meetings.actions.booking import Seat, book
from matchmaking.meetings.actions.referee import deed, hold_people, hold_request
from matchmaking.meetings.announcements import announce_people
from matchmaking.meetings.models import Agenda, Attendance, Booking, MeetingRequest, RequestedSlot


@dataclass(frozen=True)
class Side:
    """One side of a request: a person for himself, or a stand, for which a certain person speaks or its whole team."""

    person: Participant | None = None
    stand: Exhibitor | None = None

    @property
    def people(self) -> list[Participant]:
        """Everybody who can answer for this side."""
        if self.person:
            return [self.person]
        return queries.team_of(self.stand) if self.stand else []


@dataclass(frozen=True)
class Wish:
    """What a request says: the words, and one to three slots, the one that is liked best first."""

    slots: Sequence[UUID]
    message: str = ""
    language: str = "en"


@deed
def send_request(
    *, fair: Fair, sender: Participant, sender_stand: Exhibitor | None = None, to: Side, wish: Wish, at: datetime
) -> MeetingRequest:
    """The other side is asked; or, where a stand books directly, has the meeting at once. Sent twice is sent once."""
    people = to.people
    check_may_ask(fair, sender, sender_stand, to, people)
    slots = wished_slots(fair, wish.slots, at)
    hold_people([sender.user_id])  # so that a second click finds what the first one has made
    sent = same_request(sender, sender_stand, to, slots)
    if sent:
        return sent
    expire_between(sender, sender_stand, to, at)
    limit = queries.open_requests_allowed(sender)
    if limit is not None and queries.open_requests_of(sender, at) >= limit:
        raise errors.TooManyRequests(limit)
    lay_out_agendas(participants=[sender, *people], at=at)
    request = MeetingRequest.objects.create(
        fair=fair,
        sender=sender,
        sender_stand=sender_stand,
        recipient=to.person,
        recipient_stand=to.stand,
        message=wish.message,
        language=wish.language,
        sent_at=at,
        expires_at=rules.expiry(at, answer_by(fair, people[0], at), slots),
    )
    wish_for(request, slots)
    if to.stand and queries.books_directly(to.stand):
        book_directly(request, slots, people, at)
    announce_people([sender.user_id, *(person.user_id for person in people)])
    return request


def check_may_ask(
    fair: Fair, sender: Participant, sender_stand: Exhibitor | None, to: Side, people: Sequence[Participant]
) -> None:
    """Both take part, are not one, are not kept apart by a block or by the organiser."""
    rules.check_takes_meetings(fair)
    if not people:
        raise errors.NobodyThere
    rules.check_taking_part([sender])
    if to.person:
        rules.check_taking_part([to.person])
        if to.person == sender:
            raise errors.NotOneself
        if is_blocked_between(sender.user, to.person.user):
            raise errors.NotTakingPart  # a block is told to nobody
    ours = {sender_stand.company_id} if sender_stand else companies_of(sender)
    theirs = {to.stand.company_id} if to.stand else companies_of(people[0])
    rules.check_parties(ours, theirs)
    seen = queries.persons([sender, *people])
    rules.check_barriers(queries.barriers_of(fair), seen[sender.pk], [seen[person.pk] for person in people])


def companies_of(person: Participant) -> set[int]:
    return set(Membership.objects.filter(user=person.user_id).values_list("company_id", flat=True))


def wished_slots(fair: Fair, wanted: Sequence[UUID], at: datetime) -> list[MeetingSlot]:
    """The slots in the order of the wish: one to three, different, of this fair, to come."""
    rules.check_wishes(wanted)
    found = MeetingSlot.objects.in_bulk(wanted)
    return [rules.check_slot(found.get(pk), fair, at) for pk in wanted]


def wish_for(request: MeetingRequest, slots: Sequence[MeetingSlot]) -> None:
    """These, and no others, are the times that are asked for."""
    request.wishes.all().delete()
    RequestedSlot.objects.bulk_create(
        RequestedSlot(request=request, slot=slot, rank=rank) for rank, slot in enumerate(slots, 1)
    )


def same_request(
    sender: Participant, sender_stand: Exhibitor | None, to: Side, slots: Sequence[MeetingSlot]
) -> MeetingRequest | None:
    """The request of which this one is a second click: open, between the same, for the same times."""
    sent = MeetingRequest.objects.filter(
        sender=sender, sender_stand=sender_stand, recipient=to.person, recipient_stand=to.stand
    )
    for request in sent.filter(status=MeetingRequest.Status.OPEN).prefetch_related("wishes"):
        if [wish.slot_id for wish in request.wishes.all()] == [slot.pk for slot in slots]:
            return request
    return None


def expire_between(sender: Participant, sender_stand: Exhibitor | None, to: Side, at: datetime) -> None:
    """A request between the two whose time is over does not stand in the way of a new one."""
    MeetingRequest.objects.filter(
        sender=sender,
        sender_stand=sender_stand,
        recipient=to.person,
        recipient_stand=to.stand,
        status=MeetingRequest.Status.OPEN,
        expires_at__lte=at,
    ).update(status=MeetingRequest.Status.EXPIRED, answered_at=at)


def answer_by(fair: Fair, who: Participant, at: datetime) -> datetime:
    """When an answer is due: so many working hours from now, by the working day of whoever is to answer."""
    lay_out_agendas(participants=[who], at=at)
    agenda = Agenda.objects.get(participant=who)
    return rules.after_working_hours(
        at,
        queries.terms_of(fair).answer_hours,
        zone=agenda.zone,
        works_from=agenda.works_from,
        works_to=agenda.works_to,
        country=who.user.country,
    )


def book_directly(
    request: MeetingRequest, slots: Sequence[MeetingSlot], team: Sequence[Participant], at: datetime
) -> Booking | None:
    """The first of the times at which one of the team is free is booked; if there is none, the request waits."""
    hold_people([request.sender.user_id, *(person.user_id for person in team)])
    since, until = min(slot.starts_at for slot in slots), max(slot.ends_at for slot in slots)
    found = queries.diaries([request.sender, *team], request.fair, since=since, until=until)
    for slot in slots:
        host = next((p for p in team if rules.is_free(found[p.pk], slot, day_zone=request.fair.zone)), None)
        if host is None:
            continue
        request.status, request.answered_at, request.recipient = MeetingRequest.Status.ACCEPTED, at, host
        request.save()
        return book_with(request, slot, host, at)
    return None


def book_with(request: MeetingRequest, slot: MeetingSlot, host: Participant, at: datetime) -> Booking:
    """What needs no answer any more is a meeting of the sender and the host, both of whom are held."""
    seats = [
        Seat(host, role=Attendance.Role.HOST, stand=request.recipient_stand),
        Seat(request.sender, stand=request.sender_stand, must_be_open=False),
    ]
    return book(fair=request.fair, slot=slot, seats=seats, request=request, by=request.sender.user, at=at)


@deed
def change_request(*, request_id: UUID, version: int, wish: Wish, at: datetime) -> MeetingRequest:
    """The sender asks for other times or says it in other words, while it is not the other's turn to be waited for."""
    request = hold_request(request_id)
    rules.check_open(request, at)
    rules.check_turn(request, as_sender=False)  # it has not been answered with other times
    rules.check_version(request, version)
    slots = wished_slots(request.fair, wish.slots, at)
    people = Side(request.recipient, request.recipient_stand).people
    if not people:
        raise errors.NobodyThere
    request.message, request.language = wish.message, wish.language
    request.version += 1
    request.expires_at = rules.expiry(at, answer_by(request.fair, people[0], request.sent_at), slots)
    request.save()
    wish_for(request, slots)
    announce_people([request.sender.user_id, *(person.user_id for person in people)])
    return request


@deed
def withdraw_request(*, request_id: UUID, by: User, at: datetime) -> MeetingRequest:
    """The sender does not ask any more. Twice is once; what has been answered meanwhile stays answered."""
    request = hold_request(request_id)
    if request.status == MeetingRequest.Status.WITHDRAWN:
        return request
    rules.check_open(request, at)
    close(request, MeetingRequest.Status.WITHDRAWN, by=by, at=at)
    return request


def close(request: MeetingRequest, status: str, *, by: User | None, at: datetime, reason: str = "") -> None:
    """The request is not open any more, and both sides look again.

    Nothing changes it afterwards, so it is itself the last entry of its history, and no copy is made.
    """
    request.status, request.answered_at, request.answered_by, request.reason = status, at, by, reason
    request.version += 1
    with connection.cursor() as cursor:  # plain SQL, for every booking says it
        cursor.execute(
            _CLOSED, [request.recipient_id, status, at, by.pk if by else None, reason, request.version, request.pk]
        )
    people = Side(request.recipient, request.recipient_stand).people
    announce_people([request.sender.user_id, *(person.user_id for person in people)])


_CLOSED = """
    UPDATE meetings_meetingrequest
    SET recipient_id = %s, status = %s, answered_at = %s, answered_by_id = %s, reason = %s, version = %s
    WHERE id = %s
"""
