"""Open pages as a server sees them: their sockets, all in one thread, with next to no work of their own.

What the benches need of RFC 6455: messages of text, a ping that is answered, an end. No page offers compression, which
would cost every server the same and hide what differs.
"""

import base64
import json
import os
import re
import selectors
import socket
import struct
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import cycle
from typing import Any

AT_ONCE = 8  # pages on their way to a server
PATIENCE = 60  # seconds
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
REVISION = re.compile(rb'{"tell": "snapshot", "revision": (\d+)')
MASK = b"\0\0\0\0"  # which leaves a message as it is


class Page:
    """One of them."""

    def __init__(self, port: int, path: str, headers: Mapping[str, str] | None = None) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        facts = {"Host": f"127.0.0.1:{port}", "Origin": f"http://127.0.0.1:{port}", "Sec-WebSocket-Version": "13"}
        facts |= {"Upgrade": "websocket", "Connection": "Upgrade"}
        facts |= {"Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(), **(headers or {})}
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in facts.items()), "", ""]
        self.socket.sendall("\r\n".join(lines).encode())
        self.received, self.is_open = b"", False
        self.revision = 0  # of the last snapshot
        self.snapshot = b""
        self.said = self.heard = 0  # how often that it is there, and how often that was answered

    def say(self, text: str | bytes) -> None:
        self.send(TEXT, text.encode() if isinstance(text, str) else text)

    def stay(self) -> None:
        self.said += 1
        self.said_at = time.perf_counter()
        self.say('{"do": "stay"}')

    def send(self, kind: int, content: bytes) -> None:
        length = len(content)
        size = struct.pack("!B", 0x80 | length) if length < 126 else struct.pack("!BH", 0x80 | 126, length)
        self.socket.sendall(bytes([0x80 | kind]) + size + MASK + content)

    def read(self) -> Iterator[bytes]:
        """The messages that are there now."""
        piece = self.socket.recv(262_144)
        if not piece:
            raise ConnectionError(f"The server hung up after {self.received[:200]!r}")
        self.received += piece
        if not self.is_open:
            head, found, rest = self.received.partition(b"\r\n\r\n")
            if not found:
                return
            if not head.startswith(b"HTTP/1.1 101"):
                raise ConnectionError(head.decode())
            self.is_open, self.received = True, rest
        while (content := self.frame()) is not None:
            if content:
                self.note(content)
                yield content

    def frame(self) -> bytes | None:
        """What the next one holds, nothing if it is none that a page reads; None if it is not there yet."""
        if len(self.received) < 2:
            return None
        kind, length, start = self.received[0] & 0x0F, self.received[1] & 0x7F, 2
        if length > 125:
            start, form = (4, "!H") if length == 126 else (10, "!Q")
            if len(self.received) < start:
                return None
            (length,) = struct.unpack_from(form, self.received, 2)
        if len(self.received) < start + length:
            return None
        content, self.received = self.received[start : start + length], self.received[start + length :]
        if kind == CLOSE:
            raise ConnectionError(f"The server ends the line: {content!r}")
        if kind == PING:
            self.send(PONG, content)
        return content if kind == TEXT else b""

    def note(self, content: bytes) -> None:
        found = REVISION.match(content)
        if found:
            self.revision, self.snapshot = int(found[1]), content
        elif content.startswith(b'{"tell": "alive"'):
            self.heard += 1
        elif content.startswith(b'{"tell": "refused"'):
            raise AssertionError(content.decode())


class Crowd:
    """All open pages. Those of lobbies say in turn, evenly spread, that they are there."""

    def __init__(self) -> None:
        self.chooser = selectors.DefaultSelector()
        self.pages: list[Page] = []
        self.answers: list[float] = []  # seconds until a page that said it is there was answered
        self.rest()

    def rest(self) -> None:
        self.every, self.due = 0.0, float("inf")

    def beat(self, pages: Sequence[Page], seconds: float) -> None:
        """From now on each of these says every so many seconds that it is there."""
        self.turns, self.every, self.due = cycle(pages), seconds / len(pages), time.perf_counter()

    def open(self, pages: Sequence[Callable[[], Page]], is_ready: Callable[[bytes], bool] = bool) -> list[Page]:
        """Some at once; each is ready once it was told something of that kind."""
        waiting, opened, coming = list(reversed(pages)), list[Page](), set[Page]()
        ends = time.perf_counter() + PATIENCE
        while waiting or coming:
            while waiting and len(coming) < AT_ONCE:
                page = waiting.pop()()
                self.chooser.register(page.socket, selectors.EVENT_READ, page)
                self.pages.append(page)
                opened.append(page)
                coming.add(page)
            for page, told in self.hear(0.05):
                if page in coming and is_ready(told):
                    coming.discard(page)
                    break
            assert time.perf_counter() < ends, f"{len(coming)} of {len(pages)} pages are not let in"
        return opened

    def hear(self, seconds: float) -> Iterator[tuple[Page, bytes]]:
        """What they are told in so many seconds, while those that are to say that they are there do so."""
        ends = time.perf_counter() + seconds
        while (now := time.perf_counter()) < ends:
            while self.due <= now:
                next(self.turns).stay()
                self.due += self.every
            for key, _ in self.chooser.select(max(0.0, min(ends, self.due) - now)):
                page: Page = key.data
                heard = page.heard
                for told in page.read():
                    if page.heard > heard:
                        self.answers.append(time.perf_counter() - page.said_at)
                        heard = page.heard
                    yield page, told

    def idle(self, seconds: float) -> None:
        for _told in self.hear(seconds):
            pass

    def close(self) -> None:
        for page in self.pages:
            page.socket.close()
        self.chooser.close()


def said(**words: Any) -> str:
    return json.dumps(words)
