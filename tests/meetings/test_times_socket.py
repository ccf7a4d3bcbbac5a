"""The line of an open page: who gets one, what it says, and what it bears."""

import json

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.test import Client

from matchmaking.fairs.models import Participant
from matchmaking.meetings.announcements import day_group, person_group
from matchmaking.meetings.consumers import NO_SUCH_FAIR, NOT_SIGNED_IN
from tests import make
from tests.make import NOW
from tradefair.asgi import application

pytestmark = pytest.mark.django_db(transaction=True)
DAY = {"type": "times.changed", "day": "2030-05-14"}


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

    async def listens(self, user):
        """It is open, and in its groups: that comes after the accept, so it is called until it hears."""
        await self.opened()
        while await self.receive_nothing(0.1):
            await get_channel_layer().group_send(person_group(user.pk), {"type": "person.changed"})
        while not await self.receive_nothing(0.5):
            await self.hears()

    async def say(self, **said):
        await self.send_input({"type": "websocket.receive"} | said)

    async def hang_up(self):
        await self.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.wait()


async def line(fair, user=None, origin=b"http://localhost"):
    headers = [(b"origin", origin), (b"host", b"localhost")]
    if user:
        headers.append((b"cookie", await database_sync_to_async(cookie_of)(user)))
    path = f"/ws/fairs/{fair}/times/"
    scope = {"type": "websocket", "path": path, "query_string": b"", "headers": headers, "subprotocols": []}
    return Line(application, scope)


async def closed_with(socket):
    assert (await socket.opened())["type"] == "websocket.accept"  # so that the code is heard
    told = await socket.receive_output(5)
    return told["type"], told["code"]


@pytest.fixture
def me():
    return make.participant(user=make.member())


async def test_a_stranger_is_told_to_sign_in(me):
    assert await closed_with(await line(me.fair.slug)) == ("websocket.close", NOT_SIGNED_IN)


async def test_whoever_does_not_take_part_hears_what_an_absent_fair_says(me):
    other = await database_sync_to_async(make.member)()
    for fair in (me.fair.slug, "no-such-fair"):
        assert await closed_with(await line(fair, other)) == ("websocket.close", NO_SUCH_FAIR)


async def test_another_site_gets_no_line(me):
    socket = await line(me.fair.slug, me.user, origin=b"https://elsewhere.example")
    assert (await socket.opened())["type"] == "websocket.close"


async def test_a_page_hears_of_its_fairs_days_and_of_its_reader(me):
    socket = await line(me.fair.slug, me.user)
    await socket.listens(me.user)
    layer = get_channel_layer()
    await layer.group_send(day_group(me.fair.pk, NOW.date()), DAY)
    assert await socket.hears() == {"changed": "times", "day": "2030-05-14"}
    await layer.group_send(person_group(me.user.pk), {"type": "person.changed"})
    assert await socket.hears() == {"changed": "person"}
    await layer.group_send(day_group(me.fair.pk + 1, NOW.date()), DAY)
    await layer.group_send(person_group(me.user.pk + 1), {"type": "person.changed"})
    assert await socket.receive_nothing(0.3)
    await socket.hang_up()


async def test_nonsense_does_no_harm(me):
    socket = await line(me.fair.slug, me.user)
    await socket.listens(me.user)
    for said in ("", "{", "x" * 100_000):
        await socket.say(text=said)
    await socket.say(bytes=b"\x00\xff")
    await get_channel_layer().group_send(person_group(me.user.pk), {"type": "person.changed"})
    assert await socket.hears() == {"changed": "person"}
    await socket.hang_up()


async def test_whoever_has_been_turned_away_hears_nothing_more(me):
    socket = await line(me.fair.slug, me.user)
    await socket.listens(me.user)
    await Participant.objects.filter(pk=me.pk).aupdate(status=Participant.Status.DECLINED)
    await get_channel_layer().group_send(day_group(me.fair.pk, NOW.date()), DAY)
    told = await socket.receive_output(5)
    assert (told["type"], told["code"]) == ("websocket.close", NO_SUCH_FAIR)
