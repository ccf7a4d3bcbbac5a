"""Reading what is at an address that a stranger has named, or bringing something there, without becoming his way into
our own network.

Only https, only its usual port, only addresses of the open internet. The name is resolved once, what comes of it is
judged, and the connection goes to exactly that address, with the certificate checked against the name: a name that
means something else a moment later (DNS rebinding) gains nothing. Redirects are followed by hand, each as if it had
been typed; by who brings something, not at all. One deadline holds for everything together
(docs/decisions/0013-how-foreign-addresses-are-read.md).
"""

import http.client
import socket
import ssl
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

Address = IPv4Address | IPv6Address

MOST_BYTES = 5 * 1024 * 1024
MOST_REDIRECTS = 3
MOST_TRIED = 3  # addresses of one name
PIECE = 64 * 1024
MOVED = (301, 302, 303, 307, 308)
AS_IT_IS = "/?%:@!$&'()*+,;=~"  # in a path or a query
PLAIN = ("", "identity")  # codings of the content that we have asked for
OURS = {"Accept-Encoding": "identity", "Connection": "close", "User-Agent": "Tradefair"}  # what every request says

# The special-purpose registries of IANA, and what clouds keep for themselves. Written out because `is_global` says yes
# to multicast, to 2002::/16 and, in Python 3.11, to more; and because a list can be compared with the registry.
CLOSED_4 = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",  # shared by the customers of a provider
            "127.0.0.0/8",
            "168.63.129.16/32",  # a public address at which Azure answers its own machines
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
OPEN_6 = ip_network("2000::/3")  # all that IANA has ever given out; mapped, NAT64, local and multicast lie outside
CLOSED_6 = tuple(map(ip_network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))


class NotFetched(Exception):
    """Nothing has come of it. Which of the kinds below it is, is all that anybody is told."""


class NotPublic(NotFetched):
    """The address, or one to which it leads, is not on the open internet over https."""


class Unanswered(NotFetched):
    """Nobody is there, or not who he says he is, or he has nothing to read."""


class TooLarge(NotFetched):
    """More than we want to read."""


class TooSlow(NotFetched):
    """The time was over before everything had come."""


class Encoded(NotFetched):
    """Compressed, which we have not asked for: a small file may become a huge one."""


def is_public(address: Address) -> bool:
    """Whether the address belongs to somebody on the open internet."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in CLOSED_4)
    return address in OPEN_6 and not any(address in network for network in CLOSED_6)


def resolved(name: str, port: int) -> list[Address]:
    """The addresses of a name, in the order in which they are to be tried."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return [ip_address(str(place[0])) for *_kind, place in found]


trusted = cache(ssl.create_default_context)  # by whom certificates have to be signed


@dataclass(frozen=True)
class Ways:
    """How names become addresses, and whom we may meet. Only tests know others, for servers of their own."""

    resolve: Callable[[str, int], list[Address]] = resolved
    may_connect: Callable[[Address], bool] = is_public
    ports: Container[int] = (443,)
    trust: Callable[[], ssl.SSLContext] = trusted
    patience: float = 10.0  # seconds, for everything together


OPEN = Ways()


def fetch(address: str, *, ways: Ways = OPEN) -> bytes:
    """What is at the address, or one of the refusals above. They never say the address: it may be a secret."""
    ends = monotonic() + ways.patience
    for _hop in range(MOST_REDIRECTS + 1):
        target = target_of(address, ways)
        with _in_our_words(ends):
            body, moved = _ask(target, ways, ends)
        if moved is None:
            return body
        try:
            address = urljoin(address, moved)
        except ValueError:
            raise NotPublic from None
    raise Unanswered


@dataclass(frozen=True)
class Answer:
    """What the head of an answer says. Its body is never read."""

    status: int
    reason: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)  # their names in small letters


def post(address: str, body: bytes, headers: Mapping[str, str], *, ways: Ways = OPEN) -> Answer:
    """The body has been brought to the address, whatever is said to that; or one of the refusals above."""
    ends = monotonic() + ways.patience
    target = target_of(address, ways)
    with _in_our_words(ends), _line(target, ways, ends) as connection:
        connection.request("POST", target.path, body, {**OURS, **headers})
        with connection.getresponse() as response:
            said = {name.lower(): value for name, value in response.getheaders()}
            answer = Answer(response.status, response.reason, said)
    return answer


