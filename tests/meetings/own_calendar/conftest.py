"""Somebody at a fair who may enter a calendar of his own."""

import pytest

from tests import make


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def me(fair):
    return make.participant(fair=fair, user=make.member(time_zone="Europe/Brussels", country="BE"))
