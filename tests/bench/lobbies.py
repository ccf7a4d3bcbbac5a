"""What live lobbies cost, each figure against a bare Channels consumer under the same server, layer and Valkey.

`fanout_p95_ratio`: the time from somebody's raised hand until a page knows of it, p95 over all pages of one lobby, 100
or 500 of them on two web processes; bare is a group_send of as many bytes. Both take turns; the larger ratio is told.
Afterwards each page must know the last state within two seconds. `memory_ratio`: what one more idle socket occupies.
`idle_1000_core_share`: of one core, for a thousand idle sockets in one process whose pages say that they are there.
"""

# ruff: noqa: PLC0415 - Django is set up first

import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from itertools import cycle
from typing import Any

import psutil

from tests.bench.figures import figure
from tests.bench.seed import fresh_database, seconds_of
from tests.bench.servers import free_port, serving
from tests.bench.sockets import Crowd, Page, said

SIZES, ROUNDS = (100, 500), 30
FEW, MANY, IDLE = 100, 600, 1000
BEAT, WATCHED = 15.0, 30.0  # seconds: between two beats of a page; for which the process is watched
HEALED, SETTLED = 2.0, 6.0  # seconds: in which each page knows the last state; after which nothing moves any more
BARE = "tests.bench.bare_sockets:asgi"
MARK = re.compile(rb'"mark": (\d+)')


# Servers and pages ----------------------------------------------------------------


@contextmanager
def processes(number: int, application: str = "tradefair.asgi:application") -> Iterator[list[int]]:
    """The ports of so many web processes."""
    with ExitStack() as stack:
        ports = [free_port() for _ in range(number)]
        for port in ports:
            command = [sys.executable, "-m", "tradefair.web", "--port", str(port), "--application", application]
            stack.enter_context(serving(command, port))
        yield ports


def process_at(port: int) -> psutil.Process:
    """The web process that listens there."""
    for process in psutil.Process().children(recursive=True):
        if str(port) in process.cmdline():
            return process
    raise AssertionError(f"nothing listens on {port}")


def meetings(number: int) -> list[tuple[str, list[str]]]:
    """Lobbies of meetings that go on, by their paths, each with the cookies of its two people."""
    from django.test import Client
    from django.utils import timezone

    from tests import make

    starts_at, day = timezone.now() - timedelta(minutes=1), timedelta(days=1)
    fair = make.fair(starts_on=(starts_at - day).date(), ends_on=(starts_at + day).date())
    slot, hall = make.slot(fair=fair, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2)), make.hall(fair=fair)
    made = []
    for _ in range(number):
        booking = make.booking(slot=slot, room=make.room(hall=hall))
        cookies = []
        for seat in booking.attendances.select_related("user"):
            client = Client()
            client.force_login(seat.user)
            cookies.append(f"sessionid={client.cookies['sessionid'].value}")
        made.append((f"/ws/meetings/{booking.pk}/room/", cookies))
    return made


def in_lobbies(ports: Sequence[int], lobbies: Sequence[tuple[str, list[str]]], number: int) -> list[Callable[[], Page]]:
    """So many pages, spread over the processes, the lobbies, and the people of each."""
    places = cycle([(path, cookie) for path, cookies in lobbies for cookie in cookies])
    turns = cycle(ports)
    return [
        lambda port=port, path=path, cookie=cookie: Page(port, path, {"Cookie": cookie})
        for port, (path, cookie), _ in zip(turns, places, range(number), strict=False)
    ]


def in_bare(ports: Sequence[int], number: int) -> list[Callable[[], Page]]:
    return [lambda port=port: Page(port, "/ws/bare/all/") for port, _ in zip(cycle(ports), range(number), strict=False)]


def is_snapshot(told: bytes) -> bool:
    return told.startswith(b'{"tell": "snapshot"')


# Fan-out ----------------------------------------------------------------


class Ours:
    """One lobby: somebody raises and lowers his hand, and everybody gets a snapshot that says so."""

    def __init__(self, crowd: Crowd, pages: list[Page]) -> None:
        self.crowd, self.pages = crowd, pages
        crowd.beat(pages, BEAT)
        pages[0].say(said(do="enter"))
        crowd.idle(3)
        self.size = len(pages[1].snapshot)
        self.is_up = False

    def cause(self) -> Callable[[bytes], bool]:
        self.is_up = not self.is_up
        self.pages[0].say(said(do="show", hand=self.is_up))
        mark = b'"hand": true' if self.is_up else b'"hand": false'
        return lambda told: is_snapshot(told) and mark in told


class Bare:
    """One group: what one page says all get, as large as a snapshot."""

    def __init__(self, crowd: Crowd, pages: list[Page], size: int) -> None:
        self.crowd, self.pages, self.size, self.mark = crowd, pages, size, 0

    def cause(self) -> Callable[[bytes], bool]:
        self.mark += 1
        words = said(mark=self.mark)
        self.pages[0].say(words + " " * (self.size - len(words)))
        mark = self.mark
        return lambda told: (found := MARK.search(told)) is not None and int(found[1]) == mark


