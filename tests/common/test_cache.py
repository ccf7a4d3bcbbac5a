"""While the cache is away, pages come and nobody is signed out."""

from contextvars import Context
from time import monotonic

import pytest
from django.core.cache import cache, caches
from django.urls import reverse

from tests import make
from tradefair.cache import PAUSE, clients_of

NOBODY = "redis://127.0.0.1:1/0"  # no server is there


@pytest.fixture
def away(settings):
    """Nothing is known of it yet: other tests have found it away too."""
    clients_of.cache_clear()
    settings.CACHES = {"default": {"BACKEND": "tradefair.cache.Cache", "LOCATION": NOBODY}}


def test_a_cache_that_is_away_knows_nothing_and_refuses_nothing(away):
    cache.set("name", "value")
    cache.set_many({"name": "value"})
    cache.delete("name")
    cache.delete_many(["name"])
    assert (cache.get("name"), cache.get("name", "default"), cache.get_many(["name"])) == (None, "default", {})
    assert ("name" in cache, cache.touch("name"), cache.add("name", 1), cache.incr("name")) == (False, False, True, 1)
    assert cache.get_or_set("name", lambda: "made") == "made"


def test_one_that_did_not_answer_is_left_alone_for_a_while(away, caplog):
    for _ in range(20):
        cache.get("name")
    assert len(caplog.records) == 1


def test_it_is_asked_again_when_the_while_is_over(away, caplog, monkeypatch):
    cache.get("name")
    later = monotonic() + PAUSE
    monkeypatch.setattr("tradefair.cache.monotonic", lambda: later)
    cache.get("name")
    assert len(caplog.records) == 2


def test_whoever_asks_in_one_process_has_the_same_clients():
    found = [Context().run(lambda: caches["default"]) for _ in range(2)]
    assert found[0] is not found[1]
    assert found[0]._cache is found[1]._cache


@pytest.mark.django_db
def test_readers_stay_signed_in_and_come_in_and_go(client, away):
    user = make.member()
    client.force_login(user)
    me = reverse("accounts:me")
    assert [client.get(me).status_code for _ in range(2)] == [200, 200]
    client.logout()
    assert client.get(me).status_code == 302


@pytest.mark.django_db
def test_directories_are_found_without_it(client, away):
    person = make.participant()
    client.force_login(person.user)
    for name in ("exhibitors:directory", "visitors:directory", "meetings:show-agenda"):
        assert client.get(reverse(name, args=[person.fair.slug])).status_code == 200
