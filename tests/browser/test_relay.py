"""A call whose two sides cannot reach each other goes through coturn, with the credentials that we make for it.

It is skipped where coturn is not installed (`turnserver`); `make test` fetches it where it may.
"""

import asyncio
import shutil
import socket
import subprocess
import time
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest
from aioice.stun import TransactionFailed
from aioice.turn import create_turn_endpoint
from django.utils import timezone

from matchmaking.accounts.models import User
from matchmaking.lobbies.video import LASTS, servers_for
from tests.browser.rooms import FRAMES, address, both_in, flows_on
from tests.browser.serving import process

TURNSERVER = shutil.which("turnserver")
SECRET, ANOTHER = "between the site and its relay", "between others"
PATIENCE = 10
LET_IN, UNAUTHORISED = 200, 401
# Direct ways are forbidden; what a page has made, and what it was refused, is kept for the test to look at.
RELAYED_ONLY = """
window.links = [];
window.refusals = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(options) {
    super({ ...options, iceTransportPolicy: "relay" });
    this.addEventListener("icecandidateerror", ({ errorCode }) => refusals.push(errorCode));
    links.push(this);
  }
};
"""
# Over which kinds of candidates a page speaks, its own and the other's, and how it reaches the relay.
THE_WAY = """
async () => {
  const stats = await links.at(-1).getStats();
  const transport = [...stats.values()].find(({ type }) => type === "transport");
  const pair = stats.get(transport.selectedCandidatePairId);
  const [ours, theirs] = [stats.get(pair.localCandidateId), stats.get(pair.remoteCandidateId)];
  return [ours.candidateType, theirs.candidateType, ours.relayProtocol];
}
"""

pytestmark = [
    pytest.mark.relay,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not TURNSERVER, reason="coturn is not installed (on Debian: apt install coturn)"),
]


@contextmanager
def turnserver(folder, secret):
    """The port of a coturn that listens, and passes things on, on 127.0.0.1 only; what it says is in the folder."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [f"--listening-port={port}", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", "--allow-loopback-peers"]
    options += ["--use-auth-secret", f"--static-auth-secret={secret}", "--realm=tradefair"]
    options += ["--no-tls", "--no-dtls", "--no-cli", f"--userdb={folder}/users", f"--pidfile={folder}/pid"]
    with (folder / "log").open("w") as log:
        running = subprocess.Popen([TURNSERVER, "-n", "--log-file=stdout", *options], stdout=log, stderr=log)
    try:
        wait_for(port, running)
        yield port
    finally:
        running.terminate()
        running.wait(PATIENCE)


def wait_for(port, running):
    """It answers a STUN binding request."""
    question = b"\x00\x01\x00\x00\x21\x12\xa4\x42" + b"tradefair---"
    ends = time.monotonic() + PATIENCE
    with closing(socket.socket(type=socket.SOCK_DGRAM)) as asking:
        asking.connect(("127.0.0.1", port))
        asking.settimeout(0.2)
        while time.monotonic() < ends and running.poll() is None:
            try:
                asking.send(question)
                if asking.recv(2048):
                    return
            except (TimeoutError, ConnectionRefusedError):
                time.sleep(0.1)
    raise AssertionError("coturn does not answer")


@pytest.fixture
def relay(request, tmp_path):
    """The port of one that knows our secret, or another one."""
    with turnserver(tmp_path, getattr(request, "param", SECRET)) as running:
        yield running


@pytest.fixture
def transport():
    return "udp"


@pytest.fixture
def server_process(transactional_db, relay, transport):
    """A server that knows of the relay, and believes its secret to be SECRET."""
    url = f"turn:127.0.0.1:{relay}?transport={transport}"
    with process(TRADEFAIR_TURN_URLS=url, TRADEFAIR_TURN_SECRET=SECRET) as found:
        yield found


@pytest.fixture
def windows(window_of, meeting):
    """The host's window and the guest's: neither may reach the other directly."""
    both = [window_of(meeting.people[role]) for role in ("host", "guest")]
    for window in both:
        window.add_init_script(RELAYED_ONLY)
    return both


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_pictures_flow_through_the_relay_where_there_is_no_other_way(windows, server, meeting, transport):
    both_in(windows, server, meeting)
    for window in windows:
        flows_on(window)
        assert window.evaluate(THE_WAY) == ["relay", "relay", transport]


@pytest.mark.parametrize("relay", [ANOTHER], indirect=True)
def test_no_call_comes_about_through_a_relay_that_has_another_secret(windows, server, meeting):
    for window in windows:
        window.goto(address(server, meeting))
    for window in windows:
        window.get_by_role("button", name="Go in").click()
    for window in windows:
        window.wait_for_function(f"() => refusals.includes({UNAUTHORISED})")
        window.wait_for_function("() => links.at(-1).iceGatheringState === 'complete'")
    for window in windows:
        assert window.evaluate(FRAMES) == [[0, 0]]
        assert window.evaluate("links.some(({ connectionState }) => connectionState === 'connected')") is False


@pytest.fixture
def answer(relay, settings):
    """answer(at) is what the relay says now to somebody who got his credentials at that moment."""
    settings.TURN_URLS, settings.TURN_SECRET = [f"turn:127.0.0.1:{relay}"], SECRET

    async def asked(at):
        (ours,) = servers_for(User(pk=7), at=at)
        place = {"server_addr": ("127.0.0.1", relay), "username": ours["username"], "password": ours["credential"]}
        try:
            transport, _ = await create_turn_endpoint(asyncio.DatagramProtocol, **place)
        except TransactionFailed as refusal:
            return refusal.response.attributes["ERROR-CODE"][0]
        transport.close()
        return LET_IN

    return asked


async def test_the_relay_lets_people_in_until_their_credentials_end(answer):
    now = timezone.now()
    assert await answer(now) == LET_IN
    assert await answer(now - LASTS + timedelta(minutes=1)) == LET_IN
    assert await answer(now - LASTS - timedelta(seconds=2)) == UNAUTHORISED


@pytest.mark.parametrize("relay", [ANOTHER], indirect=True)
async def test_the_relay_lets_nobody_in_who_comes_with_another_secret(answer):
    assert await answer(timezone.now()) == UNAUTHORISED
