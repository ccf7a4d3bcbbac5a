"""Somebody whom everybody wants, the meeting for which his one time is booked, and those who wait for him."""

import pytest

from tests import make
from tests.make import NOW
from tests.meetings.waiting_list.lists import MINUTE, again, cancel, join, sweep


@pytest.fixture
def fair():
    fair = make.fair()
    make.room(hall=make.hall(fair=fair))
    return fair


@pytest.fixture
def slots(fair):
    return make.slots(fair, 2)


@pytest.fixture
def star(fair, slots):
    """Somebody whom everybody wants: the one time that he has opened is booked."""
    star = make.visitor(participant=make.participant(fair=fair)).participant
    make.laid_out(star)
    make.available(star, slots[0])
    return star


@pytest.fixture
def meeting(star, slots):
    return make.booking(slot=slots[0], host=star)


@pytest.fixture
def buyers(fair):
    people = [make.participant(fair=fair) for _ in range(3)]
    make.laid_out(*people)
    return people


@pytest.fixture
def offered(star, meeting, buyers):
    """The first of two in the line has an offer until half of the hour to the slot is gone."""
    entries = [join(who, star, at=NOW + n * MINUTE) for n, who in enumerate(buyers[:2])]
    cancel(meeting)
    assert sweep() == 1
    return again(entries[0])
