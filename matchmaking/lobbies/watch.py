"""The places of which this process has open pages: looked at again when something is announced, and by itself.

Nothing depends on an announcement arriving. Every two seconds one query asks of all of a kind together whether they are
still as they were: what got lost, who is not heard of any more and what the clock has brought is seen by that. However
many pages a place has here, it is read once for all of them, and each is told by itself: none waits for another.
"""

import asyncio
import logging
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Protocol

from channels.db import database_sync_to_async
from django.db import Error
from django.utils import timezone

logger = logging.getLogger(__name__)
BLINK = 0.03  # seconds after a look in which several changes are one
PATROL = 2.0  # seconds


Key = Any  # which one of a kind of places


class Board(Protocol):
    """A place at one moment."""

    def told_to(self, user: int) -> tuple[str, str] | None:
        """What this user may see of it, as JSON, behind a sign that is the same as long as that is; None if nothing."""


class Place(Protocol):
    """A kind of places where people are live."""

    def group(self, key: Key) -> str:
        """Under which name its pages are told of changes."""

    def read(self, key: Key, *, at: datetime) -> Board:
        """How it is."""

    def signs(self, keys: Collection[Key], *, at: datetime) -> Mapping[Key, object]:
        """What tells of each whether it is still as it was. With what the clock alone changes."""


class Page(Protocol):
    """One open page, as the watch knows it."""

    async def look(self, board: Board) -> None:
        """The page is told what it may see of this."""


class Watch:
    """The places of one kind of which one process has open pages."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.pages: dict[Key, set[Page]] = {}
        self.signs: dict[Key, object] = {}
        self.looking: dict[Key, asyncio.Task[None]] = {}
        self.again: set[Key] = set()
        self.news: dict[Page, Board] = {}  # what a page is to be told next
        self.telling: dict[Page, asyncio.Task[None]] = {}
        self.patrol: asyncio.Task[None] | None = None

    def join(self, key: Key, page: Page) -> None:
        self.pages.setdefault(key, set()).add(page)
        if self.patrol is None or self.patrol.done():
            self.patrol = asyncio.create_task(self.go_round())

    def part(self, key: Key, page: Page) -> None:
        pages = self.pages.get(key, set())
        pages.discard(page)
        self.news.pop(page, None)
        if not pages:
            self.pages.pop(key, None)
            self.signs.pop(key, None)

    def look_soon(self, key: Key) -> None:
        """All pages of the place are told how it is; once, however often this is said in a blink."""
        if key in self.looking:
            self.again.add(key)
        elif key in self.pages:
            self.looking[key] = asyncio.create_task(self.look(key))

    async def look(self, key: Key) -> None:
        try:
            self.again.discard(key)
            board = await database_sync_to_async(self.place.read)(key, at=timezone.now())
            for page in self.pages.get(key, ()):
                self.tell(page, board)
            await asyncio.sleep(BLINK)
        except Error as error:
            logger.warning("a place could not be read: %r", error)  # the patrol comes round again
            self.signs.pop(key, None)
        finally:
            del self.looking[key]
            if key in self.again:
                self.look_soon(key)

    def tell(self, page: Page, board: Board) -> None:
        """Soon, or when it has taken what it is being told: then the last of what has come meanwhile."""
        self.news[page] = board
        if page not in self.telling:
            self.telling[page] = asyncio.create_task(self.tell_last(page))

    async def tell_last(self, page: Page) -> None:
        try:
            while page in self.news:
                await page.look(self.news.pop(page))
        except Exception as error:  # one page's trouble is not the others'
            logger.warning("a page could not be told of its place: %r", error)
        finally:
            del self.telling[page]

    async def go_round(self) -> None:
        """As long as any page is open."""
        while self.pages:
            await asyncio.sleep(PATROL)
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
