"""Pages: Django behind WSGI, with lasting threads and kept database connections."""

import contextvars
import os
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradefair.settings")


class Lasting:
    """A WSGI application whose context variables last as long as the thread, as under any WSGI server.

    A bridge from ASGI gives each request a context of its own. Django keeps its caches' clients in there, so that each
    request would connect to Redis anew.
    """

    def __init__(self, application: Any) -> None:
        self.application = application
        self.of_this_thread = threading.local()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        context = self.of_this_thread.__dict__.setdefault("context", contextvars.Context())
        response: Iterable[bytes] = context.run(self.application, environ, start_response)
        return response


application = Lasting(get_wsgi_application())
