"""What the database refuses, whatever code runs. One test per name."""

from datetime import time

import pytest

from matchmaking.reminders.models import DeadAddress, Delivery, FairLeads, Habits, Notice, Wish
from tests import make
from tests.make import NOW
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make.participant()


def notice(person, **kw):
    facts = {"recipient": person.user, "fair": person.fair, "kind": "follow_up", "due_at": NOW, "owed_at": NOW}
    return Notice.objects.create(**facts | kw)


def test_told_once(person):
    notice(person)
    notice(person, occasion="another")
    notice(person, kind="device_test")
    notice(make.participant(fair=person.fair))
    with refused_by("told_once"):
        notice(person)


def test_notice_goes_each_way_once(person):
    made = notice(person)
    for way in Delivery.Way:
        Delivery.objects.create(notice=made, way=way, due_at=NOW)
    with refused_by("notice_goes_each_way_once"):
        Delivery.objects.create(notice=made, way="mail", due_at=NOW)


@pytest.mark.parametrize("status", ["sent", "dropped", "failed"])
def test_delivery_ended_iff_stamped(person, status):
    made = Delivery.objects.create(notice=notice(person), way="mail", due_at=NOW)
    with refused_by("delivery_ended_iff_stamped"):
        Delivery.objects.filter(pk=made.pk).update(status=status)
    with refused_by("delivery_ended_iff_stamped"):
        Delivery.objects.filter(pk=made.pk).update(ended_at=NOW)
    Delivery.objects.filter(pk=made.pk).update(status=status, ended_at=NOW)


def test_one_wish_per_person_and_kind(person):
    Wish.objects.create(user=person.user, kind="offer")
    Wish.objects.create(user=person.user, kind="soon")
    with refused_by("one_wish_per_person_and_kind"):
        Wish.objects.create(user=person.user, kind="offer", mail="never")


WRONG = [{"day_before_hours": 1}, {"day_before_hours": 73}, {"soon_minutes": 4}, {"soon_minutes": 121}]


@pytest.mark.parametrize("lead", WRONG)
def test_fair_reminds_in_time(person, lead):
    with refused_by("fair_reminds_in_time"):
        FairLeads.objects.create(fair=person.fair, **lead)


@pytest.mark.parametrize("lead", WRONG)
def test_person_is_reminded_in_time(person, lead):
    with refused_by("person_is_reminded_in_time"):
        Habits.objects.create(user=person.user, **lead)


def test_quiet_hours_begin_and_end(person):
    with refused_by("quiet_hours_begin_and_end"):
        Habits.objects.create(user=person.user, quiet_from=time(7), quiet_to=time(7))


def test_address_dies_once():
    DeadAddress.objects.create(address="gone@example.com", cause="bounced")
    with refused_by("address_dies_once"):
        DeadAddress.objects.create(address="gone@example.com", cause="refused")


def test_dead_addresses_are_in_small_letters():
    with refused_by("dead_addresses_are_in_small_letters"):
        DeadAddress.objects.create(address="Gone@example.com", cause="bounced")
