"""A bare Channels consumer under the same server, layer and Valkey: what a socket and a message cost at least."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.bare_settings"

import django

django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path


class BareConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """Whatever one page says is told to all of its group."""

    async def connect(self):  # type: ignore[no-untyped-def]
        self.group = f"bare.{self.scope['url_route']['kwargs']['group']}"
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()
        await self.send(text_data="welcome")

    async def disconnect(self, code):  # type: ignore[no-untyped-def]
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data=None, bytes_data=None):  # type: ignore[no-untyped-def]
        await self.channel_layer.group_send(self.group, {"type": "bare.told", "text": text_data})

    async def bare_told(self, event):  # type: ignore[no-untyped-def]
        await self.send(text_data=event["text"])


asgi = ProtocolTypeRouter({"websocket": URLRouter([path("ws/bare/<slug:group>/", BareConsumer.as_asgi())])})
