"""A call whose servers fail: Valkey goes away and comes back empty, one of two processes is killed."""

import time
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from matchmaking.lobbies.models import Remark, Stay
from matchmaking.meetings.actions.booking import cancel_booking
from tests.browser.proxy import proxy
from tests.browser.rooms import address, flows, flows_on
from tests.browser.serving import process
from tests.browser.valkey import valkey

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OUTAGE = 10  # seconds
BACK = 5  # seconds until the lines are up again
HEALED = 15_000  # milliseconds in which everything arrives that was said while Valkey was away, on a busy machine too
# What a page does with its lines and its ways to others, written down from its first moment.
RECORDER = """
  window.record = { lines: [], ways: 0 };
  const now = () => performance.timeOrigin + performance.now();
  window.WebSocket = class extends WebSocket {
    constructor(address, ...rest) {
      super(address, ...rest);
      if (!String(address).includes("/room/")) return;
      const line = { begun: now(), told: [], ended: null };
      window.record.lines.push(line);
      window.record.cut = () => this.close(3000); // as if the network had done it: nobody says good-bye
      this.addEventListener("message", ({ data }) => line.told.push([JSON.parse(data).tell, now()]));
      this.addEventListener("close", ({ code }) => { line.ended = [code, now()]; });
    }
  };
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...all) { super(...all); window.record.ways += 1; }
  };
"""
IS_TOLD = (
    "(number) => record.lines.length === number && record.lines[number - 1].told.some(([tell]) => tell === 'snapshot')"
)
MARK = "document.querySelector('.tile:not(.tile--self) video').dataset.mark = 'the same'"
MARKED = ".tile:not(.tile--self) video[data-mark='the same']"


def test_a_network_that_goes_away_and_comes_back_leads_back_into_the_call(two):
    host, guest = two
    guest.evaluate(MARK)
    guest.context.set_offline(True)
    guest.evaluate("window.dispatchEvent(new Event('offline'))")
    host.get_by_label("Write to everybody here").fill("Are you there?")
    host.get_by_role("button", name="Send").click()
    guest.get_by_label("Write to everybody here").fill("I was away")
    guest.get_by_role("button", name="Send").click()
    guest.wait_for_timeout(3000)
    guest.context.set_offline(False)
    for window in two:
        window.locator(".remark__text", has_text="I was away").wait_for(timeout=HEALED)
        window.locator(".remark__text", has_text="Are you there?").wait_for(timeout=HEALED)
        flows_on(window)
    assert guest.locator(MARKED).count() == 1
    assert Remark.objects.count() == 2


@pytest.fixture
def own_valkey(tmp_path, settings):
    """One that a test may stop: the servers of the test use it."""
    with valkey(tmp_path) as own:
        settings.REDIS_URL = own.url
        yield own


@pytest.fixture
def two_processes(transactional_db):
    """Two processes of the server, and the one address before them."""
    with ExitStack() as stack:
        served = [stack.enter_context(process()) for _ in range(2)]
        before = stack.enter_context(proxy(*(urlsplit(url).port for url, _running in served)))
        before.processes = {urlsplit(url).port: running for url, running in served}
        yield before


def call(server, meeting, window_of, between=lambda: None):
    """Host and guest, who see each other."""
    both = [window_of(meeting.people[role]) for role in ("host", "guest")]
    for window in both:
        window.context.add_init_script(RECORDER)
        window.goto(address(server, meeting))
        window.locator("[data-where]", has_text="is in the lobby").first.wait_for()
        between()
    for window in both:
        window.get_by_role("button", name="Go in").click()
    for window in both:
        flows(window)
        window.evaluate(MARK)
    return both


def write(window, words):
    window.get_by_label("Write to everybody here").fill(words)
    window.get_by_role("button", name="Send").click()


def reads(window, words):
    window.locator(".remark__text", has_text=words).wait_for(timeout=HEALED)


