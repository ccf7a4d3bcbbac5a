"""The open internet, as far as tests need it: real servers that speak TLS, at an address that may be connected to.

127.0.0.1 stands for the open internet and everything else is judged as always. So what is tested is the product's own
way out, from the name to the last byte; only the resolver, the port and whose certificates count are given.
"""

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address

import trustme

from matchmaking.common.fetching import Ways, is_public, resolved

AUTHORITY = trustme.CA()
NAME = "calendar.example"
HERE = ip_address("127.0.0.1")


@dataclass
class Server:
    """A server at NAME; `heard` are the requests that it got, and `brought` is what came with each."""

    port: int
    heard: list[str] = field(default_factory=list)
    brought: list[bytes] = field(default_factory=list)
    noting: threading.Lock = field(default_factory=threading.Lock)

    def note(self, request: str, body: bytes) -> None:
        """Both at once, so that what belongs together stands at one place whoever else is heard meanwhile."""
        with self.noting:
            self.heard.append(request)
            self.brought.append(body)

    def address(self, path: str = "/private-abc/basic.ics", name: str = NAME) -> str:
        return f"https://{name}:{self.port}{path}"

    def ways(self, patience: float = 10, **places: list[str]) -> Ways:
        """The way to this server; other names (with _ for a dot) may lead to other places."""
        known = {name.replace("_", "."): [ip_address(each) for each in there] for name, there in places.items()}
        context = ssl.create_default_context()
        AUTHORITY.configure_trust(context)
        return Ways(
            resolve=lambda name, port: known.get(name) or ([HERE] if name == NAME else resolved(name, port)),
            may_connect=lambda address: address == HERE or is_public(address),
            ports=(self.port,),
            trust=lambda: context,
            patience=patience,
        )


Speak = Callable[[ssl.SSLSocket, str], None]


@contextmanager
def server(speak: Speak, *, certified: str = NAME, authority: trustme.CA = AUTHORITY) -> Iterator[Server]:
    """A server that answers each request, whose path it is told, by `speak`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(certified).configure_cert(context)
    with socket.create_server((str(HERE), 0)) as door:
        running = Server(door.getsockname()[1])
        threading.Thread(target=_serve, args=(door, context, running, speak), daemon=True).start()
        try:
            yield running
        finally:
            with suppress(OSError):  # where a socket that only listens cannot be shut down
                door.shutdown(socket.SHUT_RDWR)


def _serve(door: socket.socket, context: ssl.SSLContext, running: Server, speak: Speak) -> None:
    with suppress(OSError):  # the door is shut
        while True:
            raw, _whence = door.accept()
            threading.Thread(target=_answer, args=(raw, context, running, speak), daemon=True).start()


def _answer(raw: socket.socket, context: ssl.SSLContext, running: Server, speak: Speak) -> None:
    with suppress(OSError), raw, context.wrap_socket(raw, server_side=True) as line:
        asked = b""
        while b"\r\n\r\n" not in asked:
            asked += line.recv(65536)
        head, _end, body = asked.partition(b"\r\n\r\n")
        length = re.search(rb"\r\ncontent-length: (\d+)", head, re.IGNORECASE)
        while length and len(body) < int(length[1]):
            body += line.recv(65536)
        running.note(head.decode(), body)
        speak(line, asked.split()[1].decode())


def answer(body: bytes | str = b"", status: str = "200 OK", **headers: str) -> Speak:
    """The whole answer at once."""
    text = body.encode() if isinstance(body, str) else body
    lines = {"Content-Length": str(len(text)), **{name.replace("_", "-"): value for name, value in headers.items()}}
    head = f"HTTP/1.1 {status}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"
    return lambda line, _path: line.sendall(head.encode() + text)
