"""The waiting list of who is full: joined, offered what becomes free in its order, taken, let pass, left."""

from datetime import datetime
from uuid import UUID

from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair, MeetingSlot, Participant
from matchmaking.meetings import errors, queries, rules
from matchmaking.meetings.actions.agendas import announce_days, lay_out_agendas
from matchmaking.meetings.actions.referee import deed, hold_people, hold_wait
from matchmaking.meetings.actions.requesting import Side, Wish, book_with, check_may_ask, send_request, wish_for
from matchmaking.meetings.announcements import announce_people
from matchmaking.meetings.choosing import Board, board_of
from matchmaking.meetings.models import MeetingRequest, StandTerms, WaitingListEntry
from matchmaking.meetings.queries import lines

MOST_WAITS = 20  # lists on which one person is at a fair
Status = WaitingListEntry.Status


@deed
def join_list(
    *,
    fair: Fair,
    waiting: Participant,
    waiting_stand: Exhibitor | None = None,
    to: Side,
    message: str = "",
    language: str = "en",
    at: datetime,
) -> WaitingListEntry:
    """He is the last of those who wait for the person or the stand, which has no time that is free for both. Said twice
    it is said once."""
    check_may_ask(fair, waiting, waiting_stand, to, to.people)
    hold_people([waiting.user_id])
    wanted = None if to.stand else to.person
    mine = WaitingListEntry.objects.filter(waiting=waiting, status__in=lines.LIVE)
    if there := mine.filter(wanted=wanted, wanted_stand=to.stand).first():
        return there
    if mine.count() >= MOST_WAITS:
        raise errors.TooManyWaits
    entry = WaitingListEntry(
        fair=fair,
        waiting=waiting,
        waiting_stand=waiting_stand,
        wanted=wanted,
        wanted_stand=to.stand,
        message=message,
        language=language,
        since=at,
    )
    board = board_for(entry, at)
    if board is None or not board.choices:
        raise errors.NothingToWaitFor
    if board.free:
        raise errors.NotFull
    entry.save()
    announce_entry(entry)
    return entry


def wanted_side(entry: WaitingListEntry) -> Side:
    """Whom the request will go to that comes of it."""
    return Side(entry.wanted, entry.wanted_stand)


def board_for(entry: WaitingListEntry, at: datetime) -> Board | None:
    """The times for whoever waits and whom he waits for; none if nobody is left there."""
    people = wanted_side(entry).people
    if not people:
        return None
    lay_out_agendas(participants=[entry.waiting, *people], at=at)
    stands = [stand for stand in (entry.wanted_stand, entry.waiting_stand) if stand]
    return board_of(entry.fair, [entry.waiting], people, stands=stands, at=at)


def announce_entry(entry: WaitingListEntry) -> None:
    """Both sides look again."""
    announce_people([entry.waiting.user_id, *(person.user_id for person in wanted_side(entry).people)])


# Offers ----------------------------------------------------------------


def offer_freed_slots(*, at: datetime) -> int:
    """What is free now of somebody who was full is offered in the order of his list, each slot to one at a time. How
    many offers were made; a late or doubled run does no harm."""
    live = WaitingListEntry.objects.filter(pk__in=lines.met_meanwhile().values("pk"))
    for pk in live.values_list("pk", flat=True):
        close_met(entry_id=pk)
    for pk in WaitingListEntry.objects.filter(status=Status.OFFERED).order_by("pk").values_list("pk", flat=True):
        end_offer(entry_id=pk, at=at)
    return sum(offer_to(entry_id=pk, at=at) for pk in lines.hopeful(at))


@deed
def close_met(*, entry_id: UUID) -> None:
    """They meet, or have met, without the list."""
    entry = hold_wait(entry_id)
    if entry.is_live:
        put_back(entry, Status.TAKEN)


@deed
def end_offer(*, entry_id: UUID, at: datetime) -> bool:
    """An offer that nobody took in time passes on, and one of a slot that is not free any more is void.

    False if it stands.
    """
    entry = hold_wait(entry_id)
    if entry.status != Status.OFFERED:
        return False
    is_over = entry.offer_ends_at is not None and entry.offer_ends_at <= at
    if not is_over and is_still_free(entry):
        return False
    if is_over and entry.slot_id:
        entry.passed = [*entry.passed, entry.slot_id]
    put_back(entry, after_offer(entry))
    return True


def after_offer(entry: WaitingListEntry) -> Status:
    """What it is without the offer: whoever was brought together by the organiser is on no list."""
    return Status.WITHDRAWN if entry.is_rescue else Status.WAITING


def is_still_free(entry: WaitingListEntry) -> bool:
    """Both could still meet in the slot that is offered."""
    if entry.host is None or entry.slot is None:
        return False
    slot, both = entry.slot, [entry.host, entry.waiting]
    found = queries.diaries(both, entry.fair, since=slot.starts_at, until=slot.ends_at)
    return all(
        rules.is_free(found[person.pk], slot, day_zone=entry.fair.zone, must_be_open=person == entry.host)
        for person in both
    )


@deed
def offer_to(*, entry_id: UUID, at: datetime) -> bool:
    """The slot that suits both best, of those that he has not let pass, is his to take for a while. False if there is
    none, or if they may not meet any more."""
    entry = hold_wait(entry_id)
    if entry.status != Status.WAITING:
        return False
    try:
        check_may_ask(entry.fair, entry.waiting, entry.waiting_stand, wanted_side(entry), wanted_side(entry).people)
    except errors.MeetingRefused:
        return False
    board = board_for(entry, at)
    free = [choice for choice in board.free if choice.slot.pk not in entry.passed] if board else []
    if not free:
        return False
    best = min(free, key=lambda choice: choice.both)
    slot = entry.fair.slots.get(pk=best.slot.pk)
    entry.status, entry.slot, entry.offered_at, entry.offered_by = Status.OFFERED, slot, at, None
    entry.host = next(person for person in wanted_side(entry).people if person.pk == best.hosts[0])
    entry.offer_ends_at = rules.offer_ends(at, queries.terms_of(entry.fair).offer_minutes, slot)
    entry.save()
    announce_entry(entry)
    announce_days([slot])
    return True


