"""Lines to a lobby, as a server speaks of them. (channels.testing would want another server.)"""

import json

from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async
from django.test import Client

from tradefair.asgi import application

in_thread = database_sync_to_async
PATIENCE = 8  # seconds: what gets lost is made good in two


def cookie_of(user):
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}".encode()


class Line(ApplicationCommunicator):
    """One page's line."""

    async def opened(self):
        """It is there, and welcomed; its name."""
        await self.send_input({"type": "websocket.connect"})
        assert (await self.receive_output(PATIENCE))["type"] == "websocket.accept"
        self.stay = (await self.hears("welcome"))["stay"]
        return self

    async def knocks(self):
        """With which code the door stays shut."""
        await self.send_input({"type": "websocket.connect"})
        assert (await self.receive_output(PATIENCE))["type"] == "websocket.accept"  # so that the code is heard
        return await self.ends()

    async def ends(self):
        """With which code the line ends, whatever is told before."""
        while True:
            told = await self.receive_output(PATIENCE)
            if told["type"] == "websocket.close":
                return told["code"]

    async def hears(self, tell, **facts):
        """The next message of this kind in which these facts hold."""
        while True:
            told = await self.receive_output(PATIENCE)
            assert told["type"] == "websocket.send", told
            message = json.loads(told["text"])
            if message["tell"] == tell and facts.items() <= message.items():
                return message

    async def sees(self, test):
        """The next snapshot that passes the test."""
        while True:
            snapshot = await self.hears("snapshot")
            if test(snapshot):
                return snapshot

    async def says(self, **said):
        await self.send_input({"type": "websocket.receive", "text": json.dumps(said)})

    async def sends(self, **raw):
        await self.send_input({"type": "websocket.receive"} | raw)

    async def hangs_up(self, code=1001):
        await self.send_input({"type": "websocket.disconnect", "code": code})
        await self.wait()


async def line(meeting, user=None, **kw):
    """A line to the room of a meeting."""
    return await line_to(f"/ws/meetings/{meeting}/room/", user, **kw)


async def line_to(path, user=None, origin=b"http://localhost", stay=""):
    headers = [(b"origin", origin), (b"host", b"localhost")]
    if user:
        headers.append((b"cookie", await in_thread(cookie_of)(user)))
    query = f"stay={stay}".encode() if stay else b""
    scope = {"type": "websocket", "path": path, "query_string": query, "headers": headers, "subprotocols": []}
    return Line(application, scope)


def person(snapshot, user):
    """Somebody as a snapshot has him, by his name."""
    return next(each for each in snapshot["people"] if each["name"] == str(user))
