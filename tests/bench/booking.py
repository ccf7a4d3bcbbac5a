"""How fast meetings are booked, and how a crowd that wants one hour is told. One JSON line per figure.

`throughput_ratio`: requests accepted a second through the action, each of people of its own, against bare INSERTs of a
booking and its two attendances under the same constraints, from as many connections; the lower one of two crowds.
`loser_p99_seconds`: how long those wait who want an hour of one person at the same moment and do not get it.
`deadlocks`: how many of them were told anything but a refusal. Each connection has a process of its own.
"""

# ruff: noqa: PLC0415 - Django is set up first

import os
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from typing import Any
from uuid import uuid4

import psycopg2

from tests.bench.figures import figure
from tests.bench.seed import fresh_database, seconds_of

CONNECTIONS = (8, 32)
EACH = 40  # bookings of one connection
CROWD, CROWDS = 64, 6
ROOMS, SLOTS = 60, 96
AT_LEAST, AT_MOST = 0.12, 1.0
NOW = datetime(2030, 5, 14, 5, tzinfo=UTC)
FORK = get_context("fork")


def world(requests: int) -> tuple[list[Any], list[tuple[Any, ...]]]:
    """Requests with people of their own, and as many rows of facts for bare INSERTs, in slots with rooms enough."""
    from tests import make

    fair = make.fair()
    hall = make.hall(fair=fair)
    rooms = [make.room(hall=hall) for _ in range(ROOMS)]
    slots = [make.slot(fair=fair, starts_at=NOW + n * timedelta(minutes=30)) for n in range(1, SLOTS)]
    asked, bare = [], []
    for n in range(requests):
        request = make.meeting_request(fair=fair, wishes=[slots[n % len(slots)]])
        make.laid_out(request.sender, request.recipient)
        asked.append((request.pk, request.wishes.get().slot_id, request.recipient.user))
        one, other = make.participant(fair=fair), make.participant(fair=fair)
        slot = slots[n % len(slots)]
        room = rooms[ROOMS - 1 - n // len(slots)]
        bare.append(
            (fair.pk, slot.pk, slot.starts_at, slot.ends_at, room.pk, (one.pk, one.user_id), (other.pk, other.user_id))
        )
    return asked, bare


def accept(row: tuple[Any, ...]) -> None:
    from matchmaking.meetings.actions.answering import accept_request

    request, slot, user = row
    accept_request(request_id=request, slot_id=slot, by=user, at=NOW)


BOOKING = """
    INSERT INTO meetings_booking
        (id, fair_id, slot_id, room_id, starts_at, ends_at, status, sequence, booked_at, changed_at, reason)
    VALUES (%s, %s, %s, %s, %s, %s, 'confirmed', 0, now(), now(), '')
"""
ATTENDANCE = """
    INSERT INTO meetings_attendance (booking_id, participant_id, user_id, role, status, starts_at, ends_at)
    VALUES (%s, %s, %s, %s, 'confirmed', %s, %s)
"""


def insert(connection: Any, row: tuple[Any, ...]) -> None:
    fair, slot, starts, ends, room, *people = row
    booking = str(uuid4())
    with connection, connection.cursor() as cursor:
        cursor.execute(BOOKING, [booking, fair, str(slot), room, starts, ends])
        for (participant, user), role in zip(people, ("host", "guest"), strict=True):
            cursor.execute(ATTENDANCE, [booking, participant, user, role, starts, ends])


def work_through_action(rows: Sequence[Any], start: Barrier, _told: Any) -> None:
    accept(rows[0])  # what a process does only once in its long life
    start.wait()
    for row in rows[1:]:
        accept(row)


def work_bare(rows: Sequence[Any], start: Barrier, _told: Any) -> None:
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    insert(connection, rows[0])
    start.wait()
    for row in rows[1:]:
        insert(connection, row)


def lose(rows: Sequence[Any], start: Barrier, told: Any) -> None:
    from matchmaking.meetings.errors import MeetingRefused

    accept(rows[0])  # another hour, for himself
    start.wait()
    began = time.perf_counter()
    try:
        accept(rows[1])
        said = "won"
    except MeetingRefused:
        said = "refused"
    except Exception as trouble:
        said = repr(trouble)
    told.put((said, time.perf_counter() - began))


def at_once(work: Callable[..., None], parts: Sequence[Sequence[Any]], told: Any = None) -> float:
    """Seconds from the moment at which all are connected to that at which the last one is done."""
    start = FORK.Barrier(len(parts) + 1)
    processes = [FORK.Process(target=work, args=(part, start, told)) for part in parts]
    for process in processes:
        process.start()
    start.wait(120)
    began = time.perf_counter()
    for process in processes:
        process.join()
    seconds = time.perf_counter() - began
    assert [process.exitcode for process in processes] == [0] * len(processes)
    return seconds


def shares(rows: Sequence[Any], number: int) -> list[Sequence[Any]]:
    return [rows[n::number] for n in range(number)]


def throughput() -> None:
    from django.db import connections

    ratios, reference = [], {"at_least": AT_LEAST}
    for number in CONNECTIONS:
        asked, bare = world(number * (EACH + 1))
        connections.close_all()
        rates = {
            "bare": number * EACH / at_once(work_bare, shares(bare, number)),
            "ours": number * EACH / at_once(work_through_action, shares(asked, number)),
        }
        reference[f"bookings_per_second_{number}"] = {name: round(rate, 1) for name, rate in rates.items()}
        ratios.append(rates["ours"] / rates["bare"])
        reference[f"ratio_{number}"] = round(ratios[-1], 4)
    figure("booking", "throughput_ratio", min(ratios), "ratio", reference)


def crowds() -> None:
    from django.db import connections

    from tests import make

    told = FORK.Queue()
    for _ in range(CROWDS):
        fair = make.fair()
        hall, wanted, slot = (
            make.hall(fair=fair),
            make.participant(fair=fair),
            make.slot(fair=fair, starts_at=NOW + timedelta(hours=1)),
        )
        make.room(hall=hall)
        requests = [make.meeting_request(fair=fair, recipient=wanted, wishes=[slot]) for _ in range(CROWD)]
        make.laid_out(wanted, *(request.sender for request in requests))
        warm, _bare = world(CROWD)
        connections.close_all()
        at_once(
            lose, [[own, (request.pk, slot.pk, wanted.user)] for own, request in zip(warm, requests, strict=True)], told
        )
    heard = [told.get() for _ in range(CROWD * CROWDS)]
    waits = sorted(seconds for said, seconds in heard if said == "refused")
    troubles = [said for said, _seconds in heard if said not in ("won", "refused")]
    assert len(waits) + len(troubles) == (CROWD - 1) * CROWDS, "not one winner in each crowd"
    reference = {"at_most": AT_MOST, "crowd": CROWD, "crowds": CROWDS, "median": round(waits[len(waits) // 2], 3)}
    figure("booking", "loser_p99_seconds", waits[int(0.99 * len(waits))], "s", reference)
    figure("booking", "deadlocks", len(troubles), "errors", {"at_most": 0, "of": len(heard), "said": troubles[:3]})


def main() -> None:
    with fresh_database() as database:
        seconds_of(database, "migrate", "--verbosity", "0")
        os.environ["DATABASE_URL"] = database
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradefair.settings")
        import django

        django.setup()
        from django.conf import settings

        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody signs in
        throughput()
        crowds()
        from django.db import connections

        connections.close_all()


if __name__ == "__main__":
    main()
