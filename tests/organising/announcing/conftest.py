"""Whoever writes for the fair, signed in, and a clock that stands."""

import pytest

from tests import make
from tests.make import NOW


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def writer(fair):
    return make.organiser(fair=fair, user=make.member(time_zone="America/Lima", is_time_zone_chosen=True))


@pytest.fixture
def desk(client, writer):
    client.force_login(writer.user)
    return client