def seconds_until_told(group: Ours | Bare) -> list[float]:
    """How long it takes until each page of the group knows what has just been caused."""
    began, knows, waits = time.perf_counter(), group.cause(), []
    waiting = set(group.pages)
    while waiting:
        assert time.perf_counter() - began < 10, f"{len(waiting)} pages were not told"
        for page, told in group.crowd.hear(0.2):
            if page in waiting and knows(told):
                waits.append(time.perf_counter() - began)
                waiting.discard(page)
                if not waiting:
                    break
    return waits


def p95(waits: Sequence[float]) -> float:
    return sorted(waits)[int(0.95 * len(waits))]


def fan_out(lobbies: Sequence[tuple[str, list[str]]]) -> None:
    ratios, healed, reference = [], [0.0], dict[str, Any](at_most=1.5)
    with processes(2) as ours, processes(2, BARE) as bare:
        for size, lobby in zip(SIZES, lobbies, strict=False):
            crowd, plain = Crowd(), Crowd()
            ours_group = Ours(crowd, crowd.open(in_lobbies(ours, [lobby], size), is_snapshot))
            bare_group = Bare(plain, plain.open(in_bare(bare, size)), ours_group.size)
            waits: dict[str, list[float]] = {"ours": [], "bare": []}
            for _ in range(ROUNDS):
                waits["ours"] += seconds_until_told(ours_group)
                waits["bare"] += seconds_until_told(bare_group)
            healed.append(seconds_until_healed(ours_group))
            ratios.append(p95(waits["ours"]) / p95(waits["bare"]))
            reference[f"p95_ms_{size}"] = {name: round(1000 * p95(each), 1) for name, each in waits.items()}
            reference[f"ratio_{size}"] = round(ratios[-1], 3)
            reference["bytes"] = ours_group.size
            crowd.close()
            plain.close()
    assert max(healed) <= HEALED, f"it took {max(healed):.1f} s until each page knew the last state"
    reference["all_know_the_last_state_after_s"] = round(max(healed), 2)
    figure("lobbies", "fanout_p95_ratio", max(ratios), "ratio", reference)


def seconds_until_healed(group: Ours) -> float:
    """After a burst of causes: from the moment at which the first page knows the last state to that of the last one."""
    for _ in range(20):
        group.cause()
    known: dict[int, list[float]] = {}
    for page, told in group.crowd.hear(SETTLED):
        if is_snapshot(told):
            known.setdefault(page.revision, []).append(time.perf_counter())
    last = max(known)
    behind = sum(page.revision != last for page in group.pages)
    assert not behind, f"after {SETTLED} s {behind} pages do not know the last state"
    return max(known[last]) - min(known[last])


# Memory and idling ----------------------------------------------------------------


def bytes_of_a_socket(port: int, few: Sequence[Callable[[], Page]], more: Sequence[Callable[[], Page]]) -> float:
    """How much the process grows for each of the later ones."""
    process, crowd = process_at(port), Crowd()
    crowd.open(few)
    crowd.idle(3)
    before = process.memory_full_info().uss
    crowd.open(more)
    crowd.idle(3)
    grown = process.memory_full_info().uss - before
    crowd.close()
    return grown / len(more)


def memory(lobbies: Sequence[tuple[str, list[str]]]) -> None:
    each = {}
    with processes(1) as (port,):
        pages = in_lobbies([port], lobbies, MANY)
        each["ours"] = bytes_of_a_socket(port, pages[:FEW], pages[FEW:])
    with processes(1, BARE) as (port,):
        pages = in_bare([port], MANY)
        each["bare"] = bytes_of_a_socket(port, pages[:FEW], pages[FEW:])
    reference = {"at_most": 1.3, "sockets": [FEW, MANY]} | {
        f"kb_{name}": round(b / 1000, 1) for name, b in each.items()
    }
    figure("lobbies", "memory_ratio", each["ours"] / each["bare"], "ratio", reference)


def idling(lobbies: Sequence[tuple[str, list[str]]]) -> None:
    with processes(1) as (port,):
        process, crowd = process_at(port), Crowd()
        pages = crowd.open(in_lobbies([port], lobbies, IDLE), is_snapshot)
        crowd.beat(pages, BEAT)
        crowd.idle(BEAT)
        before, began, said_before = process.cpu_times(), time.perf_counter(), sum(page.said for page in pages)
        crowd.idle(WATCHED)
        after, wall = process.cpu_times(), time.perf_counter() - began
        told = sum(page.said for page in pages) - said_before
        crowd.rest()
        crowd.idle(2)
        unanswered = sum(page.said - page.heard for page in pages)
        crowd.close()
    assert unanswered == 0, f"{unanswered} beats were not answered"
    share = (after.user + after.system - before.user - before.system) / wall
    answers = sorted(crowd.answers)
    reference = {"at_most": 0.6, "beats": told, "answered_p95_ms": round(1000 * answers[int(0.95 * len(answers))], 1)}
    figure("lobbies", "idle_1000_core_share", share, "of a core", reference)


def main() -> None:
    with fresh_database() as database:
        seconds_of(database, "migrate", "--verbosity", "0")
        os.environ["DATABASE_URL"] = database
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradefair.settings")
        import django

        django.setup()
        from django.conf import settings
        from django.db import connections

        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody signs in
        lobbies: list[Any] = meetings(IDLE // 2)
        connections.close_all()
        fan_out(lobbies)
        memory(lobbies[len(SIZES) :])
        idling(lobbies)


if __name__ == "__main__":
    main()