def put_back(entry: WaitingListEntry, status: str) -> None:
    """It has this status, and no offer. The slot that was offered is open to others again."""
    slot = entry.slot
    entry.status, entry.host, entry.slot, entry.offered_at, entry.offer_ends_at = status, None, None, None, None
    entry.save()
    announce_entry(entry)
    announce_days([slot] if slot else [])


# Of whoever waits ----------------------------------------------------------------


@deed
def take_offer(*, entry_id: UUID, at: datetime) -> MeetingRequest:
    """The slot is booked, if he is welcome or the stand books directly; else he has asked for it. Twice is once."""
    entry = WaitingListEntry.objects.select_related("waiting", "host").get(pk=entry_id)
    held = {person.user_id for person in (entry.waiting, entry.host) if person}
    hold_people(held)
    entry = hold_wait(entry_id)
    if entry.status == Status.TAKEN and entry.request:
        return entry.request
    host, slot = rules.check_offered(entry, at)
    if host.user_id not in held:  # another offer than the one that was looked at
        raise errors.OfferOver
    check_may_ask(entry.fair, entry.waiting, entry.waiting_stand, wanted_side(entry), wanted_side(entry).people)
    put_back(entry, Status.TAKEN)
    entry.request = book_welcome(entry, host, slot, at) if is_welcome(entry) else ask_for(entry, slot, at)
    entry.save()
    return entry.request


def is_welcome(entry: WaitingListEntry) -> bool:
    directly = StandTerms.objects.filter(exhibitor=entry.wanted_stand_id, books_directly=True)
    return entry.welcomed_at is not None or directly.exists()


def book_welcome(entry: WaitingListEntry, host: Participant, slot: MeetingSlot, at: datetime) -> MeetingRequest:
    """What was agreed to beforehand is a meeting: of the request that said so, if one still waits for its answer."""
    asked = queries.open_requests_between(
        (entry.waiting_id, entry.waiting_stand_id), (host.pk, entry.wanted_stand_id)
    ).select_related("sender__user", "sender_stand", "recipient_stand", "fair")
    if standing := asked.filter(sender__in=(entry.waiting, host)).first():
        return accept_welcome(standing, entry, host, slot, at)
    request = MeetingRequest.objects.create(
        fair=entry.fair,
        sender=entry.waiting,
        sender_stand=entry.waiting_stand,
        recipient=host,
        recipient_stand=entry.wanted_stand,
        message=entry.message,
        language=entry.language,
        status=MeetingRequest.Status.ACCEPTED,
        sent_at=at,
        answered_at=at,
        expires_at=slot.starts_at,
    )
    wish_for(request, [slot])
    book_with(request, slot, host, at)
    return request


def accept_welcome(
    request: MeetingRequest, entry: WaitingListEntry, host: Participant, slot: MeetingSlot, at: datetime
) -> MeetingRequest:
    """Whoever takes the time has answered the request that waited between the two."""
    answering = entry.waiting if request.sender_id == host.pk else host
    request.recipient, request.status = answering, MeetingRequest.Status.ACCEPTED
    request.answered_at, request.answered_by = at, entry.waiting.user
    request.save()
    wish_for(request, [slot])
    book_with(request, slot, answering, at)
    return request


def ask_for(entry: WaitingListEntry, slot: MeetingSlot, at: datetime) -> MeetingRequest:
    """Whoever has said nothing about him beforehand is asked, and answers as always."""
    return send_request(
        fair=entry.fair,
        sender=entry.waiting,
        sender_stand=entry.waiting_stand,
        to=wanted_side(entry),
        wish=Wish([slot.pk], entry.message, entry.language),
        at=at,
    )


@deed
def pass_on_offer(*, entry_id: UUID, at: datetime) -> WaitingListEntry:
    """The slot is the next one's, and is not offered to him again; he keeps his place for others. Twice is once."""
    entry = hold_wait(entry_id)
    if entry.status == after_offer(entry) and entry.passed:
        return entry
    _host, slot = rules.check_offered(entry, at)
    entry.passed = [*entry.passed, slot.pk]
    put_back(entry, after_offer(entry))
    return entry


@deed
def leave_list(*, entry_id: UUID) -> WaitingListEntry:
    """He does not wait any more. Twice is once, and what came of it stays."""
    entry = hold_wait(entry_id)
    if entry.is_live:
        put_back(entry, Status.WITHDRAWN)
    return entry


# Of whoever is waited for ----------------------------------------------------------------


@deed
def welcome(*, entry_id: UUID, at: datetime) -> WaitingListEntry:
    """What he takes will be booked at once. Twice is once."""
    entry = hold_wait(entry_id)
    if not entry.is_live:
        raise errors.NotWaiting
    if entry.welcomed_at is None:
        entry.welcomed_at = at
        entry.save()
        announce_entry(entry)
    return entry


@deed
def decline_wait(*, entry_id: UUID) -> WaitingListEntry:
    """He is on the list no more. Twice is once; what he has taken already stays."""
    entry = hold_wait(entry_id)
    if entry.status == Status.TAKEN:
        raise errors.AnsweredAlready
    if entry.is_live:
        put_back(entry, Status.DECLINED)
    return entry
