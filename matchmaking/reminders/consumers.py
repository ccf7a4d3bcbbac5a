"""The bell of one open page: it is told how much its reader has not read, and counts nothing itself."""

import asyncio
import json
import logging
from contextlib import suppress
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from matchmaking.reminders import queries
from matchmaking.reminders.announcements import bell_group

logger = logging.getLogger(__name__)
NOT_SIGNED_IN, COME_AGAIN = 4401, 1011
PATIENCE = 0.3  # seconds in which whatever is new is one number


class BellConsumer(AsyncWebsocketConsumer):
    """Whoever is signed in hears how many notices wait for him, at once and whenever there are more or fewer."""

    group = ""
    is_stale = False
    counting: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        await self.accept()  # so that the close code is heard
        user = self.scope["user"]
        if not user.is_authenticated:
            return await self.close(code=NOT_SIGNED_IN)
        self.group = bell_group(user.pk)
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.count()

    async def disconnect(self, code: int) -> None:
        if self.group:
            await self.channel_layer.group_discard(self.group, self.channel_name)
        if self.counting:
            self.counting.cancel()
            with suppress(asyncio.CancelledError):
                await self.counting

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """A page has nothing to say here, and nonsense does no harm."""

    async def notices_changed(self, event: dict[str, Any]) -> None:
        """A burst of news is counted once, or twice if some of it comes while it is counted."""
        self.is_stale = True
        if self.counting is None or self.counting.done():
            self.counting = asyncio.create_task(self.count_again())

    async def count_again(self) -> None:
        try:
            while self.is_stale:
                await asyncio.sleep(PATIENCE)
                self.is_stale = False
                await self.count()
        except Exception:
            logger.exception("The notices of person %s could not be counted", self.scope["user"].pk)
            await self.close(code=COME_AGAIN)

    async def count(self) -> None:
        unread = await database_sync_to_async(queries.unread)(self.scope["user"].pk)
        await self.send(text_data=json.dumps({"unread": unread}))
