"""Push messages come past whatever a push service does, or wait, or end with a reason."""

import time
from datetime import timedelta
from email.utils import format_datetime

import pytest
from django.utils import timezone

from matchmaking.reminders import rules
from matchmaking.reminders.models import PushSubscription
from matchmaking.reminders.pushing import send_pushes
from tests import make
from tests.make import NOW
from tests.outside import answer, server
from tests.reminders.browsers import Browser
from tests.reminders.pushes import HOUR, MINUTE, Problem, owed, send, state_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("key")]


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_send_forgets_a_browser_that_is_gone(reader, status):
    delivery = owed(reader)
    with server(answer("no such subscription", status)) as there:
        Browser().subscribed(reader, there.address())
        assert send(there) == 0
    assert not PushSubscription.objects.exists()
    assert state_of(delivery) == ("dropped", Problem.GONE)


@pytest.mark.parametrize("status", ["410 Gone", "503 Busy", "400 Bad Request", "201 Created"])
def test_send_reaches_the_other_browsers_whatever_one_does(reader, status):
    def speak(line, path):
        answer(status=status if path == "/one" else "201 Created")(line, path)

    delivery = owed(reader)
    with server(speak) as there:
        for path in ("/one", "/two"):
            Browser().subscribed(reader, there.address(path))
        assert send(there) == 1
    assert state_of(delivery) == ("sent", "")
    assert len(there.heard) == 2
    left = PushSubscription.objects.order_by("pk").values_list("endpoint", flat=True)
    assert list(left) == [there.address(path) for path in ("/one", "/two") if path != "/one" or status[:3] != "410"]


IN_TWENTY_MINUTES = "in twenty minutes"  # counted when it is said


@pytest.mark.parametrize(
    ("status", "headers", "minutes"),
    [
        ("429 Slow Down", {"Retry_After": "600"}, 10),
        ("429 Slow Down", {"Retry_After": "99999999999999"}, 60),
        ("503 Busy", {"Retry_After": IN_TWENTY_MINUTES}, 20),
        ("500 Oops", {"Retry_After": "tomorrow"}, 1),
        ("502 Bad Gateway", {}, 1),
    ],
)
def test_send_comes_back_later_where_it_is_sent_away(reader, status, headers, minutes):
    delivery = owed(reader, minutes=120)
    then = format_datetime(timezone.now() + 20 * MINUTE, usegmt=False)
    headers = {name: then if value == IN_TWENTY_MINUTES else value for name, value in headers.items()}
    with server(answer(status=status, **headers)) as there:
        Browser().subscribed(reader, there.address())
        assert send(there) == 0
    assert state_of(delivery) == ("waiting", Problem.AWAY)
    assert (delivery.claimed_at, delivery.answer) == (None, status)
    assert abs(delivery.due_at - timezone.now() - minutes * MINUTE) < 2 * MINUTE
    assert PushSubscription.objects.count() == 1


def test_send_comes_back_later_to_whom_it_does_not_reach(reader):
    delivery = owed(reader)
    with server(answer()) as there:
        Browser().subscribed(reader, there.address())
    assert send(there) == 0
    assert state_of(delivery) == ("waiting", Problem.AWAY)


def test_a_service_that_hangs_keeps_nobody_else_waiting(reader):
    def speak(line, path):
        if path == "/hangs":
            time.sleep(3)
        answer(status="201 Created")(line, path)

    slow, other = owed(reader), make.user()
    quick = owed(other)
    with server(speak) as there:
        Browser().subscribed(reader, there.address("/hangs"))
        Browser().subscribed(other, there.address("/answers"))
        began = time.monotonic()
        assert send(there, patience=1) == 1
    assert time.monotonic() - began < 2.5
    assert (state_of(slow), state_of(quick)) == (("waiting", Problem.AWAY), ("sent", ""))


def test_send_follows_nobody_into_our_own_network(reader):
    delivery = owed(reader)
    with server(answer(status="302 Found", Location="https://127.0.0.1/")) as there:
        Browser().subscribed(reader, there.address())
        assert send(there) == 0
    assert len(there.heard) == 1
    assert state_of(delivery) == ("failed", Problem.REFUSED)


def test_send_forgets_a_browser_whose_address_leads_into_our_own_network(reader):
    delivery = owed(reader)
    with server(answer(status="201 Created")) as there:
        Browser().subscribed(reader, there.address(name="push.example"))
        assert send(there, push_example=["10.0.0.7"]) == 0
    assert there.heard == []
    assert not PushSubscription.objects.exists()
    assert state_of(delivery) == ("dropped", Problem.GONE)


def test_send_does_not_repeat_what_is_refused(reader):
    delivery = owed(reader)
    with server(answer("bad", "403 Forbidden")) as there:
        Browser().subscribed(reader, there.address())
        assert send(there) == 0
    assert state_of(delivery) == ("failed", Problem.REFUSED)
    assert (delivery.answer, PushSubscription.objects.count()) == ("403 Forbidden", 1)


def test_send_gives_back_what_it_has_no_time_for(reader, monkeypatch):
    monkeypatch.setattr(rules, "LONGEST_ROUND", timedelta(0))
    delivery = owed(reader)
    with server(answer(status="201 Created")) as there:
        Browser().subscribed(reader, there.address())
        assert send_pushes(until=time.monotonic() + 0.1, ways=there.ways()) == 0
    assert state_of(delivery) == ("waiting", "")
    assert (delivery.claimed_at, delivery.tries) == (None, 0)


def test_without_a_key_nobody_is_told(reader, settings):
    delivery = owed(reader)
    settings.VAPID_PRIVATE_KEY = ""
    with server(answer(status="201 Created")) as there:
        Browser().subscribed(reader, there.address())
        assert send(there) == 0
    assert there.heard == []
    assert state_of(delivery) == ("dropped", Problem.GONE)


@pytest.mark.parametrize(
    ("ends", "seconds"), [(NOW + HOUR, 3600), (NOW - HOUR, 0), (None, 24 * 3600), (NOW + timedelta(seconds=0.9), 0)]
)
def test_a_push_service_keeps_it_as_long_as_it_is_of_use(ends, seconds):
    assert rules.keeps_for(NOW, ends) == seconds


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("", None),
        ("0", NOW),
        ("120", NOW + 2 * MINUTE),
        ("7200", NOW + HOUR),
        ("-5", None),
        ("1.5", None),
        ("Tue, 14 May 2030 09:30:00 GMT", NOW + 30 * MINUTE),
        ("Tue, 14 May 2030 08:30:00 GMT", NOW),
        ("Tue, 14 May 2030 09:30:00 -0000", None),
        ("Wed, 15 May 2030 09:30:00 GMT", NOW + HOUR),
        ("9" * 30, NOW + HOUR),
        ("nonsense", None),
    ],
)
def test_when_a_server_wants_to_see_us_again(said, then):
    assert rules.come_back_at(said, NOW) == then
