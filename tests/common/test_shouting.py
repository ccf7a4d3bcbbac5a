"""Telling open pages: on its way at once, each thing once, and never in the way of what is told."""

import asyncio
import time
from threading import Event

import pytest
from django.db import transaction

from matchmaking.common import shouting
from matchmaking.meetings.announcements import announce_people


class Layer:
    """A channel layer that writes down what it is told, and may be away."""

    def __init__(self):
        self.told, self.is_away, self.heard = [], False, Event()

    async def group_send(self, group, message):
        if self.is_away:
            await asyncio.sleep(60)
        self.told.append((group, message))
        self.heard.set()


@pytest.fixture
def layer(monkeypatch):
    layer = Layer()
    monkeypatch.setattr(shouting, "get_channel_layer", lambda: layer)
    return layer


def settle():
    time.sleep(5 * shouting.BLINK)


def test_what_is_said_twice_within_a_blink_is_told_once(layer):
    line = shouting.Line()
    for _ in range(3):
        line.take(["a", "b"], {"type": "changed"})
    line.take(["a"], {"type": "gone"})
    assert layer.heard.wait(5)
    settle()
    assert layer.told == [("a", {"type": "changed"}), ("b", {"type": "changed"}), ("a", {"type": "gone"})]


def test_what_is_said_later_is_told_again(layer):
    line = shouting.Line()
    for _ in range(2):
        layer.heard.clear()
        line.take(["a"], {"type": "changed"})
        assert layer.heard.wait(5)
        settle()
    assert len(layer.told) == 2


def test_a_layer_that_is_away_holds_nobody_up_and_is_told_the_newest_when_it_is_back(layer, monkeypatch, caplog):
    monkeypatch.setattr(shouting, "PATIENCE", 0.05)
    layer.is_away = True
    line = shouting.Line()
    began = time.perf_counter()
    for _ in range(1000):
        line.take(["a"], {"type": "changed"})
    assert time.perf_counter() - began < 1
    time.sleep(0.2)
    assert "could not be told" in caplog.text
    layer.is_away = False
    line.take(["a"], {"type": "changed"})
    assert layer.heard.wait(5)
    assert layer.told[-1] == ("a", {"type": "changed"})


def fail_after_announcing():
    with transaction.atomic():
        announce_people([1])
        raise ZeroDivisionError


def test_nothing_is_told_of_what_has_not_happened(layer, transactional_db):
    with pytest.raises(ZeroDivisionError):
        fail_after_announcing()
    settle()
    assert layer.told == []
