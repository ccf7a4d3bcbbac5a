"""What somebody else takes turns grey in an open page, told by a real socket of the server that `make run` starts."""

import os
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from matchmaking.meetings.models import Booking
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30
TICKED = "[...document.querySelectorAll('#day-2030-05-14 input:checked')].map((box) => box.value)"
AT_ONCE = 5  # seconds: a second on a machine that does nothing else


@pytest.fixture
def server(transactional_db):
    """One process with pages and sockets, on the database of the tests."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "DATABASE_URL": database.geturl(),
        "REDIS_URL": settings.REDIS_URL,
        "TRADEFAIR_SECRET_KEY": settings.SECRET_KEY,
    }
    command = [sys.executable, "-m", "uvicorn", "tradefair.asgi:application", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--log-level", "warning", "--timeout-graceful-shutdown", "2"], cwd=ROOT, env=environment
    )
    try:
        wait_for(url)
        yield url
    finally:
        process.terminate()
        process.wait(PATIENCE)


def wait_for(url):
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        try:
            return urlopen(f"{url}/accounts/login/").close()
        except HTTPError:
            raise
        except URLError:
            time.sleep(0.2)
    raise AssertionError("the server does not answer")


@pytest.fixture
def window_of(open_window, server):
    def opened(who):
        client = Client()
        client.force_login(who.user)
        window = open_window(reduced_motion="reduce")
        cookie = client.cookies["sessionid"]
        window.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": server}])
        return window

    return opened


@pytest.fixture
def fair():
    fair = make.fair()
    make.room(hall=make.hall(fair=fair))
    make.room(hall=fair.halls.get())
    return fair


@pytest.fixture
def star(fair):
    star = make.visitor(participant=make.participant(fair=fair, user=make.member())).participant
    make.laid_out(star)
    make.available(star, *make.slots(fair, 3))
    return star


def buyer(fair):
    who = make.participant(fair=fair, user=make.member())
    make.laid_out(who)
    return who


def test_a_slot_that_is_taken_elsewhere_turns_grey_at_once_and_nothing_else_is_lost(server, window_of, fair, star):
    slots = list(fair.slots.order_by("starts_at"))
    asked = make.meeting_request(sender=buyer(fair), recipient=star, wishes=slots[:1])
    window, host = window_of(buyer(fair)), window_of(star)
    window.goto(f"{server}/fairs/{fair.slug}/visitors/{star.visitor_profile.pk}/meet/")
    for slot in slots[:2]:
        window.locator(f"label[for='slot-{slot.pk}']").click()
    window.get_by_label("Your message").fill("Chocolate")
    window.wait_for_timeout(500)  # its line stands
    host.goto(f"{server}/requests/{asked.pk}/")
    began = time.monotonic()
    host.get_by_role("button", name="Accept this time").click()
    window.wait_for_function(f"() => document.getElementById('slot-{slots[0].pk}').disabled", timeout=AT_ONCE * 1000)
    print(f"grey after {time.monotonic() - began:.2f} s")
    assert Booking.objects.get().slot == slots[0]
    assert window.get_by_label("Your message").input_value() == "Chocolate"
    assert window.evaluate(TICKED) == [str(slots[1].pk)]
    assert window.locator("[data-choice-status]").inner_text() == "A time that you had chosen has just been taken."


def test_an_answer_reaches_whoever_has_asked_in_his_open_page(server, window_of, fair, star):
    slot = fair.slots.earliest("starts_at")
    asked = make.meeting_request(sender=buyer(fair), recipient=star, wishes=[slot])
    window, host = window_of(asked.sender), window_of(star)
    window.goto(f"{server}/fairs/{fair.slug}/requests/")
    window.wait_for_timeout(500)
    host.goto(f"{server}/requests/{asked.pk}/")
    host.locator("#id_reason").fill("Next year")
    host.get_by_role("button", name="Decline").click()
    window.wait_for_function("() => document.getElementById('over-heading')", timeout=AT_ONCE * 1000)
