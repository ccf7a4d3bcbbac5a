"""The directories of a fair of 2,000 exhibitors and 10,000 visitors, against a bare view with one query.

The same server, interface and connections for both, in turns and several rounds. Addresses: first, last, filtered and
searched pages of both directories. `…_cold` is the same with nothing kept, and says what a first reader waits for.
"""

import os
import statistics
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradefair.settings")
django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.management import call_command
from django.db import connection, reset_queries
from django.db.models import Count
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from matchmaking.accounts.models import User
from matchmaking.common import results
from matchmaking.common.directory import wanted_by
from matchmaking.common.finding import look
from matchmaking.common.search import phrase_of
from matchmaking.common.words import words
from matchmaking.companies.queries.vocabulary import words_like
from matchmaking.exhibitors import directory as exhibitors
from matchmaking.fairs.models import Fair, Participant
from matchmaking.visitors import directory as visitors
from matchmaking.visitors.access import entries_open_to, viewer_of
from tests.bench.figures import figure
from tests.bench.load import load
from tests.bench.servers import free_port, serving

ROUNDS = 3
SECONDS, SECONDS_COLD, SECONDS_WARM = (
    1.0,
    2.0,
    4.0,
)  # per address: eight readers of a page that is made anew wait longer
EXHIBITORS, VISITORS = 2_000, 10_000
QUERIES = ("", "?page=999999", "?country=FR&language=en", "?q=choclate")
SEARCHES = (
    "chocolate", "choclate", "vélo", "machines", "cotton fabric", "bicyclettes", "Holzmöbel", "有机绿茶", "شوكولاتة",
    "aceite de oliva", "parts of machines", "belgique", "zzzzzz", "organic tea", "medical instruments", "fr",
)  # fmt: skip
SIZE = {"exhibitors": EXHIBITORS, "visitors": VISITORS}


def the_fair() -> Fair:
    """The big demo fair, seeded if it is not there."""
    big = Fair.objects.annotate(stands=Count("exhibitors")).order_by("-stands")
    fair = big.first()
    if fair is None or fair.stands < EXHIBITORS:
        call_command("seed_demo", exhibitors=EXHIBITORS, visitors=VISITORS, seed=7, stdout=sys.stderr)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # what autovacuum does a minute later
        fair = big.first()
    assert fair is not None
    return fair


def a_reader(fair: Fair) -> tuple[Participant, str]:
    """An approved representative, and the cookie of his session."""
    roles = [Participant.Role.EXHIBITOR]
    reader = Participant.objects.filter(fair=fair, status="approved", roles=roles).select_related("user").order_by("pk")
    return reader[0], cookie_of(reader[0])


def cookie_of(participant: Participant) -> str:
    """The cookie of a session of his."""
    User.objects.filter(pk=participant.user_id).update(last_login=timezone.now())
    session = SessionStore()
    session[SESSION_KEY] = str(participant.user_id)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = participant.user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def rate(port: int, paths: list[str], headers: dict[str, str], seconds_each: float) -> tuple[float, list[float]]:
    """Requests per second over all the addresses, and the time of each."""
    seconds, times = 0.0, list[float]()
    for path in paths:
        result = load(port, path, seconds=seconds_each, headers=headers)
        assert set(result.statuses) == {200}, (path, result.statuses)
        seconds += result.seconds
        times += result.times
    return len(times) / seconds, times


def percentile(times: list[float], percent: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * percent / 100))]


