"""What is told once on an occasion stays true to the second, however the microseconds of its moment fall."""

from datetime import timedelta

import pytest

from matchmaking.reminders import tellings
from matchmaking.reminders.actions.owing import note_what_is_owed
from matchmaking.reminders.models import Notice
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("microseconds", [0, 499_999, 500_000, 999_999])
def test_an_occasion_is_the_same_in_the_database_and_here(microseconds):
    odd = NOW + timedelta(microseconds=microseconds)
    fair = make.fair()
    host = make.participant(fair=fair, decided_by=make.organiser(fair=fair).user, decided_at=odd)
    slot = make.slot(fair=fair, starts_at=odd + timedelta(minutes=10))
    make.booking(slot=slot, host=host, booked_at=NOW - timedelta(days=9))
    offer = {"host": host, "slot": make.slot(fair=fair, starts_at=NOW + timedelta(hours=3)), "offered_at": odd}
    make.wait(fair=fair, wanted=host, status="offered", offer_ends_at=NOW + timedelta(hours=1), **offer)
    at = NOW + timedelta(seconds=2)
    note_what_is_owed(at=at)
    kinds = {Notice.Kind.OFFER, Notice.Kind.SOON, Notice.Kind.REGISTRATION}
    notices = list(Notice.objects.filter(kind__in=kinds).select_related("recipient", "fair"))
    assert {notice.kind for notice in notices} == kinds
    said = tellings.read(notices, at=at)
    assert all(said[notice.pk].is_true for notice in notices)
