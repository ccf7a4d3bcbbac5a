"""What is owed about requests and waiting lists."""

from datetime import timedelta

import pytest

from matchmaking.meetings.actions.answering import assign_request, decline_request, propose_slots
from matchmaking.meetings.actions.requesting import Wish, change_request, withdraw_request
from matchmaking.reminders.actions.owing import note_what_is_owed
from matchmaking.reminders.models import Delivery, Notice
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Kind = Notice.Kind


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def slots(fair):
    return make.slots(fair, 3)


@pytest.fixture
def asked(fair, slots):
    return make.meeting_request(fair=fair, wishes=slots[:2])


@pytest.fixture
def to_a_stand(fair, slots):
    """A request to a stand for which two speak."""
    stand = make.exhibitor(fair=fair)
    team = [make.representative(exhibitor=stand, position=n) for n in range(2)]
    return make.meeting_request(fair=fair, recipient_stand=stand, wishes=slots), [seat.participant for seat in team]


def told(at=NOW):
    """Who is told what in a run at this moment."""
    before = set(Notice.objects.values_list("pk", flat=True))
    note_what_is_owed(at=at)
    fresh = Notice.objects.exclude(pk__in=before).order_by("recipient__pk")
    return [(notice.recipient, notice.kind) for notice in fresh]


def test_note_tells_whoever_is_asked_once(asked):
    assert told() == [(asked.recipient.user, Kind.REQUEST_RECEIVED)]
    assert told(NOW + MINUTE) == []


def test_note_tells_the_whole_team_and_then_whose_it_has_become(to_a_stand):
    asked, (one, other) = to_a_stand
    assert told() == [(one.user, Kind.REQUEST_RECEIVED), (other.user, Kind.REQUEST_RECEIVED)]
    assign_request(request_id=asked.pk, to=other, at=NOW + MINUTE)
    assert told(NOW + 2 * MINUTE) == [(other.user, Kind.REQUEST_CHANGED)]


def test_note_tells_of_changed_times(asked, slots):
    told()
    change_request(request_id=asked.pk, version=1, wish=Wish([slots[2].pk]), at=NOW + MINUTE)
    assert told(NOW + 2 * MINUTE) == [(asked.recipient.user, Kind.REQUEST_CHANGED)]
    assert told(NOW + 3 * MINUTE) == []


def test_note_tells_the_sender_of_other_times_that_are_proposed(asked, slots):
    told()
    propose_slots(request_id=asked.pk, version=1, slots=[slots[2].pk], at=NOW + MINUTE)
    assert told(NOW + 2 * MINUTE) == [(asked.sender.user, Kind.REQUEST_CHANGED)]


def test_note_tells_the_sender_that_he_is_declined(asked):
    told()
    decline_request(request_id=asked.pk, by=asked.recipient.user, at=NOW + MINUTE)
    assert told(NOW + 2 * MINUTE) == [(asked.sender.user, Kind.REQUEST_DECLINED)]
    assert told(NOW + 3 * MINUTE) == []


def test_note_tells_the_recipient_that_what_he_proposed_is_declined(asked, slots):
    told()
    propose_slots(request_id=asked.pk, version=1, slots=[slots[2].pk], at=NOW + MINUTE)
    decline_request(request_id=asked.pk, by=asked.sender.user, as_sender=True, at=NOW + MINUTE)
    assert told(NOW + 2 * MINUTE) == [(asked.recipient.user, Kind.REQUEST_DECLINED)]


def test_note_tells_of_a_withdrawal_only_whoever_had_heard_of_the_request(asked):
    withdraw_request(request_id=asked.pk, by=asked.sender.user, at=NOW)
    assert told() == []


def test_note_tells_of_a_withdrawal_in_the_daily_summary(asked):
    told()
    withdraw_request(request_id=asked.pk, by=asked.sender.user, at=NOW + MINUTE)
    assert told(NOW + 2 * MINUTE) == [(asked.recipient.user, Kind.REQUEST_WITHDRAWN)]
    sent = Delivery.objects.get(notice__kind=Kind.REQUEST_WITHDRAWN)
    assert (sent.way, sent.due_at) == (Delivery.Way.DIGEST, NOW + 22 * HOUR)  # at seven the next morning


def test_note_tells_that_a_request_expires_soon_and_then_that_it_has(asked):
    told()
    assert told(asked.expires_at - 4 * HOUR - MINUTE) == []
    assert told(asked.expires_at - 4 * HOUR) == [(asked.recipient.user, Kind.REQUEST_EXPIRING)]
    assert told(asked.expires_at - HOUR) == []
    asked.status, asked.answered_at = "expired", asked.expires_at
    asked.save()
    assert told(asked.expires_at + MINUTE) == [(asked.sender.user, Kind.REQUEST_EXPIRED)]


def test_note_does_not_hurry_whoever_has_only_just_been_asked(fair, slots):
    short = make.meeting_request(fair=fair, wishes=slots, expires_at=NOW + 5 * HOUR)
    assert told() == [(short.recipient.user, Kind.REQUEST_RECEIVED)]
    assert told(NOW + 2 * HOUR) == []


def test_note_tells_of_an_offer_as_often_as_one_is_made(fair, slots):
    host = make.participant(fair=fair)
    facts = {"host": host, "slot": slots[0], "offer_ends_at": NOW + HOUR}
    entry = make.wait(fair=fair, wanted=host, status="offered", offered_at=NOW, **facts)
    assert told() == [(entry.waiting.user, Kind.OFFER)]
    assert told(NOW + MINUTE) == []
    entry.slot, entry.offered_at = slots[1], NOW + 2 * MINUTE
    entry.save()
    assert told(NOW + 3 * MINUTE) == [(entry.waiting.user, Kind.OFFER)]


def test_note_tells_the_sender_that_his_request_could_not_be_mailed(asked):
    told()
    Delivery.objects.update(status="failed", ended_at=NOW, problem="refused")
    assert told(NOW + MINUTE) == [(asked.sender.user, Kind.NOT_DELIVERED)]
    assert not Delivery.objects.filter(notice__kind=Kind.NOT_DELIVERED).exists()  # in his bell, and not by mail
    assert told(NOW + 2 * MINUTE) == []
