"""A freed slot is offered to one after the other in the line, and is free for nobody else meanwhile."""

import pytest

from matchmaking.accounts.models import Block
from matchmaking.meetings import rules
from matchmaking.meetings.actions import waiting as deeds
from matchmaking.meetings.actions.parting import leave
from matchmaking.meetings.actions.requesting import Side, Wish, send_request
from matchmaking.meetings.models import Availability, BusyTime, FairTerms, MeetingRequest, WaitingListEntry
from matchmaking.meetings.tasks import offer_freed_slots as sweep_task
from tests import make
from tests.make import NOW
from tests.meetings.waiting_list.lists import HOUR, MINUTE, Status, again, cancel, join, sweep

pytestmark = pytest.mark.django_db


def test_nothing_is_offered_while_nothing_is_free(star, meeting, buyers):
    entry = join(buyers[0], star)
    assert sweep() == 0
    assert again(entry).status == Status.WAITING


def test_a_freed_slot_is_offered_to_the_first_in_the_line_for_a_while(offered, star, slots, buyers):
    assert (offered.waiting, offered.status, offered.host, offered.slot) == (buyers[0], Status.OFFERED, star, slots[0])
    assert (offered.offered_at, offered.offer_ends_at) == (NOW, NOW + HOUR / 2)
    assert list(WaitingListEntry.objects.filter(waiting=buyers[1]).values_list("status", "slot")) == [("waiting", None)]
    assert sweep() == 0  # a second run does nothing


def test_an_offer_stands_as_long_as_the_fair_says(fair, star, buyers):
    FairTerms.objects.create(fair=fair, offer_minutes=45)
    far = make.slot(fair=fair, starts_at=NOW + 20 * HOUR)
    make.available(star, far)
    meeting = make.booking(slot=far, host=star)
    Availability.objects.filter(participant=star).exclude(slot=far).delete()
    entry = join(buyers[0], star)
    cancel(meeting)
    sweep()
    assert again(entry).offer_ends_at == NOW + 45 * MINUTE


def test_what_is_offered_is_free_for_nobody_else(offered, star, slots, buyers):
    ours, theirs = (deeds.board_for(make_entry(who, star), NOW) for who in (buyers[0], buyers[2]))
    assert ([choice.slot.pk for choice in ours.free], theirs.free) == ([slots[0].pk], [])


def make_entry(who, star):
    return WaitingListEntry(fair=who.fair, waiting=who, wanted=star)


def test_a_stand_that_books_directly_does_not_give_away_what_is_offered(fair, slots, buyers):
    seat = make.representative(exhibitor=make.exhibitor(fair=fair))
    make.stand_terms(exhibitor=seat.exhibitor, books_directly=True)
    make.laid_out(seat.participant)
    make.available(seat.participant, slots[0])
    meeting = make.booking(slot=slots[0], host=seat.participant)
    entry = join(buyers[0], Side(stand=seat.exhibitor))
    cancel(meeting)
    sweep()
    wish = Wish([slots[0].pk])
    other = send_request(fair=fair, sender=buyers[1], to=Side(stand=seat.exhibitor), wish=wish, at=NOW)
    assert other.status == MeetingRequest.Status.OPEN
    taken = deeds.take_offer(entry_id=entry.pk, at=NOW)
    assert (taken.status, taken.booking.slot, taken.recipient) == ("accepted", slots[0], seat.participant)


def test_an_offer_that_nobody_takes_passes_on_to_the_next(offered, slots, buyers):
    late = offered.offer_ends_at
    assert sweep(late - MINUTE) == 0
    assert sweep(late) == 1
    assert (again(offered).status, offered.slot, offered.passed) == (Status.WAITING, None, [slots[0].pk])
    second = WaitingListEntry.objects.get(waiting=buyers[1])
    assert (second.status, second.slot, second.offer_ends_at) == (Status.OFFERED, slots[0], late + HOUR / 4)
    assert sweep(second.offer_ends_at) == 0  # both have let it pass: it is open to everybody
    assert WaitingListEntry.objects.filter(status=Status.OFFERED).count() == 0


def test_an_offer_is_void_once_the_slot_is_free_no_more(offered, star, slots):
    BusyTime.objects.create(user=star.user, starts_at=slots[0].starts_at, ends_at=slots[0].ends_at)
    assert sweep() == 0
    assert (again(offered).status, offered.passed) == (Status.WAITING, [])


def test_the_line_ends_for_whoever_has_got_a_meeting_otherwise(offered, star, slots, buyers):
    make.booking(slot=slots[1], host=star, guest=buyers[0])
    sweep()
    assert (again(offered).status, offered.slot) == (Status.TAKEN, None)
    assert WaitingListEntry.objects.get(waiting=buyers[1]).status == Status.OFFERED


def test_whoever_may_not_ask_any_more_is_passed_over(star, meeting, buyers):
    first, second = (join(who, star, at=NOW + n * MINUTE) for n, who in enumerate(buyers[:2]))
    Block.objects.create(blocker=star.user, blocked=buyers[0].user)
    cancel(meeting)
    assert sweep() == 1
    assert (again(first).status, again(second).status) == (Status.WAITING, Status.OFFERED)


def test_whoever_leaves_the_fair_leaves_the_line(offered, buyers):
    leave(participants=[buyers[0].pk], at=NOW)
    assert again(offered).status == Status.WITHDRAWN
    assert sweep() == 1
    assert WaitingListEntry.objects.get(waiting=buyers[1]).status == Status.OFFERED


def test_the_task_sweeps(star, meeting, buyers):
    join(buyers[0], star)
    cancel(meeting)
    assert (sweep_task(), sweep_task()) == (1, 0)


def test_offers_are_asked_for_only_where_there_is_something_free(star, meeting, buyers, django_assert_max_num_queries):
    for who in buyers:
        join(who, star)
    with django_assert_max_num_queries(3):
        assert sweep() == 0


@pytest.mark.parametrize(
    ("minutes", "until_slot", "ends"), [(120, 10 * HOUR, 2 * HOUR), (120, 2 * HOUR, HOUR), (5, 2 * HOUR, 5 * MINUTE)]
)
def test_offer_ends_leaves_half_of_the_time_to_the_next(minutes, until_slot, ends):
    slot = make.slot(starts_at=NOW + until_slot)
    assert rules.offer_ends(NOW, minutes, slot) == NOW + ends
