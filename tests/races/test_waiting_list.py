"""Offers of a waiting list, taken and passed on from several places at the same moment, on connections of their own."""

from datetime import timedelta

import pytest

from matchmaking.meetings import errors
from matchmaking.meetings.actions import waiting as deeds
from matchmaking.meetings.actions.answering import accept_request
from matchmaking.meetings.models import Attendance, Booking, MeetingRequest, WaitingListEntry
from tests import make
from tests.make import NOW
from tests.races.test_bookings import race, refusals

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
HOUR = timedelta(hours=1)


@pytest.fixture
def slot():
    slot = make.slot(starts_at=NOW + HOUR)
    make.room(hall=make.hall(fair=slot.fair))
    return slot


@pytest.fixture
def star(slot):
    star = make.participant(fair=slot.fair)
    make.laid_out(star)
    make.available(star, slot)
    return star


@pytest.fixture
def entries(star):
    people = [make.participant(fair=star.fair) for _ in range(8)]
    make.laid_out(*people)
    line = [make.wait(waiting=who, wanted=star, welcomed_at=NOW, since=NOW - n * HOUR) for n, who in enumerate(people)]
    return line[::-1]  # whoever has waited longest first


def offered():
    return list(WaitingListEntry.objects.filter(status="offered"))


def test_sweeps_at_the_same_moment_offer_a_slot_once(entries):
    told = race(*[lambda: deeds.offer_freed_slots(at=NOW)] * 8)
    assert refusals(told) == []
    assert [entry.waiting for entry in offered()] == [entries[0].waiting]


def test_an_offer_that_is_taken_from_many_windows_is_one_meeting(entries):
    deeds.offer_freed_slots(at=NOW)
    told = race(*[lambda: deeds.take_offer(entry_id=entries[0].pk, at=NOW)] * 8)
    assert refusals(told) == []
    assert (Booking.objects.count(), MeetingRequest.objects.count()) == (1, 1)


def test_an_offer_is_taken_or_passed_on_but_never_both(entries, star):
    deeds.offer_freed_slots(at=NOW)
    race(
        lambda: deeds.take_offer(entry_id=entries[0].pk, at=NOW),
        lambda: deeds.pass_on_offer(entry_id=entries[0].pk, at=NOW),
    )
    deeds.offer_freed_slots(at=NOW)
    is_taken = WaitingListEntry.objects.get(pk=entries[0].pk).status == "taken"
    assert (Booking.objects.count(), len(offered())) == ((1, 0) if is_taken else (0, 1))


def test_of_an_offer_and_the_hosts_own_yes_to_somebody_else_one_wins(entries, star, slot):
    deeds.offer_freed_slots(at=NOW)
    asked = make.meeting_request(recipient=star, sender=entries[5].waiting, wishes=[slot])
    told = race(
        lambda: deeds.take_offer(entry_id=entries[0].pk, at=NOW),
        lambda: accept_request(request_id=asked.pk, slot_id=slot.pk, by=star.user, at=NOW),
    )
    assert refusals(told) in ([errors.SlotTaken], [errors.YouAreBusy])
    assert Attendance.objects.filter(user=star.user).count() == 1
