"""Push messages: to each browser in which somebody has turned them on, and readable in no other."""

import jwt
import pytest
from django.urls import reverse
from django.utils import timezone

from matchmaking.reminders import rules, sealing
from matchmaking.reminders.actions.delivering import claim
from matchmaking.reminders.models import Delivery
from tests import make
from tests.outside import NAME, answer, server
from tests.reminders.browsers import Browser
from tests.reminders.pushes import Kind, Problem, Way, call_off, owed, send, state_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("key")]


def test_send_brings_each_browser_what_only_it_can_read(reader, key):
    delivery, browsers = owed(reader), [Browser(), Browser()]
    with server(answer(status="201 Created")) as there:
        kept = [each.subscribed(reader, there.address(f"/{n}")) for n, each in enumerate(browsers)]
        assert send(there) == 1
    assert state_of(delivery) == ("sent", "")
    notice, brought = delivery.notice, {}
    for request, body in zip(there.heard, there.brought, strict=True):
        first, *lines = request.split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        assert (headers["Urgency"], headers["Topic"]) == ("high", notice.pk.hex)
        assert (headers["Content-Encoding"], len(headers["Topic"])) == ("aes128gcm", 32)
        assert 880 < int(headers["TTL"]) <= 900
        token, public = headers["Authorization"].removeprefix("vapid t=").split(", k=")
        assert public == sealing.public_half(key)
        proven = jwt.decode(
            token, sealing.point_of(public), ["ES256"], audience=f"https://{NAME}:{there.port}"
        )  # in time, too
        assert proven["sub"] == "mailto:fair@example.com"
        brought[first.split()[1]] = body
    for n, browser in enumerate(browsers):
        said = browser.said(brought[f"/{n}"])
        assert set(said) == {"title", "body", "path", "tag", "lang", "dir"}
        assert said["title"] == "In 15 minutes: Ana Quispe"
        assert "Brussels · " in said["body"]
        assert "Lima" in said["body"]
        assert "\n" not in said["body"]
        assert said["path"] == reverse("lobbies:enter-room", args=[notice.subject])
        assert (said["tag"], said["lang"], said["dir"]) == (str(notice.pk), "en", "ltr")
        kept[n].refresh_from_db()
        assert kept[n].last_used_at is not None


def test_send_speaks_the_language_of_the_reader():
    reader, browser = make.user(language="fr", time_zone="Europe/Brussels"), Browser()
    owed(reader, kind=Kind.BOOKING_MOVED)
    with server(answer(status="201 Created")) as there:
        browser.subscribed(reader, there.address())
        send(there)
    said = browser.said(there.brought[0])
    assert (said["lang"], "Bruxelles" in said["body"]) == ("fr", True)
    assert "Urgency: normal" in there.heard[0]


def test_send_says_no_more_than_every_push_service_takes(reader):
    browser = Browser()
    call_off(owed(reader, kind=Kind.BOOKING_CANCELLED, name="Ελληνικά 漢字 " * 10))
    with server(answer(status="201 Created")) as there:
        browser.subscribed(reader, there.address())
        send(there)
    assert len(there.brought[0]) < 3000
    assert browser.said(there.brought[0])["title"].endswith("…")


def test_send_repeats_itself_by_the_same_name_after_a_crash(reader):
    """Who has sent and not stamped is taken over; the second message replaces the first."""
    delivery, browser = owed(reader), Browser()
    with server(answer(status="201 Created")) as there:
        browser.subscribed(reader, there.address())
        send(there)
        lost = timezone.now() - rules.PATIENCE
        Delivery.objects.filter(pk=delivery.pk).update(status="waiting", ended_at=None, claimed_at=lost)
        assert send(there) == 1
    first, second = (browser.said(each) for each in there.brought)
    assert first["tag"] == second["tag"]
    assert there.heard[0].count(delivery.notice.pk.hex) == there.heard[1].count(delivery.notice.pk.hex) == 1


def test_send_leaves_to_others_what_they_have_claimed(reader):
    owed(reader)
    claim(way=Way.PUSH, most=9, at=timezone.now())
    with server(answer(status="201 Created")) as there:
        Browser().subscribed(reader, there.address())
        assert send(there) == 0
    assert there.heard == []


def test_send_says_nothing_that_is_not_true_any_more(reader):
    delivery = owed(reader)
    call_off(delivery)
    with server(answer(status="201 Created")) as there:
        Browser().subscribed(reader, there.address())
        assert send(there) == 0
    assert there.heard == []
    assert state_of(delivery) == ("dropped", Problem.CHANGED)
