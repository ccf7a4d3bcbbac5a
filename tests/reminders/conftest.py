"""Whoever is told something in his browser, and the key with which we prove who tells him."""

import pytest

from tests import make
from tradefair.keys import new_push_key


@pytest.fixture
def key(settings):
    settings.VAPID_PRIVATE_KEY = new_push_key()
    settings.DEFAULT_FROM_EMAIL = "Tradefair <fair@example.com>"
    return settings.VAPID_PRIVATE_KEY


@pytest.fixture
def reader():
    return make.user(time_zone="Europe/Brussels")
