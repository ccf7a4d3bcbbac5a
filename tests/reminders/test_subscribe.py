"""The page's script turns push messages on and off at the door, for its own reader alone."""

from hashlib import sha256

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from matchmaking.reminders import sealing
from matchmaking.reminders.models import PushSubscription
from tests import make
from tests.reminders.browsers import Browser
from tests.reminders.pushes import ENDPOINT, kept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("key")]


@pytest.fixture
def client(reader):
    client = Client()
    client.force_login(reader)
    return client


def facts(**kw):
    browser = Browser()
    return {"endpoint": ENDPOINT, "p256dh": browser.p256dh, "auth": browser.auth} | kw


def test_subscribe_page_keeps_the_browser(client, reader):
    said = facts(p256dh=facts()["p256dh"] + "=")
    assert client.post(reverse("reminders:subscribe"), said).status_code == 204
    subscription = PushSubscription.objects.get()
    assert (subscription.user, subscription.endpoint, subscription.auth) == (reader, ENDPOINT, said["auth"])
    assert subscription.p256dh == said["p256dh"].rstrip("=")


@pytest.mark.parametrize(
    "nonsense",
    [
        {"endpoint": ""},
        {"endpoint": "nonsense"},
        {"endpoint": "http://push.example/abc"},
        {"endpoint": "javascript:alert(1)"},
        {"endpoint": "https://push.example:22/"},
        {"endpoint": "https://me:secret@push.example/"},
        {"endpoint": "https://push.example/\x00"},
        {"endpoint": ENDPOINT + "a" * 1000},
        {"p256dh": ""},
        {"p256dh": "AAAA"},
        {"p256dh": "é" * 87},
        {"p256dh": sealing.text_of(b"\x04" + bytes(64))},  # no point of the curve
        {"p256dh": "B" * 9999},
        {"auth": ""},
        {"auth": "AAAA"},
        {"auth": "ü" * 22},
        {"auth": "A"},
        {"auth": "A" * 9999},
    ],
    ids=lambda nonsense: repr(nonsense)[:40],
)
def test_subscribe_page_refuses_nonsense(client, nonsense):
    assert client.post(reverse("reminders:subscribe"), facts(**nonsense)).status_code == 422
    assert not PushSubscription.objects.exists()


def test_subscribe_page_is_not_there_without_a_key(client, settings):
    settings.VAPID_PRIVATE_KEY = ""
    assert client.post(reverse("reminders:subscribe"), facts()).status_code == 404


def test_forget_page_forgets_ones_own_browser(client, reader):
    kept(reader)
    other = kept(make.user(), f"{ENDPOINT}/other")
    for endpoint in (ENDPOINT, other.endpoint, "nonsense"):
        assert client.post(reverse("reminders:forget-browser"), {"endpoint": endpoint}).status_code == 204
    assert list(PushSubscription.objects.all()) == [other]


@pytest.mark.parametrize("address", ["reminders:subscribe", "reminders:forget-browser"])
def test_nobody_is_subscribed_from_another_site(reader, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    assert client.post(reverse(address), facts()).status_code == 403


def section(user):
    return Template("{% include 'reminders/_push.html' %}").render(Context({"user": user, "csrf_token": "token"}))


def test_the_section_says_our_key_and_no_address(reader, key):
    kept(reader)
    drawn = section(reader)
    assert f'data-push-key="{sealing.public_half(key)}"' in drawn
    assert sha256(ENDPOINT.encode()).hexdigest() in drawn
    assert ENDPOINT not in drawn


def test_the_section_is_not_there_without_a_key(reader, settings):
    settings.VAPID_PRIVATE_KEY = ""
    assert section(reader).strip() == ""
