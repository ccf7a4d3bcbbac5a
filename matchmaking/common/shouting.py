"""Telling open pages something, without waiting for it: from any thread, on one lasting line to the channel layer.

`async_to_sync` makes a loop, a thread and a connection for every message; a booking would spend more on telling than
on booking. Here one thread of the process keeps one loop, and what is said twice within a blink is told once. Whoever
gathers by himself what he is told, as the lobbies do, hears it at once, from a thread beside that one: there what is
said twice is told once only while it waits. What is told is told at most once, as Channels has it, and what cannot be
told is logged: whoever reads the page learns it when he looks again.
"""

import asyncio
import json
import logging
import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from threading import Lock, Thread
from typing import Any

from channels.layers import get_channel_layer

logger = logging.getLogger(__name__)
BLINK = 0.02  # seconds in which what is said is gathered
PATIENCE = 5  # seconds for all that is gathered


def shout(groups: Iterable[str], message: dict[str, Any], *, at_once: bool = False) -> None:
    """The message is on its way to everybody in these groups."""
    _line(os.getpid(), 0 if at_once else BLINK).take(groups, message)


class Line:
    """One thread with one loop, and what waits to be told. While the layer is away that is told once, not piled up."""

    def __init__(self, blink: float = BLINK) -> None:
        self.blink = blink
        self.loop = asyncio.new_event_loop()
        self.lock = Lock()
        self.waiting: dict[tuple[str, str], dict[str, Any]] = {}
        self.is_busy = False
        Thread(target=self.loop.run_forever, name="shouting", daemon=True).start()

    def take(self, groups: Iterable[str], message: dict[str, Any]) -> None:
        words = json.dumps(message, sort_keys=True)
        with self.lock:
            self.waiting |= {(group, words): message for group in groups}
            was_busy, self.is_busy = self.is_busy, True
        if not was_busy:
            asyncio.run_coroutine_threadsafe(self.tell_all(), self.loop)

    async def tell_all(self) -> None:
        """Until nothing waits any more."""
        while True:
            await asyncio.sleep(self.blink)
            with self.lock:
                said, self.waiting = self.waiting, {}
                self.is_busy = bool(said)
            if not said:
                return
            await self.tell(said)

    async def tell(self, said: Mapping[tuple[str, str], dict[str, Any]]) -> None:
        layer = get_channel_layer()
        try:
            async with asyncio.timeout(PATIENCE):
                for (group, _words), message in said.items():
                    await layer.group_send(group, message)
        except Exception as error:
            logger.warning("%d messages for open pages could not be told: %r", len(said), error)


@lru_cache(maxsize=2)
def _line(process: int, blink: float) -> Line:
    """The line of this process. A fork begins another one: threads do not survive it."""
    return Line(blink)
