"""The lobbies in which this process has open pages: looked at again when something is announced, and by itself.

Nothing depends on an announcement arriving. Every two seconds one query asks of all of them together whether they are
still as they were: what got lost, who is not heard of any more and what the clock has brought is seen by that. However
many pages a lobby has here, it is read once for all of them.
"""

import asyncio
import logging
from typing import Protocol
from uuid import UUID

from channels.db import database_sync_to_async
from django.db import Error
from django.utils import timezone

from matchmaking.lobbies import queries, snapshot
from matchmaking.lobbies.actions import staying
from matchmaking.lobbies.queries import Sign
from matchmaking.lobbies.snapshot import Board

logger = logging.getLogger(__name__)
BLINK = 0.03  # seconds in which several changes are one
PATROL = 2.0  # seconds


class Page(Protocol):
    """One open page, as the watch knows it."""

    async def look(self, board: Board) -> None:
        """The page is told what it may see of this."""


class Watch:
    """The lobbies of one process with their open pages."""

    def __init__(self) -> None:
        self.pages: dict[UUID, set[Page]] = {}
        self.signs: dict[UUID, Sign] = {}
        self.looking: dict[UUID, asyncio.Task[None]] = {}
        self.again: set[UUID] = set()
        self.patrol: asyncio.Task[None] | None = None

    def join(self, lobby: UUID, page: Page) -> None:
        self.pages.setdefault(lobby, set()).add(page)
        if self.patrol is None or self.patrol.done():
            self.patrol = asyncio.create_task(self.go_round())

    def part(self, lobby: UUID, page: Page) -> None:
        pages = self.pages.get(lobby, set())
        pages.discard(page)
        if not pages:
            self.pages.pop(lobby, None)
            self.signs.pop(lobby, None)

    def look_soon(self, lobby: UUID) -> None:
        """All pages of the lobby are told how it is; once, however often this is said in a blink."""
        if lobby in self.looking:
            self.again.add(lobby)
        elif lobby in self.pages:
            self.looking[lobby] = asyncio.create_task(self.look(lobby))

    async def look(self, lobby: UUID) -> None:
        try:
            await asyncio.sleep(BLINK)
            self.again.discard(lobby)
            board = await database_sync_to_async(snapshot.read)(lobby, at=timezone.now())
            pages = tuple(self.pages.get(lobby, ()))
            for outcome in await asyncio.gather(*(page.look(board) for page in pages), return_exceptions=True):
                if isinstance(outcome, Exception):  # one page's trouble is not the others'
                    logger.warning("a page could not be told of its lobby: %r", outcome)
        except Error as error:
            logger.warning("a lobby could not be read: %r", error)  # the patrol comes round again
            self.signs.pop(lobby, None)
        finally:
            del self.looking[lobby]
            if lobby in self.again:
                self.look_soon(lobby)

    async def go_round(self) -> None:
        """As long as any page is open."""
        while self.pages:
            await asyncio.sleep(PATROL)
            try:
                found = await database_sync_to_async(signs_now)(list(self.pages))
            except Exception:  # the patrol never ends, whatever it meets
                logger.exception("the lobbies could not be looked at")
                continue
            for lobby, sign in found.items():
                if self.signs.get(lobby) != sign:
                    self.signs[lobby] = sign
                    self.look_soon(lobby)


def signs_now(lobbies: list[UUID]) -> dict[UUID, Sign]:
    """As they are, after those have been opened for which it is time. With what the clock alone changes."""
    at = timezone.now()
    for booking in queries.due_to_open(lobbies, at=at):
        staying.open_if_time(booking, at=at)
    return queries.signs_of(lobbies, at=at)


_watches: dict[int, Watch] = {}


def watch() -> Watch:
    """The watch of the loop that runs here."""
    loop = asyncio.get_running_loop()
    known = _watches.get(id(loop))
    if known is None or (known.patrol and known.patrol.get_loop() is not loop):
        known = _watches[id(loop)] = Watch()
    return known
