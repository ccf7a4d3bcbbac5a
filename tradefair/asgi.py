"""One port for everything: sockets are answered here, pages are handed to WSGI in lasting threads.

Django's own ASGI handler is never used for pages: it is about ten times slower (docs/architecture.md, Processes).
"""

import os
from typing import Any, cast

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradefair.settings")

from django.urls import re_path

from tradefair.pages import Pages
from tradefair.web import PAGE_THREADS
from tradefair.wsgi import application as pages  # sets Django up, which the consumers need

# isort: split
from matchmaking.lobbies.routing import websocket_urlpatterns as lobbies
from matchmaking.meetings.routing import websocket_urlpatterns as meetings
from matchmaking.reminders.routing import websocket_urlpatterns as reminders

NO_SUCH_ADDRESS = 4404


async def nowhere(scope: Any, receive: Any, send: Any) -> None:
    """A socket to an address that does not exist is told so: a browser hears close codes, not refusals."""
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": NO_SUCH_ADDRESS})


async def lifespan(scope: Any, receive: Any, send: Any) -> None:
    """The server tells when it starts and stops. There is nothing to do, and we say so."""
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


sockets: list[Any] = [*lobbies, *meetings, *reminders, re_path("", cast(Any, nowhere))]

application = ProtocolTypeRouter(
    {
        "http": Pages(pages, PAGE_THREADS),
        "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(sockets))),
        "lifespan": lifespan,
    }
)
