"""One open page's line: it is told that times have changed, and looks again by itself."""

import json
from datetime import timedelta
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.utils import timezone

from matchmaking.fairs.access import participation
from matchmaking.fairs.models import Fair
from matchmaking.meetings.announcements import day_group, person_group

NOT_SIGNED_IN, NO_SUCH_FAIR = 4401, 4404


class TimesConsumer(AsyncWebsocketConsumer):
    """Whoever takes part in a fair hears which of its days have changed, and that something waits for him."""

    groups_joined: tuple[str, ...] = ()

    async def connect(self) -> None:
        await self.accept()  # so that the close code is heard
        user = self.scope["user"]
        if not user.is_authenticated:
            return await self.close(code=NOT_SIGNED_IN)
        fair = await database_sync_to_async(self.fair)()
        if fair is None:
            return await self.close(code=NO_SUCH_FAIR)
        today = timezone.now().astimezone(fair.zone).date() - timedelta(days=1)
        self.groups_joined = (
            person_group(user.pk),
            *(day_group(fair.pk, day) for day in fair.days if day >= today),
        )
        for group in self.groups_joined:
            await self.channel_layer.group_add(group, self.channel_name)

    async def disconnect(self, code: int) -> None:
        for group in self.groups_joined:
            await self.channel_layer.group_discard(group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """A page has nothing to say here, and nonsense does no harm."""

    async def times_changed(self, event: dict[str, Any]) -> None:
        """Of those who may not know it any more each is told so, and hears no more."""
        if await database_sync_to_async(self.fair)() is None:
            return await self.close(code=NO_SUCH_FAIR)
        await self.send(text_data=json.dumps({"changed": "times", "day": event["day"]}))

    async def person_changed(self, event: dict[str, Any]) -> None:
        await self.send(text_data=json.dumps({"changed": "person"}))

    def fair(self) -> Fair | None:
        """The fair of the address, if its reader takes part."""
        fair = Fair.objects.filter(slug=self.scope["url_route"]["kwargs"]["fair"]).first()
        mine = participation(self.scope["user"], fair) if fair else None
        return fair if mine and mine.is_approved else None
