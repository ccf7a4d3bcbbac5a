"""The places of which this process has open pages: looked at again when something is announced, and by itself.

Nothing depends on an announcement arriving. Every two seconds one query asks of all of a kind together whether they are
still as they were: what got lost, who is not heard of any more and what the clock has brought is seen by that. However
many pages a place has here, it is read once for all of them, and each is told by itself: none waits for another. The
channel layer knows of one listener in this process, and of no page: what that hears is handed on here
(docs/decisions/0020-one-listener-for-all-pages.md).
"""

import asyncio
import logging
from collections.abc import Collection, Mapping
from datetime import datetime
from time import monotonic
from typing import Any, Protocol

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.db import Error
from django.utils import timezone

logger = logging.getLogger(__name__)
PATROL = 2.0  # seconds
PATIENCE = 2.0  # seconds for the layer to take what is asked of it


Key = Any  # which one of a kind of places


class Board(Protocol):
    """A place at one moment."""

    def told_to(self, user: int) -> tuple[int, str] | None:
        """What this user may see of it, as JSON, behind a sign that is the same as long as that is; None if nothing.
        A page keeps the sign, and not the text."""


class Place(Protocol):
    """A kind of places where people are live."""

    rest: float
    """Seconds between two looks at one of them, at least."""

    def groups(self, key: Key) -> Collection[str]:
        """Under which names changes of it are announced."""

    def read(self, key: Key, *, at: datetime) -> Board:
        """How it is."""

    def signs(self, keys: Collection[Key], *, at: datetime) -> Mapping[Key, object]:
        """What tells of each whether it is still as it was. With what the clock alone changes."""


class Page(Protocol):
    """One open page, as the watch knows it."""

    async def look(self, board: Board) -> None:
        """The page is told what it may see of this."""

    async def hear(self, signal: dict[str, Any]) -> None:
        """The page is told this, if it is for it."""


class Watch:
    """The places of one kind of which one process has open pages."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.pages: dict[Key, set[Page]] = {}
        self.signs: dict[Key, object] = {}
        self.looking: dict[Key, asyncio.Task[None]] = {}
        self.again: set[Key] = set()
        self.news: dict[Page, Board] = {}  # what a page is to be told next
        self.signals: dict[Page, list[dict[str, Any]]] = {}  # and before that
        self.telling: dict[Page, asyncio.Task[None]] = {}
        self.patrol: asyncio.Task[None] | None = None
        # Kept, for it alone knows the channel: of two threads that ask for the first time each may be given its own.
        self.layer: Any = get_channel_layer()
        self.channel = ""
        self.listener: asyncio.Task[None] | None = None
        self.tuning = asyncio.Lock()
        self.tuner: asyncio.Task[None] | None = None  # the last one that the patrol has sent
        self.groups: dict[str, Key] = {}  # of which the listener hears

    async def join(self, key: Key, page: Page) -> None:
        """The page is told how its place is: now, and whenever that changes."""
        self.pages.setdefault(key, set()).add(page)
        if self.patrol is None or self.patrol.done():
            self.patrol = asyncio.create_task(self.go_round())
        await self.tune_in()
        self.look_soon(key)

    def part(self, key: Key, page: Page) -> None:
        pages = self.pages.get(key, set())
        pages.discard(page)
        self.news.pop(page, None)
        self.signals.pop(page, None)
        if not pages:
            self.pages.pop(key, None)
            self.signs.pop(key, None)

    # What is announced ----------------------------------------------------------------

    async def tune_in(self) -> None:
        """The listener hears of just those places of which there are pages. If the layer is away it hears nothing, and
        the patrol tries again."""
        try:
            async with asyncio.timeout(PATIENCE), self.tuning:
                if self.listener is None:
                    self.channel = await self.layer.new_channel()
                    self.listener = asyncio.create_task(self.listen())
                wanted = {group: key for key in self.pages for group in self.place.groups(key)}
                for group in wanted.keys() - self.groups.keys():
                    await self.layer.group_add(group, self.channel)
                    self.groups[group] = wanted[group]
                for group in self.groups.keys() - wanted.keys():
                    await self.layer.group_discard(group, self.channel)
                    del self.groups[group]
        except Exception as error:
            logger.warning("announcements of places are not heard: %r", error)

    async def listen(self) -> None:
        """As long as the process lives. Nothing here waits, so nothing piles up."""
        while True:
            message = await self.layer.receive(self.channel)
            key = self.groups.get(message.get("group", ""))  # an older release names none
            if message["type"] != "lobby.signal":
                self.look_soon(key)
                continue
            for page in self.pages.get(key, ()):
                self.signals.setdefault(page, []).append(message)
                self.tell_soon(page)

    # What pages are told ----------------------------------------------------------------

    def look_soon(self, key: Key) -> None:
        """All pages of the place are told how it is; once, however often this is said while it is being looked at."""
        if key in self.looking:
            self.again.add(key)
        elif key in self.pages:
            self.looking[key] = asyncio.create_task(self.look(key))

    async def look(self, key: Key) -> None:
        began = monotonic()
        try:
            self.again.discard(key)
            board = await database_sync_to_async(self.place.read)(key, at=timezone.now())
            for page in self.pages.get(key, ()):
                self.news[page] = board
                self.tell_soon(page)
            await asyncio.sleep(max(self.place.rest, monotonic() - began))  # looking takes half of the time at most
        except Error as error:
            logger.warning("a place could not be read: %r", error)  # the patrol comes round again
            self.signs.pop(key, None)
        finally:
            del self.looking[key]
            if key in self.again:
                self.look_soon(key)

    def tell_soon(self, page: Page) -> None:
        """Or when it has taken what it is being told: then every signal, and the last of the boards that there were."""
        if page not in self.telling:
            self.telling[page] = asyncio.create_task(self.tell(page))

    async def tell(self, page: Page) -> None:
        try:
            while page in self.signals or page in self.news:
                for signal in self.signals.pop(page, ()):
                    await page.hear(signal)
                if page in self.news:
                    await page.look(self.news.pop(page))
        except Exception as error:  # one page's trouble is not the others'
            logger.warning("a page could not be told of its place: %r", error)
        finally:
            del self.telling[page]

    async def go_round(self) -> None:
        """As long as any page is open."""
        while True:
            await asyncio.sleep(PATROL)
            self.tuner = asyncio.create_task(self.tune_in())  # which may take long, and nobody waits for it
            if not self.pages:
                return
            try:
                found = await database_sync_to_async(self.place.signs)(list(self.pages), at=timezone.now())
            except Exception:  # the patrol never ends, whatever it meets
                logger.exception("the places could not be looked at")
                continue
            for key, sign in found.items():
                if self.signs.get(key) != sign:
                    self.signs[key] = sign
                    self.look_soon(key)


_watches: dict[tuple[int, int], Watch] = {}


def watch(place: Place) -> Watch:
    """The watch of this kind of places in the loop that runs here."""
    loop, name = asyncio.get_running_loop(), id(place)
    known = _watches.get((id(loop), name))
    if known is None or (known.patrol and known.patrol.get_loop() is not loop):
        known = _watches[id(loop), name] = Watch(place)
    return known
