"""The line of the bell: who gets one, what it says, how often it counts, and what it bears."""

import json

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.db import OperationalError
from django.test import Client

from matchmaking.reminders import queries
from matchmaking.reminders.announcements import bell_group
from matchmaking.reminders.consumers import COME_AGAIN, NOT_SIGNED_IN
from matchmaking.reminders.models import Notice
from tests import make
from tests.make import NOW
from tradefair.asgi import application

pytestmark = pytest.mark.django_db(transaction=True)
NEWS = {"type": "notices.changed"}


def cookie_of(user):
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}".encode()


class Line(ApplicationCommunicator):
    """A socket, as the server speaks of it. (channels.testing would want another server.)"""

    async def opened(self):
        """What it is told first."""
        await self.send_input({"type": "websocket.connect"})
        return await self.receive_output(5)

    async def hears(self):
        return json.loads((await self.receive_output(5))["text"])

    async def hang_up(self):
        await self.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.wait()


async def line(user=None, origin=b"http://localhost"):
    headers = [(b"origin", origin), (b"host", b"localhost")]
    if user:
        headers.append((b"cookie", await database_sync_to_async(cookie_of)(user)))
    scope = {"type": "websocket", "path": "/ws/notices/", "query_string": b"", "headers": headers, "subprotocols": []}
    return Line(application, scope)


@pytest.fixture
def me():
    return make.participant(user=make.member())


@pytest.fixture
def counted(monkeypatch):
    """For whom it was counted, once for each time."""
    asked, count = [], queries.unread

    def unread(user):
        asked.append(user)
        return count(user)

    monkeypatch.setattr(queries, "unread", unread)
    return asked


async def notice(who, **kw):
    facts = {"kind": Notice.Kind.FOLLOW_UP, "due_at": NOW, "owed_at": NOW} | kw
    return await Notice.objects.acreate(recipient=who.user, fair=who.fair, **facts)


async def test_a_stranger_is_told_to_sign_in():
    socket = await line()
    assert (await socket.opened())["type"] == "websocket.accept"  # so that the code is heard
    told = await socket.receive_output(5)
    assert (told["type"], told["code"]) == ("websocket.close", NOT_SIGNED_IN)


async def test_another_site_gets_no_line(me):
    socket = await line(me.user, origin=b"https://elsewhere.example")
    assert (await socket.opened())["type"] == "websocket.close"


async def test_a_page_hears_at_once_how_much_is_unread(me):
    await notice(me, occasion="read", read_at=NOW)
    await notice(me, occasion="dropped", dropped="too_late")
    await notice(me)
    await notice(await database_sync_to_async(make.participant)())
    socket = await line(me.user)
    await socket.opened()
    assert await socket.hears() == {"unread": 1}
    await socket.hang_up()


async def test_a_burst_of_news_is_one_number(me, counted):
    socket = await line(me.user)
    await socket.opened()
    assert await socket.hears() == {"unread": 0}
    await notice(me)
    for _ in range(50):
        await get_channel_layer().group_send(bell_group(me.user.pk), NEWS)
    assert await socket.hears() == {"unread": 1}
    assert await socket.receive_nothing(1)
    assert len(counted) == 2  # once when the page came, once for all of it
    await socket.hang_up()


async def test_what_comes_after_a_burst_is_counted_again(me):
    socket = await line(me.user)
    await socket.opened()
    await socket.hears()
    for number in (1, 2):
        await notice(me, occasion=str(number))
        await get_channel_layer().group_send(bell_group(me.user.pk), NEWS)
        assert await socket.hears() == {"unread": number}
    await socket.hang_up()


async def test_the_news_of_somebody_else_are_not_heard(me):
    socket = await line(me.user)
    await socket.opened()
    await socket.hears()
    await get_channel_layer().group_send(bell_group(me.user.pk + 1), NEWS)
    assert await socket.receive_nothing(1)
    await socket.hang_up()


async def test_nonsense_does_no_harm(me):
    socket = await line(me.user)
    await socket.opened()
    await socket.hears()
    for said in ("", "{", "x" * 100_000):
        await socket.send_input({"type": "websocket.receive", "text": said})
    await socket.send_input({"type": "websocket.receive", "bytes": b"\x00\xff"})
    await get_channel_layer().group_send(bell_group(me.user.pk), NEWS)
    assert await socket.hears() == {"unread": 0}
    await socket.hang_up()


async def test_a_page_that_closes_while_it_is_counted_leaves_nothing_behind(me, counted):
    socket = await line(me.user)
    await socket.opened()
    await socket.hears()
    await get_channel_layer().group_send(bell_group(me.user.pk), NEWS)
    await socket.hang_up()
    assert len(counted) == 1


async def test_a_page_comes_again_when_it_could_not_be_counted(me, monkeypatch):
    socket = await line(me.user)
    await socket.opened()
    await socket.hears()

    def away(user):
        raise OperationalError("the database is away")

    monkeypatch.setattr(queries, "unread", away)
    await get_channel_layer().group_send(bell_group(me.user.pk), NEWS)
    told = await socket.receive_output(5)
    assert (told["type"], told["code"]) == ("websocket.close", COME_AGAIN)
