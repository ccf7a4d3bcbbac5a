"""Somebody at a fair with four slots, who may open them."""

from datetime import timedelta

import pytest

from tests import make
from tests.make import NOW


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def me(fair):
    user = make.user(time_zone="Europe/Brussels", country="BE")
    return make.participant(fair=fair, user=user)


@pytest.fixture
def slots(fair):
    """At 11, 15, 17 and 18 o'clock in Brussels."""
    return [make.slot(fair=fair, starts_at=NOW + timedelta(hours=n)) for n in (0, 4, 6, 7)]


@pytest.fixture
def told(monkeypatch):
    """The fairs, days and people of which open pages are told."""
    heard = []
    place = "matchmaking.meetings.actions.agendas."
    monkeypatch.setattr(place + "announce_day", lambda fair, day: heard.append((fair, day)))
    monkeypatch.setattr(place + "announce_people", lambda users: heard.append(users))
    return heard


@pytest.fixture
def signed_in(client, me):
    make.laid_out(me)
    client.force_login(me.user)
    return client
