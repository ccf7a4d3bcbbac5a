"""What the database refuses of waiting lists, whatever code runs. One test per name."""

from datetime import timedelta

import pytest

from matchmaking.meetings.models import WaitingListEntry
from tests import make
from tests.make import NOW
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db
HALF = timedelta(minutes=30)


def wait(**kw):
    waiting = kw.pop("waiting", None) or make.participant()
    return WaitingListEntry.objects.create(**{"fair": waiting.fair, "waiting": waiting} | kw)


def test_one_waits_for_a_person_or_a_stand():
    fair = make.fair()
    person, stand = make.participant(fair=fair), make.exhibitor(fair=fair)
    for wanted in ({}, {"wanted": person, "wanted_stand": stand}):
        with refused_by("one_waits_for_a_person_or_a_stand"):
            wait(waiting=make.participant(fair=fair), **wanted)


def test_nobody_waits_for_himself():
    person = make.participant()
    with refused_by("nobody_waits_for_himself"):
        wait(waiting=person, wanted=person)


def test_one_place_per_person_in_a_persons_list():
    waiting = make.participant()
    wanted = make.participant(fair=waiting.fair)
    first = wait(waiting=waiting, wanted=wanted)
    with refused_by("one_place_per_person_in_a_persons_list"):
        wait(waiting=waiting, wanted=wanted)
    first.status = "withdrawn"
    first.save()
    wait(waiting=waiting, wanted=wanted)


def test_one_place_per_person_in_a_stands_list():
    waiting = make.participant()
    stand = make.exhibitor(fair=waiting.fair)
    wait(waiting=waiting, wanted_stand=stand)
    with refused_by("one_place_per_person_in_a_stands_list"):
        wait(waiting=waiting, wanted_stand=stand)


def test_freed_slot_offered_to_one_at_a_time():
    host = make.participant()
    offer = {
        "wanted": host,
        "host": host,
        "slot": make.slot(fair=host.fair),
        "status": "offered",
        "offered_at": NOW,
        "offer_ends_at": NOW + HALF,
    }
    wait(waiting=make.participant(fair=host.fair), **offer)
    with refused_by("freed_slot_offered_to_one_at_a_time"):
        wait(waiting=make.participant(fair=host.fair), **offer)


def test_offer_made_iff_stamped():
    waiting = make.participant()
    with refused_by("offer_made_iff_stamped"):
        wait(waiting=waiting, wanted=make.participant(fair=waiting.fair), status="offered")


def test_waiting_list_stays_within_its_fair():
    with refused_by("waiting_list_stays_within_its_fair"):
        wait(wanted=make.participant())
