"""A real Chromium, driven from a thread of its own (thread.py)."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import sync_playwright

from tests.browser import rooms
from tests.browser.chromium import FLAGS, PATIENCE
from tests.browser.keyboard import Keyboard
from tests.browser.serving import process
from tests.browser.thread import Driver

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
AXE["resultTypes"] = ["violations"]  # of what is right, one example is enough: a third of the time
IS_AT_REST = """
() => document.getAnimations().every((each) => {
  return each.playState !== "running" || each.effect.getComputedTiming().endTime === Infinity;
})
"""


@pytest.fixture(scope="package")
def driver():
    """The thread in which Playwright lives."""
    driver = Driver()
    yield driver
    driver.stop()


@pytest.fixture(scope="package")
def chromium(driver):
    """One browser for all tests of this folder. `make test` says where it is."""
    path = os.environ.get("TRADEFAIR_CHROMIUM") or shutil.which("chromium")
    assert path, "Chromium is missing: make test installs it or says how"
    playwright = driver.call(sync_playwright().start)
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield browser
    browser.close()
    playwright.stop()


@pytest.fixture
def open_window(chromium):
    """Opens windows, each as a stranger of its own: no cookies, English, on a clock in Brussels, and without the worker
    of the site, which each of them would fetch anew with all that it keeps: test_offline.py has windows with one.

    Whatever a page of theirs complains about fails the test: an exception, an error on the console, a breach of the
    content security policy, a request that is answered with an error of the server. A page that is expected to be
    refused (404, 409, 422 …) is written on the console by Chromium; such lines are not errors of ours. Nor is it one
    that the server of the tests knows no sockets: a page must do without its line anyway.
    """
    contexts, complaints = [], []

    def listen(page):
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda line: hear(page, line))
        page.on("response", lambda answer: answer.status >= 500 and complaints.append(f"{answer.url}: {answer.status}"))

    def hear(page, line):
        expected = ("Failed to load resource: the server responded with", "WebSocket connection to")
        if line.type == "error" and not line.text.startswith(expected):
            complaints.append(f"{page.url}: {line.text}")

    def open_one(**options):
        usual = {"locale": "en-GB", "timezone_id": "Europe/Brussels", "service_workers": "block"}
        context = chromium.new_context(**usual | options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        context.on("page", listen)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_window):
    """One such window."""
    return open_window()


@pytest.fixture
def keyboard(driver):
    """keyboard(page) is the one that stands before that window."""
    return lambda page: Keyboard(driver, page)


@pytest.fixture
def sign_in(live_server):
    """Signs somebody in by a session of his own, without walking through the door: sign_in(page, user)."""

    def put_cookie(page, user):
        client = Client()
        client.force_login(user)
        session = client.cookies["sessionid"]
        page.context.add_cookies(
            [{"name": "sessionid", "value": session.value, "url": live_server.url, "httpOnly": True, "sameSite": "Lax"}]
        )

    return put_cookie


@pytest.fixture
def server_process(transactional_db):
    """A real server with sockets, which that of the tests has not: its address, and its process."""
    with process() as found:
        yield found


@pytest.fixture
def server(server_process):
    """Its address."""
    return server_process[0]


@pytest.fixture
def window_of(open_window, server):
    """window_of(somebody) is a window that he has open on the real server."""

    def opened(who, **options):
        client = Client()
        client.force_login(who.user)
        window = open_window(reduced_motion="reduce", **options)
        cookie = client.cookies["sessionid"]
        window.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": server}])
        return window

    return opened


@pytest.fixture
def axe(driver):
    """What axe finds wrong with the page as it is now, in words; an empty list is what we want: axe(page) == []."""
    return lambda page: driver.call(found_by_axe, page)


def found_by_axe(page):
    """The same, asked in the browser's own thread."""
    page.wait_for_function(IS_AT_REST)
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


@pytest.fixture
def meeting(request, transactional_db):
    """A meeting between `people["host"]` and `people["guest"]` that has begun, or begins after so many minutes."""
    return rooms.begun(getattr(request, "param", -1))


@pytest.fixture
def two(server, window_of, meeting):
    """The host's window and the guest's: both are in the call."""
    return rooms.both_in([window_of(meeting.people[role]) for role in ("host", "guest")], server, meeting)
