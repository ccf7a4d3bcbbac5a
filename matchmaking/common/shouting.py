"""Telling open pages something, without waiting for it: from any thread, on one lasting line to the channel layer.

`async_to_sync` makes a loop, a thread and a connection for every message; a booking would spend more on telling than on
booking. Here one thread of the process keeps one loop. What is told is told at most once, as Channels has it, and what
cannot be told is logged: whoever reads the page learns it when he looks again.
"""

import asyncio
import logging
import os
from collections.abc import Iterable
from functools import lru_cache
from threading import Thread
from typing import Any

from channels.layers import get_channel_layer

logger = logging.getLogger(__name__)
PATIENCE = 5  # seconds for one message


def shout(groups: Iterable[str], message: dict[str, Any]) -> None:
    """The message is on its way to everybody in these groups."""
    asyncio.run_coroutine_threadsafe(_tell(list(groups), message), _loop(os.getpid()))


async def _tell(groups: list[str], message: dict[str, Any]) -> None:
    layer = get_channel_layer()
    try:
        async with asyncio.timeout(PATIENCE):
            for group in groups:
                await layer.group_send(group, message)
    except Exception:
        logger.warning("Open pages could not be told %s", message, exc_info=True)


@lru_cache(maxsize=1)
def _loop(process: int) -> asyncio.AbstractEventLoop:
    """The loop of this process. A fork begins another one: threads do not survive it."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="shouting", daemon=True).start()
    return loop
