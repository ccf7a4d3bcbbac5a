"""Somebody's meeting fails, and the organiser has found somebody else for him: one of the two is offered the time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from matchmaking.accounts.models import User
from matchmaking.accounts.queries import is_blocked_between
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import MeetingSlot, Participant
from matchmaking.meetings import errors, queries, rules
from matchmaking.meetings.actions.agendas import announce_days
from matchmaking.meetings.actions.referee import deed, hold_people
from matchmaking.meetings.actions.requesting import Side, check_may_ask
from matchmaking.meetings.actions.waiting import announce_entry
from matchmaking.meetings.models import MeetingRequest, WaitingListEntry
from matchmaking.meetings.queries import lines

MINUTES = 10  # in which such an offer is taken
Status = WaitingListEntry.Status


@dataclass(frozen=True)
class Party:
    """Somebody, and the stand for which he would be there, if for one."""

    person: Participant
    stand: Exhibitor | None = None


@deed
def offer_meeting(*, of: Party, to: Party, slot: MeetingSlot, by: User, at: datetime) -> WaitingListEntry:
    """The time is offered to whichever of the two has not yet said that he wants to meet the other: if he takes it, it
    is booked at once. If neither has, the first is offered it, and the second is asked when he takes it. Twice is once.

    NotFreeTogether if one of them has something else by now; else what keeps two apart from each other.
    """
    hold_people([of.person.user_id, to.person.user_id])
    asked = asked_between(of, to)
    waiting, wanted = (to, of) if asked and asked.sender_id == of.person.pk else (of, to)
    fair = waiting.person.fair
    side = Side(None, wanted.stand) if wanted.stand else Side(wanted.person)
    check_may_ask(fair, waiting.person, waiting.stand, side, [wanted.person])
    if is_blocked_between(of.person.user, to.person.user):
        raise errors.NotTakingPart  # a block is told to nobody
    check_both_free((of.person, to.person), rules.check_slot(slot, fair, at))
    entry = entry_of(waiting, wanted, at)
    if entry.status == Status.OFFERED and entry.slot_id == slot.pk:
        return entry
    entry.status, entry.slot, entry.host = Status.OFFERED, slot, wanted.person
    entry.offered_at, entry.offer_ends_at = at, rules.offer_ends(at, MINUTES, slot)
    entry.offered_by = by
    entry._history_user = by  # type: ignore[attr-defined]  # simple_history asks for it: no request tells
    if asked:
        entry.welcomed_at = at
    entry.save()
    announce_entry(entry)
    announce_days([slot])
    return entry


def asked_between(one: Party, other: Party) -> MeetingRequest | None:
    """The open request of one of the two to the other, or to his stand."""
    return queries.open_requests_between(
        (one.person.pk, one.stand.pk if one.stand else None), (other.person.pk, other.stand.pk if other.stand else None)
    ).first()


def check_both_free(people: Sequence[Participant], slot: MeetingSlot) -> None:
    """Both have opened the time, and have nothing else then."""
    fair = people[0].fair
    found = queries.diaries(people, fair, since=slot.starts_at, until=slot.ends_at)
    if not all(rules.is_free(found[person.pk], slot, day_zone=fair.zone) for person in people):
        raise errors.NotFreeTogether


def entry_of(waiting: Party, wanted: Party, at: datetime) -> WaitingListEntry:
    """His place on the other's list, if he has one; else one for as long as this offer stands."""
    of_person = None if wanted.stand else wanted.person
    mine = WaitingListEntry.objects.select_for_update(no_key=True, of=("self",)).filter(
        waiting=waiting.person, wanted=of_person, wanted_stand=wanted.stand, status__in=lines.LIVE
    )
    return mine.first() or WaitingListEntry(
        fair=waiting.person.fair,
        waiting=waiting.person,
        waiting_stand=waiting.stand,
        wanted=of_person,
        wanted_stand=wanted.stand,
        since=at,
        is_rescue=True,
    )
