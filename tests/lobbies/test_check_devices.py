"""The page on which devices and line are tried without a meeting, and what is kept of it."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from matchmaking.lobbies.models import DeviceCheck
from matchmaking.lobbies.rules import is_weak
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
GOOD = {"browser": "Firefox", "microphone": "Headset", "camera": "Webcam", "hears": True}
RELAY = {"path": "relay", "round_trip_ms": 80, "kilobits": 4000}


@pytest.fixture
def me(time_machine, client):
    time_machine.move_to(NOW, tick=False)
    me = make.participant(user=make.member())
    client.force_login(me.user)
    return me


@pytest.fixture
def address(me):
    return reverse("lobbies:check-devices", args=[me.fair.slug])


def keep(client, address, **found):
    return client.post(address, {"found": json.dumps(found)})


def test_it_has_the_relay_of_whoever_tries_and_says_that_nothing_was_tried_yet(client, address, me, settings):
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:relay.example.com"], "x" * 32
    page = client.get(address).content.decode()
    assert "Nothing was tried yet." in page
    assert f"{int((NOW + timedelta(hours=4)).timestamp())}:{me.user.pk}" in page
    assert address == f"/fairs/{me.fair.slug}/device-check/"


def test_what_was_found_is_kept_and_shown(client, address, me):
    page = keep(client, address, **GOOD, **RELAY)
    assert "Everything works" in page.content.decode()
    check = DeviceCheck.objects.get()
    assert (check.user, check.checked_at, check.camera, check.hears) == (me.user, NOW, "Webcam", True)
    assert (check.path, check.round_trip_ms, check.kilobits) == ("relay", 80, 4000)
    assert "80 ms there and back, 4000 kbit/s" in client.get(address).content.decode()


def test_what_is_not_tried_again_stays_as_it_was(client, address):
    keep(client, address, hears=True)
    keep(client, address, microphone="Headset")
    assert DeviceCheck.objects.values_list("hears", "microphone").get() == (True, "Headset")


@pytest.mark.parametrize(
    "change",
    [{"camera": ""}, {"microphone": ""}, {"hears": False}, {"kilobits": 300}, {"round_trip_ms": 900}],
)
def test_something_that_does_not_do_is_not_said_to_work(client, address, change):
    page = keep(client, address, **GOOD | RELAY | change).content.decode()
    assert "Everything works" not in page


@pytest.mark.parametrize(
    ("facts", "weak"),
    [((80, 4000), False), ((601, 4000), True), ((600, 500), False), ((80, 499), True), ((None, None), False)],
)
def test_a_line_that_is_too_slow_or_too_narrow_for_pictures_is_weak(facts, weak):
    assert is_weak(DeviceCheck(path="relay", round_trip_ms=facts[0], kilobits=facts[1])) is weak


@pytest.mark.parametrize("said", ["", "{", "[]", "7", '{"camera": "\\ud800"}', "[" * 5000])
def test_nonsense_is_refused_and_nothing_is_kept(client, address, said):
    assert client.post(address, {"found": said}).status_code == 422
    assert not DeviceCheck.objects.exists()


def test_whoever_does_not_take_part_is_told_so_and_has_no_relay(client, me, settings):
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:relay.example.com"], "x" * 32
    client.force_login(make.member())
    page = client.get(reverse("lobbies:check-devices", args=[me.fair.slug]))
    assert page.status_code == 409
    assert "relay.example.com" not in page.content.decode()


def test_agenda_and_meeting_lead_there(client, address, me):
    booking = make.booking(slot=make.slot(fair=me.fair), guest=me)
    for page in (
        reverse("meetings:show-agenda", args=[me.fair.slug]),
        reverse("meetings:show-booking", args=[booking.pk]),
    ):
        assert f'href="{address}"' in client.get(page).content.decode()
