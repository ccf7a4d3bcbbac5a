"""One port for everything: sockets are answered here, pages are handed to WSGI in lasting threads.

Django's own ASGI handler is never used for pages: it is about ten times slower (docs/architecture.md, Processes).
"""

import os
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradefair.settings")

from tradefair.wsgi import application as pages

application = ProtocolTypeRouter(
    {
        "http": WSGIMiddleware(cast(Any, pages), workers=8),  # Django's stubs name a narrower environ
        "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter([]))),
    }
)
