"""What the pages' tests share: the fair, its organiser signed in, and the first morning of the fair."""

import pytest
import time_machine

from tests import make
from tests.make import NOW


@pytest.fixture
def during_the_fair():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def organiser(fair, client):
    """Signed in."""
    ours = make.organiser(fair=fair)
    client.force_login(ours.user)
    return ours