@contextmanager
def _in_our_words(ends: float) -> Iterator[None]:
    try:
        yield
    except TimeoutError:
        raise TooSlow from None
    except (OSError, http.client.HTTPException, ValueError):
        raise (TooSlow if monotonic() >= ends else Unanswered) from None


@dataclass(frozen=True)
class Target:
    name: str
    port: int
    path: str


def target_of(address: str, ways: Ways) -> Target:
    """Where the address leads, if we go there at all."""
    try:
        parts = urlsplit(address)
        name, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port or 443
    except ValueError:
        raise NotPublic from None
    if parts.scheme != "https" or not name or "@" in parts.netloc or port not in ways.ports:
        raise NotPublic
    path = quote(parts.path or "/", safe=AS_IT_IS)
    return Target(name, port, f"{path}?{quote(parts.query, safe=AS_IT_IS)}" if parts.query else path)


@contextmanager
def _line(target: Target, ways: Ways, ends: float) -> Iterator[http.client.HTTPSConnection]:
    """A connection to whoever has the name and may be met."""
    allowed = [each for each in _resolve(target, ways, ends) if ways.may_connect(each)]
    if not allowed:
        raise NotPublic
    with _connect(allowed[:MOST_TRIED], target, ways, ends) as line:
        connection = http.client.HTTPSConnection(target.name, target.port)
        connection.sock = line  # nobody resolves the name once more
        yield connection


def _ask(target: Target, ways: Ways, ends: float) -> tuple[bytes, str | None]:
    """The content, or where it has moved to."""
    with _line(target, ways, ends) as connection:
        connection.request("GET", target.path, headers={"Accept": "text/calendar, */*;q=0.1", **OURS})
        with connection.getresponse() as response:
            if response.status in MOVED and (moved := response.getheader("Location")):
                return b"", moved
            if response.status != 200:
                raise Unanswered
            if response.getheader("Content-Encoding", "").strip().lower() not in PLAIN:
                raise Encoded
            return _body(response), None


def _body(response: http.client.HTTPResponse) -> bytes:
    body = bytearray()
    if (response.length or 0) > MOST_BYTES:
        raise TooLarge
    while piece := response.read1(PIECE):
        body += piece
        if len(body) > MOST_BYTES:
            raise TooLarge
    if response.length:  # of what was promised
        raise Unanswered
    return bytes(body)


def _resolve(target: Target, ways: Ways, ends: float) -> list[Address]:
    """In a thread, for the system's resolver knows no deadline. One that is late ends by itself, and nobody listens."""
    heard: SimpleQueue[list[Address]] = SimpleQueue()

    def ask() -> None:
        try:
            heard.put(ways.resolve(target.name, target.port))
        except (OSError, ValueError):
            heard.put([])

    Thread(target=ask, name="resolving", daemon=True).start()
    try:
        found = heard.get(timeout=_left(ends))
    except Empty:
        raise TooSlow from None
    if not found:
        raise Unanswered
    return found


def _connect(allowed: list[Address], target: Target, ways: Ways, ends: float) -> ssl.SSLSocket:
    """An encrypted line to the first of these addresses that answers, who has shown that the name is his."""
    context = ways.trust()
    context.sslsocket_class = _Hurried
    for place in allowed[:-1]:
        try:
            raw = socket.create_connection((str(place), target.port), timeout=_left(ends) / 2)
            break
        except OSError:
            continue
    else:
        raw = socket.create_connection((str(allowed[-1]), target.port), timeout=_left(ends))
    with raw:  # closes what is left of it if there is no encrypted line; else it has been handed over
        raw.settimeout(_left(ends))
        line = context.wrap_socket(raw, server_hostname=target.name)
    assert isinstance(line, _Hurried)
    line.ends = ends
    return line


class _Hurried(ssl.SSLSocket):
    """Every wait ends at the deadline. A timeout of a socket begins anew with each byte, and one a second is enough."""

    ends = 0.0

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(_left(self.ends))
        return super().recv_into(*args, **kwargs)


def _left(ends: float) -> float:
    left = ends - monotonic()
    if left <= 0:
        raise TimeoutError
    return left
