"""The bridge from the server's event loop to the threads that make pages."""

import asyncio
import threading

from django.core.cache import caches

from tradefair import pages
from tradefair.pages import Pages

TOO_LONG = pages.LONGEST_BODY + 1


class Client:
    """One request as an ASGI server would tell of it. It reads an answer only when it is `ready` to."""

    def __init__(self, *body, headers=(), is_ready=True):
        self.messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in body[:-1]]
        self.messages.append({"type": "http.request", "body": body[-1] if body else b""})
        self.headers = list(headers)
        self.ready = asyncio.Event()
        if is_ready:
            self.ready.set()
        self.got = []

    async def ask(self, application):
        scope = {"type": "http", "method": "POST", "path": "/a/b", "query_string": b"c=d", "http_version": "1.1"}
        await application({**scope, "headers": self.headers, "client": ("192.0.2.1", 5)}, self.receive, self.send)
        return self

    async def receive(self):
        return self.messages.pop(0) if self.messages else {"type": "http.disconnect"}

    async def send(self, message):
        await self.ready.wait()
        self.got.append(message)

    @property
    def status(self):
        return self.got[0]["status"]

    @property
    def pieces(self):
        return [message.get("body", b"") for message in self.got[1:]]


def echo(environ, start_response):
    start_response("201 Created", [("X-Path", environ["PATH_INFO"] + "?" + environ["QUERY_STRING"])])
    return [environ["wsgi.input"].read(), b"!"]


class File:
    """An answer in many pieces that tells by whom it was read and that it was closed."""

    def __init__(self, pieces):
        self.pieces, self.closed_by = pieces, None

    def __iter__(self):
        return iter(self.pieces)

    def close(self):
        self.closed_by = threading.current_thread().name


async def test_a_page_is_one_piece_and_keeps_its_headers():
    client = await Client(b"one ", b"two").ask(Pages(echo, 1))
    assert client.got == [
        {"type": "http.response.start", "status": 201, "headers": [(b"x-path", b"/a/b?c=d")]},
        {"type": "http.response.body", "body": b"one two!"},
    ]


async def test_a_long_body_waits_in_a_file():
    piece = b"x" * (pages.KEPT_IN_MEMORY // 2)
    client = await Client(piece, piece, piece).ask(Pages(echo, 1))
    assert b"".join(client.pieces) == piece * 3 + b"!"


async def test_a_body_without_end_is_refused():
    client = await Client(*[b"x" * (TOO_LONG // 4)] * 5).ask(Pages(echo, 1))
    assert (client.status, client.pieces) == (413, [b""])


async def test_of_a_body_that_says_that_it_is_too_long_nothing_is_kept_and_the_page_answers():
    seen = {}

    def application(environ, start_response):
        seen.update(environ, read=environ["wsgi.input"].read())
        start_response("422 Unprocessable Content", [])
        return [b"too long"]

    headers = [(b"content-length", str(TOO_LONG).encode())]
    client = Client(*[b"x" * (TOO_LONG // 4)] * 5, headers=headers)
    await client.ask(Pages(application, 1))
    assert client.messages == []  # all of it has come by
    assert (client.status, client.pieces) == (422, [b"too long"])
    assert (seen["read"], seen["CONTENT_LENGTH"]) == (b"", str(TOO_LONG))


async def test_not_even_that_is_waited_for_without_end(monkeypatch):
    monkeypatch.setattr(pages, "LONGEST_PASSED_OVER", 10)
    client = Client(b"x" * 6, b"x" * 6, b"x", headers=[(b"content-length", str(TOO_LONG).encode())])
    await client.ask(Pages(echo, 1))
    assert (client.status, client.pieces) == (413, [b""])


async def test_who_goes_away_is_not_asked_for_a_page():
    asked = []
    client = Client(b"half of it", b"")
    client.messages[1:] = []
    await client.ask(Pages(lambda environ, start: asked.append(environ), 1))
    assert asked == []


async def test_a_file_is_read_piece_by_piece_and_closed_in_a_page_thread():
    file = File([b"x" * pages.PIECE, b"y" * pages.PIECE, b"z"])

    def application(environ, start_response):
        start_response("200 OK", [])
        return file

    client = await Client().ask(Pages(application, 1))
    assert client.pieces == [b"x" * pages.PIECE, b"y" * pages.PIECE, b"z"]
    assert file.closed_by.startswith("page")


async def test_a_slow_reader_keeps_no_thread():
    application = Pages(echo, 1)
    slow = Client(b"slow", is_ready=False)
    waiting = asyncio.create_task(slow.ask(application))
    quick = await asyncio.wait_for(Client(b"quick").ask(application), 10)
    assert quick.pieces == [b"quick!"]
    assert not waiting.done()
    slow.ready.set()
    await waiting
    assert slow.pieces == [b"slow!"]


async def test_a_slow_writer_keeps_no_thread():
    application = Pages(echo, 1)
    slow, more = Client(), asyncio.Event()

    async def receive():
        await more.wait()
        return {"type": "http.request", "body": b"at last"}

    slow.receive = receive
    waiting = asyncio.create_task(slow.ask(application))
    quick = await asyncio.wait_for(Client(b"quick").ask(application), 10)
    assert quick.pieces == [b"quick!"]
    more.set()
    await waiting
    assert slow.pieces == [b"at last!"]


async def test_a_header_cannot_be_forged_by_an_underscore():
    seen = {}

    def application(environ, start_response):
        seen.update(environ)
        start_response("200 OK", [])
        return []

    headers = [(b"x-forwarded-proto", b"http"), (b"x_forwarded_proto", b"https"), (b"content-length", b"0")]
    await Client(headers=headers).ask(Pages(application, 1))
    assert (seen["HTTP_X_FORWARDED_PROTO"], seen["CONTENT_LENGTH"], seen["REMOTE_ADDR"]) == ("http", "0", "192.0.2.1")


async def test_a_thread_keeps_its_context_from_one_page_to_the_next():
    """Django keeps its clients of Redis in there; a new context for each request would connect anew each time."""
    seen = []

    def application(environ, start_response):
        start_response("200 OK", [])
        seen.append(caches["default"])
        return []

    served = Pages(application, 1)
    for _ in range(2):
        await Client().ask(served)
    assert seen[0] is seen[1]
    assert seen[0]._cache.get_client(write=False) is seen[0]._cache.get_client(write=False)
