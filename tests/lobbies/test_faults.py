"""What befalls a lobby over a real server and real sockets: those who read nothing, flood, shout or lie harm nobody."""

import asyncio
import json
import socket as network
import time
from contextlib import AsyncExitStack
from datetime import timedelta
from statistics import quantiles
from urllib.parse import urlsplit
from uuid import uuid4

import psutil
import pytest
from django.utils import timezone
from websockets.exceptions import ConnectionClosed

from matchmaking.lobbies.line import BURST, LARGEST, LOBBY_SHUT, PER_SECOND, TOO_LARGE, TOO_MUCH, TOO_SLOW
from matchmaking.lobbies.line import PATIENCE as SERVERS_PATIENCE
from matchmaking.lobbies.models import LONGEST_REMARK, Remark, Stay
from matchmaking.meetings.actions.booking import cancel_booking
from tests import make
from tests.browser.serving import process
from tests.browser.valkey import valkey
from tests.lobbies.lines import in_thread, person
from tests.lobbies.sockets import PATIENCE, socket
from tradefair.web import LARGEST_MESSAGE

# Seconds in which whoever behaves is told and answered, whatever the others do. A busy machine may take longer once.
AT_ONCE, A_MOMENT = 2, 1
AT_LAST = 5
GROWTH = 24 * 1024 * 1024  # bytes that the server may grow by: to keep all of it for one who reads nothing takes more
NO_TEXT, TOO_BIG = 1007, 1009  # RFC 6455: the server's own words, before anything of ours is asked


@pytest.fixture
def server_process(request, transactional_db):
    """It ends before the database is emptied."""
    if "own_valkey" in request.fixturenames:
        request.getfixturevalue("own_valkey")
    with process() as found:
        yield found


@pytest.fixture
def server(server_process):
    return server_process[0]


@pytest.fixture
async def sockets(server, meeting):
    """sockets(user) is a line of his, welcomed. All are hung up in the end."""
    async with AsyncExitStack() as stack:

        async def one(user, **how):
            opened = await stack.enter_async_context(socket(server, meeting, user, **how))
            opened.stay = (await opened.hears("welcome"))["stay"]
            return opened

        yield one


@pytest.fixture
async def third(meeting):
    """An interpreter of the same meeting."""
    interpreter = await in_thread(make.participant)(fair=meeting.fair, user=await in_thread(make.member)(name="Inès"))
    await in_thread(make.attendance)(booking=meeting, participant=interpreter, role="interpreter")
    return interpreter.user


@pytest.fixture
async def pair(meeting, sockets):
    """Host and guest, in a lobby that is open."""
    both = await sockets(meeting.host), await sockets(meeting.guest)
    for each in both:
        await each.sees(lambda told: told["phase"] == "open")
    return both


async def enter(pair):
    """Both are in the call, and know it."""
    for each in pair:
        await each.says(do="enter")
    for each in pair:
        await each.sees(lambda told: person(told, "Thibault")["call"] and person(told, "Renata")["call"])


def usually(seconds):
    """How long it takes in nineteen of twenty cases."""
    return quantiles(seconds, n=20)[-1]


# Too slow -----------------------------------------------------------


def narrow(server):
    """A connection that takes little at once: what is not read stays with the server."""
    line = network.socket()
    line.setsockopt(network.SOL_SOCKET, network.SO_RCVBUF, 4096)
    line.connect((urlsplit(server).hostname, urlsplit(server).port))
    return line


async def test_one_who_reads_nothing_is_given_up_and_keeps_nobody_waiting(
    server_process, meeting, sockets, third, transactional_db
):
    server, running = server_process
    host, guest = await sockets(meeting.host), await sockets(meeting.guest)
    slow = await sockets(third, sock=narrow(server), max_queue=1)
    await host.sees(lambda told: person(told, "Inès")["here_since"])
    before = psutil.Process(running.pid).memory_info().rss
    waits, given_up = [], time.monotonic() + 2 * SERVERS_PATIENCE
    while len(waits) < 250 or time.monotonic() < given_up:
        said, began = str(uuid4()), time.monotonic()
        await (host, guest)[len(waits) % 2].says(do="say", id=said, text="x" * LONGEST_REMARK)
        for each in (host, guest):
            await each.sees(lambda told, said=said: told["remarks"][-1:] and told["remarks"][-1]["id"] == said, AT_LAST)
        waits.append(time.monotonic() - began)
        await asyncio.sleep(1 / (2 * PER_SECOND) - waits[-1])  # neither of them says more than a page may
    assert usually(waits) < AT_ONCE
    growth = psutil.Process(running.pid).memory_info().rss - before
    print(f"the server grew by {growth / 1024 / 1024:.0f} MB")
    assert growth < GROWTH
    # His beat has stopped: he is not there any more.
    mine = Stay.objects.filter(pk=slow.stay)
    await mine.aupdate(arrived_at=timezone.now() - timedelta(minutes=2), seen_at=timezone.now() - timedelta(seconds=41))
    await host.says(do="show", hand=True)
    for each in (host, guest):
        await each.sees(lambda told: person(told, "Inès")["here_since"] is None)
    # Should he wake up, he is told that his line is over, and may come again as the page that he was.
    assert await slow.ends(within=30) == TOO_SLOW
    again = await sockets(third, stay=slow.stay)
    assert again.stay == slow.stay
    assert len((await again.hears("snapshot"))["remarks"]) == 200


