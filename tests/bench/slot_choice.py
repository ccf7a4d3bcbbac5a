"""The page on which one person chooses a time to meet another, on the five-day fair of 12,000 people.

`p95_ratio`: its 95th percentile against that of a bare view with one query, from the same server, over as many kept
connections, in turns and several rounds, over many pairs: representatives who ask visitors, visitors who ask stands.
The page shows one day; `another_day_p95_ratio` is that of opening one more of it, which sends that day alone.
`queries`: the most that one page asks. `database_ms`: the 95th percentile of the time that all the statements of one
page take together, as the database's driver sees it.
"""

import os
import statistics
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradefair.settings")
django.setup()

from django.conf import settings
from django.db import connection, reset_queries
from django.test import Client
from django.urls import reverse

from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair, Participant
from matchmaking.meetings.access import participants_asked_by
from matchmaking.meetings.tasks import lay_out_agendas
from tests.bench.directory import SIZE, cookie_of, percentile, the_fair, web
from tests.bench.figures import figure
from tests.bench.load import load
from tests.bench.servers import free_port, serving

READERS, ASKED = 5, 4  # of each role; whom each of them asks
ROUNDS, SECONDS, SECONDS_WARM = 3, 4.0, 10.0
AT_MOST, MOST_QUERIES, MOST_MS = 12, 6, 50

Pair = tuple[Participant, str]


def spread(things, number):  # type: ignore[no-untyped-def]
    """So many of them, from all over."""
    keys = list(things.order_by("pk").values_list("pk", flat=True))
    return [keys[n * len(keys) // number] for n in range(number)]


def the_pairs(fair: Fair) -> list[Pair]:
    """Who asks, and the address at which he chooses a time."""
    people = Participant.objects.filter(fair=fair, status="approved", user__is_active=True).select_related("user")
    stands = Exhibitor.objects.filter(fair=fair, status="approved", representatives__isnull=False).distinct()
    pairs = []
    for pk in spread(people.filter(roles=[Participant.Role.VISITOR]), READERS):
        for stand in Exhibitor.objects.filter(pk__in=spread(stands, ASKED)):
            pairs.append((people.get(pk=pk), reverse("meetings:ask-stand", args=[fair.slug, stand.slug])))
    for pk in spread(people.filter(roles=[Participant.Role.EXHIBITOR]), READERS):
        reader = people.get(pk=pk)
        seen = participants_asked_by(reader.user).filter(fair=fair, visitor_profile__isnull=False)
        for visitor in Participant.objects.filter(pk__in=spread(seen, ASKED)).select_related("visitor_profile"):
            page = reverse("meetings:ask-visitor", args=[fair.slug, visitor.visitor_profile.pk])
            pairs.append((reader, page))
    return pairs


def measure_times(fair: Fair, pairs: list[Pair]) -> None:
    ours, bare = free_port(), free_port()
    cookies = {reader: cookie_of(reader) for reader in {reader for reader, _page in pairs}}
    day = fair.ends_on - timedelta(days=1)  # one that is there by everybody's clock, and not the first
    as_htmx = {"HX-Request": "true", "HX-Target": f"times-{day}"}
    asked = [(page, {"Cookie": cookies[reader], "Accept-Language": "en"}) for reader, page in pairs]
    kinds = {
        "bare": (bare, [("/bare/", {})]),
        "ours": (ours, asked),
        "another_day": (ours, [(f"{page}?day={day}", headers | as_htmx) for page, headers in asked]),
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
    reference = {"p95_ms": p95, "median_ms": median, "pairs": len(pairs), "connections": 8, **SIZE}
    figure("slot_choice", "p95_ratio", p95["ours"] / p95["bare"], "ratio", {"at_most": AT_MOST, **reference})
    figure("slot_choice", "another_day_p95_ratio", p95["another_day"] / p95["bare"], "ratio", reference)


def measure_database(pairs: list[Pair]) -> None:
    """In this process, each page twice: at the first time nothing is warm, and that counts too."""
    connection.force_debug_cursor = True
    queries, times = [], []
    for reader, page in pairs * 2:
        client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
        client.force_login(reader.user)
        reset_queries()
        answer = client.get(page)
        assert answer.status_code == 200, (page, answer.status_code)
        queries.append(len(connection.queries))
        times.append(sum(float(query["time"]) for query in connection.queries) * 1000)
    connection.force_debug_cursor = False
    reference = {"pairs": len(pairs), **SIZE}
    figure("slot_choice", "queries", max(queries), "queries", {"at_most": MOST_QUERIES, **reference})
    reference |= {"median": round(statistics.median(times), 1), "longest": round(max(times), 1)}
    figure("slot_choice", "database_ms", percentile(times, 95), "ms", {"at_most": MOST_MS, **reference})


def main() -> None:
    fair = the_fair()
    while lay_out_agendas():  # the worker does it a minute after somebody has joined
        pass
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    pairs = the_pairs(fair)
    measure_times(fair, pairs)
    measure_database(pairs)


if __name__ == "__main__":
    main()
