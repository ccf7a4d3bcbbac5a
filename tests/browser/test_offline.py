"""Without network: the day that a browser keeps for whoever is signed in. And messages that its worker shows."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from django.test import Client

from matchmaking.reminders.models import PushSubscription
from tests.browser import rooms
from tests.browser.chromium import PATIENCE
from tests.reminders.browsers import Browser
from tradefair.keys import new_push_key

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT = "async () => (await caches.keys()).filter((name) => name.startsWith('day-'))"
IS_KEPT = f"async () => Boolean(await (await caches.open((await ({KEPT})())[0] ?? 'none')).match('/offline/'))"
AGE = """
async ([name, date]) => {
  const day = await caches.open(name);
  const text = await (await day.match("/offline/")).text();
  await day.put("/offline/", new Response(text, { headers: { Date: date, "Content-Type": "text/html" } }));
}
"""
EVERYTHING = """
async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
  }
  return found;
}
"""
IS_AT_WORK = "async () => (await navigator.serviceWorker.ready).active.state === 'activated'"
IS_SHOWN = """
async (wanted) => {
  const all = await (await navigator.serviceWorker.ready).getNotifications();
  const shown = all.map(({ title, body, tag, lang, data }) => ({ title, body, tag, lang, path: data.path }));
  const lines = (said) => said.map((each) => JSON.stringify(each)).sort().join();
  return lines(shown) === lines(wanted);
}
"""
# A push service of our own in place of its maker's, which Chromium has not: what a page is given is real but for that.
SERVICE = """
(keys) => {
  let mine = null;
  PushManager.prototype.getSubscription = async () => mine;
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
    if (!userVisibleOnly || applicationServerKey.length !== 65) throw new Error("no such key");
    const endpoint = "https://push.example/abc";
    const unsubscribe = async () => { mine = null; return true; };
    mine = { endpoint, options: { applicationServerKey: applicationServerKey.buffer }, unsubscribe };
    mine.toJSON = () => ({ endpoint, keys });
    return mine;
  };
}
"""


@pytest.fixture
def meeting(transactional_db):
    return rooms.begun(minutes=0)  # today, at whatever hour


@pytest.fixture
def guest(meeting):
    return meeting.people["guest"]


@pytest.fixture
def window(chromium, live_server):
    """A window in which the worker may live, and how somebody comes into it. Without network its console complains."""
    context = chromium.new_context(base_url=live_server.url, locale="en-GB", timezone_id="Europe/Brussels")
    context.set_default_timeout(PATIENCE)

    def enter(who):
        client = Client()
        client.force_login(who.user)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url, "httpOnly": True}])

    page = context.new_page()
    page.enter = enter  # on the stand-in
    yield page
    context.close()


def until(window, promise, arg=None):
    """What is promised has come true. (Playwright takes the promise itself for it.)"""
    for _moment in range(PATIENCE // 50):
        if window.evaluate(promise, arg):
            return
        window.wait_for_timeout(50)
    raise AssertionError(f"not within {PATIENCE} ms: {promise}")


def agenda(window, meeting):
    """The agenda has been looked at, and the day is kept."""
    window.goto(f"/fairs/{meeting.fair.slug}/agenda/")
    window.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until(window, IS_KEPT)


def without_network(window, path):
    window.context.set_offline(True)
    window.goto(path)
    words = window.locator("main").inner_text()
    window.context.set_offline(False)
    return words


def test_the_day_is_read_without_network_by_its_owner_alone(window, meeting, guest, axe):
    window.enter(guest)
    agenda(window, meeting)
    window.context.set_offline(True)
    for path in (f"/fairs/{meeting.fair.slug}/agenda/", "/companies/"):
        window.goto(path)
        words = window.locator("main").inner_text()
        assert "My day, without network" in words
        assert "Thibault Belrouet" in words
        assert "This was true as of:" in words
    assert window.evaluate("[...document.styleSheets].every((each) => each.cssRules.length > 0)")
    assert axe(window) == []
    window.context.set_offline(False)
    window.get_by_role("link", name="Try again").click()
    window.get_by_role("heading", name="My companies").wait_for()  # nothing old is shown online
    window.goto("/accounts/logout/")
    window.locator("main form button").first.click()
    window.wait_for_url("**/")
    until(window, f"async () => (await ({KEPT})()).length === 0")
    words = without_network(window, f"/fairs/{meeting.fair.slug}/agenda/")
    assert "Tradefair cannot be reached" in words
    assert "Belrouet" not in words


def test_nothing_is_kept_but_the_page_without_network_and_what_it_is_drawn_with(window, meeting, guest):
    window.enter(guest)
    agenda(window, meeting)
    window.goto(f"/meetings/{meeting.pk}/")
    kept = window.evaluate(EVERYTHING)
    assert {path for path in kept if not path.startswith("/static/")} == {"/offline/"}
    assert [path for path in kept if not path.endswith((".css", ".svg", "/offline/"))] == []


def test_a_session_that_ends_elsewhere_leaves_no_day_to_the_next_page(window, meeting, guest):
    window.enter(guest)
    agenda(window, meeting)
    window.context.clear_cookies()
    window.goto("/")
    until(window, f"async () => (await ({KEPT})()).length === 0")


def test_somebody_else_at_the_same_computer_finds_his_own_day(window, meeting, guest):
    window.enter(guest)
    agenda(window, meeting)
    window.enter(meeting.people["host"])
    window.goto("/")
    until(window, f"async () => (await ({KEPT})()).length === 0")
    agenda(window, meeting)
    words = without_network(window, "/")
    assert "Renata Quispe" in words
    assert "Thibault Belrouet" not in words


def test_a_day_is_not_read_when_it_is_over(window, meeting, guest):
    window.enter(guest)
    agenda(window, meeting)
    (name,) = window.evaluate(KEPT)
    window.evaluate(AGE, [name, format_datetime(datetime.now(UTC) - timedelta(days=1, minutes=1), usegmt=True)])
    assert "Tradefair cannot be reached" in without_network(window, "/")


def test_a_stranger_gets_no_worker(window, meeting):
    window.goto("/")
    assert window.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def test_the_site_can_be_put_among_the_apps_of_a_device(window, meeting, guest):
    window.enter(guest)
    agenda(window, meeting)
    line = window.context.new_cdp_session(window)
    said = line.send("Page.getAppManifest")
    assert (said["errors"], said["url"].rsplit("/", 1)[1]) == ([], "manifest.webmanifest")
    errors = line.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [each["errorId"] for each in errors if each["errorId"] != "in-incognito"] == []


# Messages ----------------------------------------------------------------


def test_a_message_is_shown_and_one_of_the_same_name_replaces_it(window, meeting, guest, live_server):
    window.context.grant_permissions(["notifications"])
    window.enter(guest)
    agenda(window, meeting)
    line, registrations = window.context.new_cdp_session(window), []
    line.on("ServiceWorker.workerRegistrationUpdated", lambda told: registrations.extend(told["registrations"]))
    line.send("ServiceWorker.enable")
    until(window, IS_AT_WORK)  # what is delivered earlier is lost
    where = {"origin": live_server.url, "registrationId": registrations[0]["registrationId"]}
    for body in ("10:00 Brussels", "10:30 Brussels"):
        said = {"title": "In 15 minutes: Ana", "body": body, "tag": "a", "lang": "en", "path": "/me/"}
        line.send("ServiceWorker.deliverPushMessage", {**where, "data": json.dumps(said)})
        until(window, IS_SHOWN, [said])  # and nothing beside it
    line.send("ServiceWorker.deliverPushMessage", {**where, "data": "nonsense"})
    plain = {"title": "Tradefair", "body": "", "tag": "", "lang": "", "path": "/"}
    until(window, IS_SHOWN, [said, plain])


def test_a_message_opens_its_page_and_leads_nowhere_else(window, meeting, guest, live_server):
    window.enter(guest)
    agenda(window, meeting)
    opened = window.context.service_workers[0].evaluate(
        """async () => {
          const opened = [];
          self.clients.openWindow = async (href) => opened.push(href);
          for (const path of ["/me/", "https://evil.example/", "//evil.example/"]) await open(path);
          return opened;
        }"""
    )
    assert opened == [f"{live_server.url}/me/"]


@pytest.fixture
def choosing(window, guest, settings):
    """The page on which one chooses, with a push service that answers."""
    settings.VAPID_PRIVATE_KEY = new_push_key()
    window.enter(guest)
    browser = Browser()
    keys = f'{{"p256dh": "{browser.p256dh}", "auth": "{browser.auth}"}}'
    window.context.add_init_script(f"({SERVICE})({keys})")
    return window


def test_push_is_turned_on_by_a_click_and_off_by_another(choosing, guest, axe):
    choosing.context.grant_permissions(["notifications"])
    choosing.goto("/me/notices/")
    choosing.get_by_role("button", name="Turn on in this browser").click()
    choosing.get_by_text("They are on in this browser.").wait_for()
    assert PushSubscription.objects.get().user == guest.user
    assert axe(choosing) == []
    choosing.get_by_role("button", name="Turn off in this browser").click()
    choosing.get_by_text("They are off in this browser.").wait_for()
    assert not PushSubscription.objects.exists()
    assert axe(choosing) == []


def test_push_that_is_forbidden_says_how_that_is_undone(choosing, axe):
    choosing.context.add_init_script("Object.defineProperty(Notification, 'permission', { value: 'denied' })")
    choosing.goto("/me/notices/")
    choosing.get_by_text("You have forbidden this site to show messages.").wait_for()
    assert not choosing.get_by_role("button", name="Turn on in this browser").is_visible()
    assert axe(choosing) == []


@pytest.mark.parametrize(
    ("device", "words"),
    [("", "This browser cannot show push messages."), ("navigator.standalone = false;", "first add Tradefair to the")],
)
def test_push_that_there_is_not_is_said(choosing, device, words):
    choosing.context.add_init_script(f"delete window.PushManager; {device}")
    choosing.goto("/me/notices/")
    choosing.get_by_text(words).wait_for()


def test_push_that_does_not_work_is_said(choosing):
    choosing.context.grant_permissions(["notifications"])
    choosing.context.add_init_script("PushManager.prototype.subscribe = async () => { throw new Error('away'); }")
    choosing.goto("/me/notices/")
    choosing.get_by_role("button", name="Turn on in this browser").click()
    choosing.get_by_text("It did not work.").wait_for()