# Too much -----------------------------------------------------------


async def flood(page, per_second=1000):
    """Messages of which every tenth changes the lobby, until the line ends."""
    number = 0
    try:
        while True:
            for _ in range(per_second // 50):
                number += 1
                await page.says(do="dance" if number % 10 else "show", hand=bool(number % 20))
            await asyncio.sleep(1 / 50)
    except ConnectionClosed:
        return number


async def test_a_flood_ends_one_line_and_the_other_page_is_answered_meanwhile(meeting, pair):
    host, guest = pair
    flooding = asyncio.create_task(flood(guest))
    ending = asyncio.create_task(guest.ends())
    waits = []
    while not ending.done() or len(waits) < 10:
        began = time.monotonic()
        await host.is_served(AT_LAST)
        waits.append(time.monotonic() - began)
        await asyncio.sleep(max(0, 0.1 - waits[-1]))  # he has an allowance, too
    assert usually(waits) < A_MOMENT
    assert await ending == TOO_MUCH
    assert await flooding > BURST


@pytest.mark.parametrize("compression", [None, "deflate"], ids=["plain", "compressed"])
async def test_a_message_of_two_megabytes_ends_the_line_of_whoever_sends_it(meeting, pair, sockets, compression):
    host, guest = pair
    page = await sockets(meeting.guest, compression=compression)
    try:
        await page.says(do="say", id=str(uuid4()), text="x" * 2 * 1024 * 1024)
        code = await page.ends()
    except ConnectionClosed as end:  # hung up on before all was sent
        code = end.rcvd and end.rcvd.code
    assert code in (TOO_BIG, None)
    for each in (host, guest):
        assert await each.is_served()
    assert await Remark.objects.acount() == 0


async def test_what_the_server_bears_and_the_protocol_does_not_ends_the_line_in_its_words(meeting, pair):
    host, guest = pair
    assert LARGEST < LARGEST_MESSAGE
    await guest.sends("x" * (LARGEST + 1))
    assert await guest.ends() == TOO_LARGE
    assert await host.is_served()


# Nonsense -----------------------------------------------------------

SIGNAL = '{"do": "signal", "to": "TO", "data": %s}'
NONSENSE = [
    '{"do": "stay"',
    "[1, 2]",
    '{"do": "dance"}',
    '{"do": "_stay"}',
    '{"do": {"do": "stay"}}',
    f'{{"do": "say", "id": "{uuid4()}", "text": "\\ud800"}}',  # half a character
    *(
        SIGNAL.replace("%s", data)
        for data in ('{"candidate": "\\udfff"}', '{"candidate": NaN}', '{"candidate": 1e999}')
    ),
    SIGNAL.replace("%s", '{"candidate": ' + "9" * 400 + "}"),
    *(SIGNAL.replace("%s", '{"candidate": ' + "[" * depth + "]" * depth + "}") for depth in (1, 400, 700, 30_000)),
]


async def test_nonsense_is_refused_and_reaches_nobody(meeting, pair):
    host, guest = pair
    await enter(pair)
    for nonsense in NONSENSE:
        await guest.sends(nonsense.replace("TO", host.stay))
        assert (await guest.hears("refused"))["why"] == "misunderstood", nonsense[:200]
        for each in (host, guest):
            assert await each.is_served()
    await guest.says(do="signal", to=host.stay, data={"renew": True})
    assert (await host.hears("signal"))["data"] == {"renew": True}  # the first one that he hears


async def test_frames_that_are_no_text_end_the_line_of_whoever_sends_them(meeting, pair, sockets):
    host, _guest = pair
    for raw, how, code in (
        (b"\x00\x01", {}, TOO_LARGE),
        (b'{"do": "stay"}', {}, TOO_LARGE),
        (b"\xff\xfe", {"text": True}, NO_TEXT),
    ):
        page = await sockets(meeting.guest)
        await page.sends(raw, **how)
        assert await page.ends() == code
        assert await host.is_served()


# In somebody else's name -----------------------------------------------------------


async def test_nobody_comes_as_somebody_else(meeting, pair, sockets):
    host, _guest = pair
    await enter(pair)
    liar = await sockets(meeting.guest, stay=host.stay)
    assert liar.stay != host.stay
    told = await host.sees(lambda told: person(told, "Thibault")["call"])
    assert person(told, "Thibault")["call"] == host.stay
    await liar.says(do="leave-call", stay=host.stay, stay_id=host.stay)
    await liar.says(do="show", hand=True, seat=person(told, "Thibault")["seat"], user=meeting.host.pk)
    await liar.says(do="say", id=str(uuid4()), text="Not mine", seat=told["you"], author=meeting.host.pk)
    told = await host.sees(lambda told: told["remarks"])
    assert [remark["name"] for remark in told["remarks"]] == ["Renata"]
    assert person(told, "Thibault")["call"] == host.stay
    assert not person(told, "Thibault")["shows"].get("hand")


async def test_a_signal_tells_who_has_really_said_it(meeting, pair):
    host, guest = pair
    await enter(pair)
    data = {"description": {"type": "offer", "sdp": "v=0"}}
    await guest.sends(json.dumps({"do": "signal", "to": host.stay, "from": host.stay, "stay": host.stay, "data": data}))
    told = await host.hears("signal")
    assert (told["from"], told["data"]) == (guest.stay, data)


@pytest.mark.parametrize("meeting", [10], indirect=True)
async def test_before_the_room_is_open_no_offer_reaches_anybody(meeting, sockets):
    host, guest = await sockets(meeting.host), await sockets(meeting.guest)
    await guest.says(do="enter")
    assert (await guest.hears("refused"))["why"] == "not_open_yet"
    await guest.says(do="signal", to=host.stay, data={"description": {"type": "offer", "sdp": "v=0"}})
    assert (await guest.hears("refused"))["why"] == "not_in_the_call"
    await host.is_served()
    with pytest.raises(TimeoutError):
        await host.hears("signal", within=1)


async def test_an_offer_to_whoever_is_not_in_the_call_is_refused(meeting, pair):
    host, guest = pair
    offer = {"description": {"type": "offer", "sdp": "v=0"}}
    await guest.says(do="enter")
    for to in (host.stay, guest.stay, str(uuid4())):
        await guest.says(do="signal", to=to, data=offer)
        assert (await guest.hears("refused"))["why"] == "not_in_the_call"
    with pytest.raises(TimeoutError):
        await host.hears("signal", within=1)


# Called off -----------------------------------------------------------


async def test_a_meeting_that_is_cancelled_closes_both_lines(meeting, pair):
    await in_thread(cancel_booking)(booking_id=meeting.pk, by=meeting.host, reason="A strike", at=timezone.now())
    began = time.monotonic()
    assert await asyncio.gather(*(each.ends() for each in pair)) == [LOBBY_SHUT, LOBBY_SHUT]
    print(f"closed after {time.monotonic() - began:.2f} s")
    assert time.monotonic() - began < AT_ONCE + A_MOMENT  # the patrol comes every two seconds


# Without Valkey -----------------------------------------------------------


@pytest.fixture
def own_valkey(tmp_path, settings):
    """One that a test may stop: the server of the test uses it."""
    with valkey(tmp_path) as own:
        settings.REDIS_URL = own.url
        yield own


@pytest.fixture(params=["stop", "hold"])
def away(request, own_valkey):
    """away() takes Valkey away: its process ends, or answers nothing any more."""
    return getattr(own_valkey, request.param)


async def test_without_valkey_a_line_goes_on_and_everything_but_signals_arrives(own_valkey, away, meeting, pair):
    host, guest = pair
    await enter(pair)
    away()
    for _ in range(3):
        await guest.says(do="signal", to=host.stay, data={"renew": True})
        await guest.is_served()
    await guest.says(do="say", id=str(uuid4()), text="Is anybody there?")
    await guest.says(do="show", hand=True)
    await host.sees(lambda told: told["remarks"] and person(told, "Renata")["shows"].get("hand"))


async def test_without_valkey_whoever_closes_his_page_is_gone_at_once(own_valkey, away, meeting, sockets):
    guest = await sockets(meeting.guest)
    away()
    await asyncio.sleep(2)  # in which the server has noticed: nothing tells of that
    await guest.connection.close(1001)
    async with asyncio.timeout(PATIENCE):
        while await Stay.objects.filter(left_at=None).aexists():
            await asyncio.sleep(0.1)


async def test_once_an_empty_valkey_is_back_signals_arrive_again(own_valkey, meeting, pair):
    host, guest = pair
    await enter(pair)
    own_valkey.stop()
    await guest.says(do="signal", to=host.stay, data={"renew": True})  # is lost
    await guest.is_served()
    own_valkey.start()
    async with asyncio.timeout(PATIENCE):
        heard = asyncio.create_task(host.hears("signal"))
        while not heard.done():  # as a page does that has no way to the other one
            await guest.says(do="signal", to=host.stay, data={"renew": True})
            await asyncio.wait([heard], timeout=0.5)
    assert heard.result()["from"] == guest.stay
