"""An owner, a visitor, and a browser that is in her name."""

import pytest

from tests import make
from tests.organising.steads.entering import begin, proven


@pytest.fixture
def owner(client, fair):
    """An owner of the fair who has just proven who he is."""
    made = make.organiser(fair=fair, user=make.member(name="Odile"))
    proven(client, made.user)
    return made


@pytest.fixture
def amina(fair):
    return make.visitor(participant=make.participant(fair=fair, user=make.member(name="Amina Diallo"))).participant


@pytest.fixture
def inside(client, owner, amina):
    """The owner's browser, in Amina's name."""
    assert begin(client, amina).status_code == 302
    return client
