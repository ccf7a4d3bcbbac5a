"""Real sockets to a real server, as a page has them, or as somebody who means no good."""

import asyncio
import json
from contextlib import asynccontextmanager

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.lobbies.lines import cookie_of, in_thread

PATIENCE = 10  # seconds: what gets lost is made good in two, and other work may be going on


class Socket:
    """One page's line, as it comes over the network."""

    def __init__(self, connection):
        self.connection = connection
        self.stay = ""

    async def hears(self, tell, within=PATIENCE, **facts):
        """The next message of this kind in which these facts hold."""
        async with asyncio.timeout(within):
            while True:
                message = json.loads(await self.connection.recv())
                if message["tell"] == tell and facts.items() <= message.items():
                    return message

    async def sees(self, test, within=PATIENCE):
        """The next snapshot that passes the test."""
        async with asyncio.timeout(within):
            while True:
                snapshot = await self.hears("snapshot", within)
                if test(snapshot):
                    return snapshot

    async def ends(self, within=PATIENCE):
        """With which code the line ends, whatever is told before."""
        async with asyncio.timeout(within):
            try:
                while True:
                    await self.connection.recv()
            except ConnectionClosed as end:
                return end.rcvd.code if end.rcvd else None

    async def says(self, **said):
        await self.sends(json.dumps(said))

    async def sends(self, raw, **how):
        await self.connection.send(raw, **how)

    async def is_served(self, within=PATIENCE):
        """It is heard, and answered."""
        await self.says(do="stay")
        return await self.hears("alive", within)


@asynccontextmanager
async def socket(server, meeting, user, stay="", **how):
    """A line of somebody's to the lobby of a meeting. It says good-bye in the end, unless it is over before."""
    cookie = (await in_thread(cookie_of)(user)).decode()
    address = f"{server.replace('http', 'ws')}/ws/meetings/{meeting.pk}/room/" + (f"?stay={stay}" if stay else "")
    options = {"compression": None, "max_size": None, "ping_interval": None, "close_timeout": 1, "proxy": None} | how
    async with connect(address, origin=server, additional_headers={"Cookie": cookie}, **options) as connection:
        yield Socket(connection)