def measure_throughput(fair: Fair, cookie: str) -> None:
    ours, cold, bare = free_port(), free_port(), free_port()
    everywhere = [f"/fairs/{fair.slug}/{kind}/{query}" for kind in ("exhibitors", "visitors") for query in QUERIES]
    public = [path for path in everywhere if "/exhibitors/" in path]
    signed_in, unknown = {"Cookie": cookie, "Accept-Language": "en"}, {"Accept-Language": "en"}
    kinds = {
        "bare": (bare, ["/bare/"] * 4, {}),
        "": (ours, everywhere, signed_in),
        "_anonymous": (ours, public, unknown),
        "_cold": (cold, everywhere, signed_in),
        "_anonymous_cold": (cold, public, unknown),
    }
    rates: dict[str, list[float]] = {kind: [] for kind in kinds}
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    with (
        serving(web(ours), ours),
        serving(web(cold, "tests.bench.cold:asgi"), cold),
        serving(web(bare, "tests.bench.bare:asgi"), bare),
    ):
        for port, paths, headers in kinds.values():
            load(
                port, paths[0], seconds=SECONDS_WARM, headers=headers
            )  # every thread has its connection before we count
            for path in sorted(set(paths[1:])) if port == ours else ():
                load(port, path, seconds=SECONDS_COLD, headers=headers)  # and what can be kept is kept
        for _ in range(ROUNDS):
            for kind, (port, paths, headers) in kinds.items():
                speed, took = rate(port, paths, headers, SECONDS_COLD if port == cold else SECONDS)
                rates[kind].append(speed)
                times[kind] += took
    medians = {kind or "signed_in": round(statistics.median(values), 1) for kind, values in rates.items()}
    for kind, at_least in (("", 0.1), ("_anonymous", 0.3), ("_cold", None), ("_anonymous_cold", None)):
        ratio = statistics.median(a / b for a, b in zip(rates[kind], rates["bare"], strict=True))
        reference = {"requests_per_second": medians, "connections": 8, "at_least": at_least, **SIZE}
        figure("directory", f"throughput_ratio{kind}", ratio, "ratio", reference)
    p95 = {kind or "signed_in": round(percentile(took, 95) * 1000, 1) for kind, took in times.items()}
    figure("directory", "p95_ratio", p95["signed_in"] / p95["bare"], "ratio", {"p95_ms": p95, **SIZE})


def web(port: int, application: str = "") -> list[str]:
    chosen = ["--application", application] if application else []
    return [sys.executable, "-m", "tradefair.web", "--port", str(port), *chosen]


def measure_queries(fair: Fair, participant: Participant) -> None:
    """The most SQL that one page makes while nothing is kept, whoever reads."""
    results.KEPT = 0
    connection.force_debug_cursor = True
    most: dict[str, int] = {}
    for reader in (participant.user, None):
        client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
        if reader:
            client.force_login(reader)
        for path in (f"/fairs/{fair.slug}/{kind}/{query}" for kind in ("exhibitors", "visitors") for query in QUERIES):
            reset_queries()
            client.get(path)
            most[f"{'signed in' if reader else 'anonymous'} {path}"] = len(connection.queries)
    connection.force_debug_cursor = False
    figure("directory", "queries", max(most.values()), "queries", {"at_most": 8, "pages": most, **SIZE})


def measure_search(fair: Fair, participant: Participant) -> None:
    """Time in the database for a whole answer (similar words, counts, one page), as the database's driver sees it."""
    viewer = viewer_of(participant.user, fair, participant)
    assert viewer is not None
    connection.force_debug_cursor = True
    times: dict[str, list[float]] = {"exhibitors": [], "visitors": []}
    trivial = []
    for _ in range(ROUNDS):
        for search in SEARCHES:
            trivial.append(seconds_of_a_trivial_query() * 1000)
            for name, lines, facets in (
                ("exhibitors", exhibitors.drawn(exhibitors.entries_of(fair)), exhibitors.FACETS),
                ("visitors", visitors.drawn(entries_open_to(viewer)), visitors.FACETS),
            ):
                reset_queries()
                look(lines, facets, wanted_by(QueryDict(), facets), phrase_of(words(search), words_like))
                times[name].append(sum(float(query["time"]) for query in connection.queries) * 1000)
    connection.force_debug_cursor = False
    both = times["exhibitors"] + times["visitors"]
    p95 = {name: round(percentile(took, 95), 1) for name, took in times.items()}
    median = {name: round(statistics.median(took), 1) for name, took in times.items()}
    least = statistics.median(trivial)
    reference = {"at_most": 80, "p95_ms": p95, "median_ms": median, "searches": len(SEARCHES), **SIZE}
    reference |= {"trivial_query_ms": round(least, 3), "times_a_trivial_query": round(percentile(both, 95) / least)}
    figure("directory", "search_p95_ms", percentile(both, 95), "ms", reference)


def seconds_of_a_trivial_query() -> float:
    """What the way to the database and back takes at this moment of this machine."""
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return time.perf_counter() - began


def main() -> None:
    fair = the_fair()
    participant, cookie = a_reader(fair)
    measure_throughput(fair, cookie)
    measure_search(fair, participant)
    measure_queries(fair, participant)


if __name__ == "__main__":
    main()