def test_a_call_and_what_is_said_in_it_outlive_a_valkey_that_comes_back_empty(own_valkey, server, window_of, meeting):
    host, guest = both = call(server, meeting, window_of)
    own_valkey.stop()
    ends = time.monotonic() + OUTAGE
    guest.get_by_role("button", name="Raise a hand").click()
    write(guest, "During the outage")
    host.locator("[data-room-tiles] [data-hand]").wait_for(timeout=HEALED)
    reads(host, "During the outage")
    while time.monotonic() < ends:
        for window in both:
            flows_on(window)
    own_valkey.start()
    write(host, "After the outage")
    reads(guest, "After the outage")
    guest.get_by_role("button", name="Raise a hand").click()
    host.locator("[data-room-tiles] [data-hand]").wait_for(state="hidden", timeout=HEALED)
    for window in both:
        flows_on(window)
        assert window.locator(MARKED).count() == 1
        assert window.evaluate("record.ways") == 1
    # A new way needs signals, which nobody but Valkey passes on.
    guest.get_by_role("button", name="Leave the call").click()
    host.locator("[data-where]", has_text="is in the lobby").wait_for(timeout=HEALED)
    guest.get_by_role("button", name="Go in").click()
    for window in both:
        flows(window)
    host.evaluate(MARK)
    guest.reload()
    host.locator(MARKED).wait_for(state="detached")
    for window in both:
        flows(window)
    assert Remark.objects.count() == 2


def test_a_line_that_breaks_while_valkey_is_away_is_up_again_without_it(own_valkey, server, window_of, meeting):
    host, guest = both = call(server, meeting, window_of)
    own_valkey.stop()
    guest.evaluate("record.cut()")
    guest.wait_for_function("() => record.lines.length > 1 && record.lines.at(-1).told.length", timeout=30_000)
    write(guest, "While the cache was away")
    reads(host, "While the cache was away")
    for window in both:
        flows_on(window)
    own_valkey.start()
    for window in both:
        window.locator("[data-room-state]", has_text="You are in the call.").wait_for()
        flows_on(window)
        assert window.evaluate("record.ways") == 1
    assert Stay.objects.count() == 2


def test_both_pages_find_the_other_process_and_the_call_has_not_noticed(two_processes, window_of, meeting):
    both = call(two_processes.url, meeting, window_of)
    stays = set(Stay.objects.values_list("pk", flat=True))
    killed = two_processes.processes[two_processes.ports[0]]
    began = time.time() * 1000
    killed.kill()
    for window in both:
        window.wait_for_function(IS_TOLD, arg=2, timeout=30_000)
        flows_on(window)
    lines = [window.evaluate("record.lines") for window in both]
    for first, second in lines:
        assert first["ended"][0] == 1006  # nobody has said good-bye
        assert next(at for tell, at in second["told"] if tell == "snapshot") - began < BACK * 1000
    assert len({second["begun"] for _first, second in lines}) == 2  # never at the same moment
    for window in both:
        window.locator("[data-room-state]", has_text="You are in the call.").wait_for()
        assert window.locator(MARKED).count() == 1
        assert window.evaluate("record.ways") == 1
    assert set(Stay.objects.filter(left_at=None).values_list("pk", flat=True)) == stays
    write(both[0], "Are you still there?")
    reads(both[1], "Are you still there?")


def test_of_two_pages_on_two_processes_only_the_one_whose_process_is_killed_loses_its_line(
    two_processes, window_of, meeting
):
    host, guest = both = call(two_processes.url, meeting, window_of, between=two_processes.ports.reverse)
    first, _second = two_processes.ports
    two_processes.processes[first].kill()
    host.wait_for_function(IS_TOLD, arg=2, timeout=30_000)
    write(guest, "Are you still there?")
    reads(host, "Are you still there?")
    write(host, "Yes")
    reads(guest, "Yes")
    for window in both:
        flows_on(window)
        assert window.evaluate("record.ways") == 1
    assert len(guest.evaluate("record.lines")) == 1
    # The next way is agreed on in one process, where the first was between two.
    guest.get_by_role("button", name="Leave the call").click()
    host.locator("[data-where]", has_text="is in the lobby").wait_for()
    guest.get_by_role("button", name="Go in").click()
    for window in both:
        flows(window)


def test_a_meeting_that_is_cancelled_is_said_to_both_and_leads_on_to_its_page(server, window_of, meeting):
    both = call(server, meeting, window_of)
    cancel_booking(booking_id=meeting.pk, by=meeting.people["host"].user, reason="A strike", at=timezone.now())
    for window in both:
        window.locator("[data-room-state]", has_text="This lobby is not open to you any more.").wait_for(timeout=5000)
        assert window.evaluate("record.lines[0].ended[0]") == 4410
        window.get_by_role("link", name="See what has become of the meeting").click()
        window.get_by_text("A strike").first.wait_for()
