"""Reminders: how long the look for what is owed takes, how fast they go out, and how late they are.

`due_query_ms`: the slowest of the two questions of reminders, median, with 200,000 meetings (400,000 seats) in the
table and everybody told; all other questions of the look beside it, and the indexes that Postgres uses.
`seconds_for_10000`: from the moment at which 10,000 people are to be told that their meetings begin in a quarter of an
hour until a mail server on this machine has the last mail, with two worker processes and a beat.
`lateness_p99_seconds`: from the moment at which a reminder is due until it is stamped as sent, while ten become due in
every second of a minute and a half.
"""

# ruff: noqa: PLC0415 - Django is set up first

import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.figures import figure
from tests.bench.seed import fresh_database, seconds_of
from tests.bench.servers import free_port, serving

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
DAYS, SLOTS, ROOMS = 30, 16, 420  # 201,600 meetings
OPENS = datetime(2030, 5, 1, 7, tzinfo=UTC)
MIDWAY = OPENS + 14 * DAY + 170 * MINUTE  # ten minutes before the seventh slot of a day
SOON = 15 * MINUTE
ROUNDS = 25
INDEX = re.compile(r"Index (?:Only )?Scan (?:using|on) (\w+)")
MAILS, WORKERS, LONGEST = 10_000, 2, 900
PER_SECOND, SECONDS = 10, 90
LAID_OUT_IN, WARM_UP = timedelta(seconds=120), timedelta(seconds=30)


# The look ----------------------------------------------------------------


def due_query() -> None:
    from matchmaking.meetings.models import Attendance, Booking
    from matchmaking.reminders import due
    from matchmaking.reminders.actions.owing import note_what_is_owed
    from tests import make
    from tests.reminders import crowd

    last_day = (OPENS + (DAYS - 1) * DAY).date()
    fair = make.fair(starts_on=OPENS.date(), ends_on=last_day)
    starts = [OPENS + day * DAY + slot * 30 * MINUTE for day in range(DAYS) for slot in range(SLOTS)]
    crowd.fill(fair, rooms=ROOMS, starts=starts, booked_at=OPENS - 20 * DAY)
    crowd.tell_of_booking(at=MIDWAY)
    for kind, lead in (("day_before", DAY), ("soon", SOON)):
        crowd.tell(kind, at=MIDWAY, lead=lead)
    note_what_is_owed(at=MIDWAY)  # the rest: agendas of the day, tests of devices
    crowd.look_again()
    assert note_what_is_owed(at=MIDWAY) == 0
    took = {question.__name__: milliseconds_of(question) for question in due.QUESTIONS}
    reference: dict[str, Any] = {
        "at_most": 50,
        "bookings": Booking.objects.count(),
        "seats": Attendance.objects.count(),
        "ms_of_each_question": took,
        "indexes": {name: indexes_of(getattr(due.meetings, name)) for name in ("soon", "day_before")},
        "load": os.getloadavg()[0],
    }
    figure("reminders", "due_query_ms", max(took["soon"], took["day_before"]), "ms", reference)


def milliseconds_of(question: Any) -> float:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        assert question(MIDWAY, 2000) == []
        took.append(1000 * (time.perf_counter() - began))
    return round(median(took), 1)


