"""One port for everything: sockets are answered here, pages are handed to WSGI in lasting threads.

Django's own ASGI handler is never used for pages: it is about ten times slower (docs/architecture.md, Processes).
"""

import os
from typing import Any, cast

from channels.auth import get_user
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.conf import settings
from django.contrib.sessions.backends.cached_db import SessionStore
from django.http import parse_cookie

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradefair.settings")

from django.urls import re_path

from tradefair.pages import Pages
from tradefair.web import PAGE_THREADS
from tradefair.wsgi import application as pages  # sets Django up, which the consumers need

# isort: split
from matchmaking.lobbies.routing import websocket_urlpatterns as lobbies
from matchmaking.meetings.routing import websocket_urlpatterns as meetings
from matchmaking.organising.routing import websocket_urlpatterns as organising
from matchmaking.reminders.routing import websocket_urlpatterns as reminders

NO_SUCH_ADDRESS = 4404


async def nowhere(scope: Any, receive: Any, send: Any) -> None:
    """A socket to an address that does not exist is told so: a browser hears close codes, not refusals."""
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": NO_SUCH_ADDRESS})


class SignedIn:
    """The scope has the user of the session, as with Channels' AuthMiddlewareStack, and nothing else: that keeps the
    session, the cookies and four copies of the scope for as long as a socket is open."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        cookies = next((value for name, value in scope["headers"] if name == b"cookie"), b"")
        key = parse_cookie(cookies.decode("latin-1")).get(settings.SESSION_COOKIE_NAME)
        scope = {**scope, "user": await get_user({"session": SessionStore(key)})}
        await self.inner(scope, receive, send)


async def lifespan(scope: Any, receive: Any, send: Any) -> None:
    """The server tells when it starts and stops. There is nothing to do, and we say so."""
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


sockets: list[Any] = [*lobbies, *meetings, *organising, *reminders, re_path("", cast(Any, nowhere))]

application = ProtocolTypeRouter(
    {
        "http": Pages(pages, PAGE_THREADS),
        "websocket": AllowedHostsOriginValidator(SignedIn(URLRouter(sockets))),
        "lifespan": lifespan,
    }
)
