"""A load generator: kept connections, one request after the other on each, next to no work of its own.

Raw sockets in one thread, so that the machine's cores are the server's: every answer is read by its Content-Length.
"""

import selectors
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle


@dataclass
class Result:
    seconds: float
    times: list[float] = field(default_factory=list)  # of each request, in seconds
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds

    def percentile(self, percent: float) -> float:
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


class _Line:
    """One kept connection with its request under way, the next of those that are to be asked."""

    def __init__(self, address: tuple[str, int], requests: Iterator[bytes]) -> None:
        self.address, self.requests = address, requests
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(self.address, timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self) -> None:
        self.received, self.wanted, self.status = b"", None, 0
        self.asked_at = time.perf_counter()
        self.socket.sendall(next(self.requests))

    def read(self) -> bool:
        """Whether the answer is complete."""
        piece = self.socket.recv(262_144)
        if not piece:
            raise ConnectionError(f"The server hung up after {self.received[:200]!r}")
        self.received += piece
        if self.wanted is None:
            head, found, _ = self.received.partition(b"\r\n\r\n")
            if not found:
                return False
            self.status = int(head[9:12])
            lines = head.lower().split(b"\r\n")
            lengths = [int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:")]
            self.is_chunked = any(line.startswith(b"transfer-encoding:") and b"chunked" in line for line in lines)
            self.wanted = len(head) + 4 + (lengths[0] if lengths else 0)
        return self.received.endswith(b"0\r\n\r\n") if self.is_chunked else len(self.received) >= self.wanted

    wanted: int | None
    is_chunked = False


def load(
    port: int,
    path: str,
    *,
    connections: int = 8,
    seconds: float = 5.0,
    headers: Mapping[str, str] | None = None,
    host: str = "127.0.0.1",
    pages: Sequence[tuple[str, Mapping[str, str]]] = (),
) -> Result:
    """What so many kept connections get in so many seconds. Any status but 200 is counted, not hidden.

    With several `pages`, each with its headers, these are asked for in turn instead of the one at the path.
    """
    texts = [
        "\r\n".join([f"GET {path} HTTP/1.1", f"Host: {host}:{port}", *(f"{k}: {v}" for k, v in given.items()), "", ""])
        for path, given in pages or [(path, headers or {})]
    ]
    requests = cycle([text.encode() for text in texts])
    result, chooser = Result(seconds), selectors.DefaultSelector()
    asked = [_Line((host, port), requests) for _ in range(connections)]
    for line in asked:
        chooser.register(line.socket, selectors.EVENT_READ, line)
        line.ask()
    began = time.perf_counter()
    while (now := time.perf_counter()) - began < seconds:
        for key, _ in chooser.select(timeout=1):
            line = key.data
            if line.read():
                now = time.perf_counter()
                result.times.append(now - line.asked_at)
                result.statuses[line.status] = result.statuses.get(line.status, 0) + 1
                line.ask()
    result.seconds = time.perf_counter() - began
    for line in asked:
        line.socket.close()
    chooser.close()
    if not result.times:
        raise AssertionError(f"Nothing was answered on {path} within {seconds} s")
    return result
