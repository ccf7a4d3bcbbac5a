"""An offer is taken or passed on, and the line is left, welcomed or declined: what happens, and each refusal."""

import pytest

from matchmaking.meetings import errors
from matchmaking.meetings.actions import waiting as deeds
from matchmaking.meetings.models import Booking, MeetingRequest, WaitingListEntry
from tests import make
from tests.make import NOW
from tests.meetings.waiting_list.lists import MINUTE, Status, again, join, sweep

pytestmark = pytest.mark.django_db


def test_take_offer_asks_for_the_slot(offered, star, slots, buyers):
    sent = deeds.take_offer(entry_id=offered.pk, at=NOW)
    assert (sent.status, sent.sender, sent.recipient) == ("open", buyers[0], star)
    assert list(sent.wishes.values_list("slot", flat=True)) == [slots[0].pk]
    assert (again(offered).status, offered.request) == (Status.TAKEN, sent)
    assert deeds.take_offer(entry_id=offered.pk, at=NOW) == sent


def test_take_offer_books_at_once_if_welcome(offered, star, slots, buyers):
    deeds.welcome(entry_id=offered.pk, at=NOW)
    sent = deeds.take_offer(entry_id=offered.pk, at=NOW)
    assert (sent.status, sent.booking.slot, sent.booking.is_confirmed) == ("accepted", slots[0], True)
    assert set(sent.booking.attendances.values_list("participant", "role")) == {
        (star.pk, "host"),
        (buyers[0].pk, "guest"),
    }


def test_take_offer_refuses_when_it_is_over(offered):
    with pytest.raises(errors.OfferOver):
        deeds.take_offer(entry_id=offered.pk, at=offered.offer_ends_at)
    assert (again(offered).status, MeetingRequest.objects.count()) == (Status.OFFERED, 0)


def test_take_offer_refuses_what_was_never_offered(star, meeting, buyers):
    entry = join(buyers[0], star)
    with pytest.raises(errors.OfferOver):
        deeds.take_offer(entry_id=entry.pk, at=NOW)


def test_take_offer_refuses_a_slot_that_is_taken_meanwhile_and_nothing_is_lost(offered, star, slots):
    deeds.welcome(entry_id=offered.pk, at=NOW)
    make.booking(slot=slots[0], host=star)
    before = Booking.objects.count(), MeetingRequest.objects.count()
    with pytest.raises(errors.SlotTaken):
        deeds.take_offer(entry_id=offered.pk, at=NOW)
    assert (Booking.objects.count(), MeetingRequest.objects.count()) == before
    assert again(offered).status == Status.OFFERED


def test_pass_on_offer_goes_to_the_next_and_does_not_come_back(offered, slots, buyers):
    for _ in range(2):
        deeds.pass_on_offer(entry_id=offered.pk, at=NOW)
    assert (again(offered).status, offered.passed) == (Status.WAITING, [slots[0].pk])
    assert sweep() == 1
    second = WaitingListEntry.objects.get(waiting=buyers[1])
    assert second.status == Status.OFFERED
    deeds.leave_list(entry_id=second.pk)
    assert sweep() == 0


def test_leave_list_is_final_and_twice_is_once(offered):
    for _ in range(2):
        deeds.leave_list(entry_id=offered.pk)
    assert (again(offered).status, offered.slot) == (Status.WITHDRAWN, None)
    with pytest.raises(errors.NotWaiting):
        deeds.take_offer(entry_id=offered.pk, at=NOW)


def test_welcome_is_said_once_and_not_to_whoever_has_gone(offered):
    for later in (NOW, NOW + MINUTE):
        deeds.welcome(entry_id=offered.pk, at=later)
    assert again(offered).welcomed_at == NOW
    deeds.leave_list(entry_id=offered.pk)
    with pytest.raises(errors.NotWaiting):
        deeds.welcome(entry_id=offered.pk, at=NOW)


def test_decline_wait_takes_off_the_list_but_not_what_is_taken(offered):
    deeds.take_offer(entry_id=offered.pk, at=NOW)
    with pytest.raises(errors.AnsweredAlready):
        deeds.decline_wait(entry_id=offered.pk)
    other = make.wait()
    for _ in range(2):
        assert deeds.decline_wait(entry_id=other.pk).status == Status.DECLINED