def indexes_of(question: Any) -> list[str]:
    """Those that Postgres has read to answer it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        question(MIDWAY, 2000)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, TIMING OFF, BUFFERS OFF) " + asked[-1]["sql"])
        plan = [row[0] for row in cursor.fetchall()]
    return sorted({found[1] for line in plan if "never" not in line and (found := INDEX.search(line))})


# Mails ----------------------------------------------------------------


@contextmanager
def crew() -> Iterator[Path]:
    """Two workers, a beat and a mail server; the file in which that one notes what it has taken."""
    from tests.reminders.crew import beat, speaking_to, worker

    with ExitStack() as stack:
        port, taken = free_port(), Path(stack.enter_context(tempfile.TemporaryDirectory()), "taken")
        stack.enter_context(serving([sys.executable, "-m", "tests.bench.mailbox", str(port), str(taken)], port))
        to = speaking_to(smtp=port, database=os.environ["DATABASE_URL"], broker=os.environ["REDIS_URL"])
        for _ in range(WORKERS):
            stack.enter_context(worker(to))
        stack.enter_context(beat(to))
        yield taken


def taken_in(file: Path) -> list[tuple[float, str]]:
    lines = [line.split() for line in file.read_text().splitlines(keepends=True) if line.endswith("\n")]
    return [(float(moment), recipient) for moment, recipient in lines]


def wait_for_all(file: Path, number: int) -> list[tuple[float, str]]:
    ends = time.monotonic() + LONGEST
    while len(taken := taken_in(file)) < number:
        assert time.monotonic() < ends, f"{len(taken)} of {number} mails were taken in {LONGEST} s"
        time.sleep(1)  # what is counted is when the server has taken them, not when we look
    return taken


def meet_at(starts_at: datetime, people: int) -> None:
    """So many people have a meeting then, at a fair of their own, booked long ago."""
    from tests import make
    from tests.reminders import crowd

    day = starts_at.date()
    fair = make.fair(starts_on=day - DAY, ends_on=day + DAY)
    crowd.fill(fair, rooms=people // 2, starts=[starts_at], booked_at=starts_at - 20 * DAY)


def all_is_told_until(moment: datetime) -> None:
    """Of everything but the last reminder, which is due from then on; and whoever is to be told is told of nothing
    else."""
    from matchmaking.accounts.models import User
    from matchmaking.reminders.models import Wish
    from tests.reminders import crowd

    at = datetime.now(UTC)
    crowd.tell_of_booking(at=at)
    crowd.tell("day_before", at=at, lead=2 * DAY)
    Wish.objects.bulk_create(Wish(user=user, kind="day_agenda", mail="never") for user in User.objects.all())
    crowd.look_again()
    assert datetime.now(UTC) < moment - WARM_UP, "it took too long to lay them out"


def due_soon() -> datetime:
    """Whatever is laid out now becomes due then."""
    return datetime.now(UTC).replace(microsecond=0) + LAID_OUT_IN + WARM_UP


def ten_thousand() -> None:
    due = due_soon()
    meet_at(due + SOON, MAILS)
    all_is_told_until(due)
    with crew() as taken:
        mails = wait_for_all(taken, MAILS)
    assert len({recipient for _, recipient in mails}) == len(mails) == MAILS, "somebody was told twice"
    first, last = mails[0][0] - due.timestamp(), mails[-1][0] - due.timestamp()
    reference = {
        "at_most": 120,
        "workers": WORKERS,
        "seconds_until_the_first": round(first, 1),
        "per_second": round(MAILS / (last - first), 1),
        "load": os.getloadavg()[0],
    }
    figure("reminders", "seconds_for_10000", last, "s", reference)


def lateness() -> None:
    """At each second another fair's meetings come within a quarter of an hour."""
    from django.db import connection

    due = due_soon()
    for second in range(SECONDS):
        meet_at(due + SOON + timedelta(seconds=second), PER_SECOND)
    all_is_told_until(due)
    with crew() as taken:
        wait_for_all(taken, PER_SECOND * SECONDS)
        time.sleep(2)  # the last one is stamped
    with connection.cursor() as cursor:
        cursor.execute(_LATENESS)
        p99, middle, number = cursor.fetchone()
    assert number == PER_SECOND * SECONDS, f"{number} are stamped"
    reference = {"at_most": 30, "median": round(middle, 1), "mails": number, "per_second": PER_SECOND}
    figure("reminders", "lateness_p99_seconds", p99, "s", reference | {"load": os.getloadavg()[0]})


_LATENESS = """
    SELECT
        percentile_cont(0.99) WITHIN GROUP (ORDER BY late), percentile_cont(0.5) WITHIN GROUP (ORDER BY late), count(*)
    FROM (
        SELECT extract(epoch FROM delivery.ended_at - notice.due_at)::float AS late
        FROM reminders_delivery AS delivery JOIN reminders_notice AS notice ON notice.id = delivery.notice_id
        WHERE notice.kind = 'soon' AND delivery.status = 'sent'
    ) AS lates
"""


def main() -> None:
    """Each figure in a database of its own. An argument names one of them."""
    wanted = sys.argv[1:] or ["due_query", "ten_thousand", "lateness"]
    for name in wanted:
        with fresh_database() as database:
            seconds_of(database, "migrate", "--verbosity", "0")
            in_a_process_of_its_own(name, database)


def in_a_process_of_its_own(name: str, database: str) -> None:
    """Django reads once which database is its own."""
    if child := os.fork():
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert code == 0, f"{name} has failed"
        return
    os.environ["DATABASE_URL"] = database
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradefair.settings")
    import django

    django.setup()
    try:
        globals()[name]()
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main()
