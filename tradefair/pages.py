"""Pages made by WSGI inside of an ASGI server.

A thread makes a page and does nothing else: what a client sends is taken in before, and what it gets is handed out
after, both on the event loop. So nobody's slow line keeps a thread, and with it a database connection, from others.
"""

import asyncio
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any, cast

from a2wsgi.wsgi import build_environ

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

PIECE = 256 * 1024  # bytes handed to the event loop at a time; most answers are one piece
KEPT_IN_MEMORY = 1024 * 1024  # bytes of a body; what is longer goes to a temporary file
LONGEST_BODY = 100 * 1024 * 1024  # bytes; each form has a limit of its own, and says so at the field
LONGEST_PASSED_OVER = 1024 * 1024 * 1024  # of a body that says that it is longer, until its sender can hear an answer


@dataclass
class Answer:
    """What the application answers. `rest` is empty once the first piece is all of it."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    first: bytes = b""
    rest: Iterator[bytes] | None = None
    response: Iterable[bytes] = ()

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        """PEP 3333's start_response. Django never uses what it returns, the old way of writing."""
        self.status = int(status[:3])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]

    def close(self) -> None:
        close = getattr(self.response, "close", None)
        if close:
            close()


class Pages:
    """An ASGI application for HTTP that asks a WSGI application, in threads that last."""

    def __init__(self, application: "WSGIApplication", threads: int) -> None:
        self.application = application
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        is_too_long = _length_said(scope) > LONGEST_BODY
        body = await (_pass_over(receive) if is_too_long else _take_in(receive))
        if body is None:
            await send({"type": "http.response.start", "status": 413, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body"})
            return
        with body:
            await self._hand_out(await self._in_thread(self._ask, _environ(scope, body)), send)

    async def _hand_out(self, answer: Answer, send: Any) -> None:
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        rest, piece = answer.rest, answer.first
        try:
            while rest:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                piece, rest = await self._in_thread(_gather, rest)
        finally:
            if answer.rest:
                await self._in_thread(answer.close)
        await send({"type": "http.response.body", "body": piece})

    async def _in_thread(self, work: Any, *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.threads, work, *arguments)

    def _ask(self, environ: "WSGIEnvironment") -> Answer:
        answer = Answer()
        answer.response = self.application(environ, answer.start)
        answer.first, answer.rest = _gather(iter(answer.response))
        if not answer.rest:
            answer.close()
        return answer


def _environ(scope: Any, body: Any) -> "WSGIEnvironment":
    # In an environ `X_Real` and `X-Real` are the same name: whoever writes the first may want to forge the second.
    headers = [header for header in scope["headers"] if b"_" not in header[0]]
    environ = cast("WSGIEnvironment", build_environ(cast(Any, {**scope, "headers": headers}), body))
    environ["wsgi.errors"] = sys.stderr
    environ["wsgi.multiprocess"] = False
    return environ


async def _take_in(receive: Any) -> IO[bytes] | None:
    """The body, once it is there; None if the client goes away or sends too much."""
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body"):
        return BytesIO(message.get("body", b""))
    body, length = SpooledTemporaryFile[bytes](KEPT_IN_MEMORY), 0
    while message["type"] == "http.request":
        length += body.write(message.get("body", b""))
        if length > LONGEST_BODY:
            break
        if not message.get("more_body"):
            body.seek(0)
            return body
        message = await receive()
    body.close()
    return None


def _length_said(scope: Any) -> int:
    """How long the body is, as its sender says; 0 if he does not."""
    said = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return int(said) if said.isdigit() else 0


async def _pass_over(receive: Any) -> IO[bytes] | None:
    """An empty body instead of one that is too long, once all of it has come by: a browser shows no answer before that.

    The application is told how long it was, and says in its own words that it was too long. None as for `_take_in`.
    """
    message, passed = await receive(), 0
    while message["type"] == "http.request":
        passed += len(message.get("body", b""))
        if passed > LONGEST_PASSED_OVER:
            break
        if not message.get("more_body"):
            return BytesIO()
        message = await receive()
    return None


def _gather(pieces: Iterator[bytes]) -> tuple[bytes, Iterator[bytes] | None]:
    """The next piece, and what is left after it; nothing is left where the answer is at its end."""
    gathered, length = [], 0
    for piece in pieces:
        gathered.append(piece)
        length += len(piece)
        if length >= PIECE:
            return b"".join(gathered), pieces
    return b"".join(gathered), None
