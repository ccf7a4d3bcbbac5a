"""The page of suggestions, on the fair of 12,000 people of which everybody is matched.

`p95_ratio`: its 95th percentile against that of a bare view with one query, from the same server, over as many kept
connections, in turns and several rounds, read by visitors and by teams of stands from all over. `queries`: the most
that one page asks. `search_p95_ratio`: the same, of a search for words of several languages.
"""

import os
import statistics
from urllib.parse import quote

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradefair.settings")
django.setup()

from django.conf import settings
from django.db import connection, reset_queries
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from matchmaking.discovery.actions.matching import carry_out, claim_run, want_run
from matchmaking.discovery.models import Pairing
from matchmaking.exhibitors.models import Representative
from matchmaking.fairs.models import Fair, Participant
from tests.bench.directory import SIZE, cookie_of, percentile, web
from tests.bench.figures import figure
from tests.bench.full_batch import matched_fair
from tests.bench.load import load
from tests.bench.servers import free_port, serving
from tests.bench.slot_choice import spread

READERS = 12  # of each side
ROUNDS, SECONDS, SECONDS_WARM = 3, 4.0, 10.0
AT_MOST, MOST_QUERIES = 10, 8
WORDS = ("chocolat noir", "aceite de oliva", "绿茶", "Holzspielzeug", "زيت زيتون", "machine parts")


def the_readers(fair: Fair) -> list[Participant]:
    people = Participant.objects.filter(fair=fair, status="approved", user__is_active=True).select_related("user")
    listed = people.filter(pk__in=Pairing.objects.filter(is_for_visitor=True).values("profile__participant"))
    visitors = spread(listed, READERS)
    seats = Representative.objects.filter(exhibitor__pairings__is_for_stand=True, exhibitor__fair=fair)
    teams = spread(people.filter(pk__in=seats.values("participant")), READERS)
    return list(people.filter(pk__in=[*visitors, *teams]))


def measure_times(address: str, readers: list[Participant]) -> None:
    ours, bare = free_port(), free_port()
    asked = [{"Cookie": cookie_of(reader), "Accept-Language": "en"} for reader in readers]
    kinds = {
        "bare": (bare, [("/bare/", {})]),
        "ours": (ours, [(address, headers) for headers in asked]),
        "search": (ours, [(f"{address}?q={quote(words)}", headers) for headers in asked[:4] for words in WORDS]),
    }
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    with serving(web(ours), ours), serving(web(bare, "tests.bench.bare:asgi"), bare):
        for port, pages in kinds.values():
            load(port, "", seconds=SECONDS_WARM, pages=pages)  # every thread has its connection before we count
        for _ in range(ROUNDS):
            for kind, (port, pages) in kinds.items():
                result = load(port, "", seconds=SECONDS, pages=pages)
                assert set(result.statuses) == {200}, (kind, result.statuses)
                times[kind] += result.times
    p95 = {kind: round(percentile(took, 95) * 1000, 1) for kind, took in times.items()}
    median = {kind: round(statistics.median(took) * 1000, 1) for kind, took in times.items()}
    reference = {"p95_ms": p95, "median_ms": median, "readers": len(readers), "connections": 8, **SIZE}
    figure("discover", "p95_ratio", p95["ours"] / p95["bare"], "ratio", {"at_most": AT_MOST, **reference})
    figure("discover", "search_p95_ratio", p95["search"] / p95["bare"], "ratio", reference)


def measure_queries(address: str, readers: list[Participant]) -> None:
    """In this process, each page twice: at the first time nothing is warm, and that counts too."""
    connection.force_debug_cursor = True
    queries, times = [], []
    for reader in readers * 2:
        client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
        client.force_login(reader.user)
        reset_queries()
        answer = client.get(address)
        assert answer.status_code == 200, answer.status_code
        queries.append(len(connection.queries))
        times.append(sum(float(query["time"]) for query in connection.queries) * 1000)
    connection.force_debug_cursor = False
    reference = {"database_p95_ms": round(percentile(times, 95), 1), "readers": len(readers), **SIZE}
    figure("discover", "queries", max(queries), "queries", {"at_most": MOST_QUERIES, **reference})


def main() -> None:
    fair, _seconds = matched_fair()
    run = claim_run(want_run(fair=fair, at=timezone.now()).pk, at=timezone.now())
    assert run is not None
    carry_out(run, now=timezone.now)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    address, readers = reverse("discovery:discover", args=[fair.slug]), the_readers(fair)
    measure_times(address, readers)
    measure_queries(address, readers)


if __name__ == "__main__":
    main()
