"""The result of a fair: how long its report and its pages take.

`seconds`: the report on paper of a fair of 2,000 people and 5,000 meetings, from the moment at which a worker claims it
until its file is kept, in a process of its own; the median of three. `empty_seconds` in the reference is what one empty
page takes the same library there. `page_seconds`: the slowest result page of a fair of 12,000 people, 60,000 requests
and 20,000 meetings, warm, at the server; `page_queries`: the most that one of them asks.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradefair.settings")
django.setup()

from django.conf import settings
from django.db import connection, reset_queries
from django.test import Client
from django.urls import reverse

from matchmaking.accounts.models import User
from matchmaking.fairs.models import Fair
from matchmaking.organising import printing
from matchmaking.organising.models import Report
from matchmaking.organising.tasks import make_report
from tests.bench.figures import figure
from tests.bench.results_fair import analysed, past_fair

SIZE = {"stands": 400, "visitors": 1_600, "meetings": 5_000, "requests": 10_000}
LARGE = {"stands": 2_000, "visitors": 10_000, "meetings": 20_000, "requests": 60_000}
AT_MOST, AT_MOST_PAGE, MOST_QUERIES = 20, 1, 15
ROUNDS = 3
PAGES = ("results", "people-results", "meeting-results", "room-results", "market-results", "travel-results")


def run_once(slug: str, language: str) -> dict[str, float]:
    """In this process: how long a report and an empty page take, and how much that takes of the memory."""
    fair = Fair.objects.get(slug=slug)
    began = time.perf_counter()
    printing.laid_out("<html lang='en'><title>x</title><p>x", fair, told=lambda step: None)
    empty = time.perf_counter() - began
    report = Report.objects.create(fair=fair, language=language)
    began = time.perf_counter()
    assert make_report(report.pk)
    seconds = time.perf_counter() - began
    report.refresh_from_db()
    report.file.storage.delete(report.file.name)
    mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "empty": empty, "mb": mb, "kb": report.size / 1024}


def measure_report() -> None:
    fair = past_fair(**SIZE)
    analysed()
    told = []
    for language in ("en", "fr", "en"):
        command = [sys.executable, "-m", "tests.bench.report", fair.slug, language]
        said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        told.append(json.loads(said.splitlines()[-1]))
    middle = {name: round(statistics.median(each[name] for each in told), 3) for name in told[0]}
    reference = {"at_most": AT_MOST, "empty_seconds": middle["empty"], "mb": middle["mb"], "kb": middle["kb"]}
    figure("report", "seconds", middle["seconds"], "s", {**reference, "rounds": len(told), **SIZE})


def measure_pages() -> None:
    fair = past_fair(**LARGE)
    analysed()
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    client.force_login(User.objects.create_superuser(f"{fair.slug}@example.com"))
    times, queries = {}, {}
    connection.force_debug_cursor = True
    for page in PAGES:
        address = reverse(f"organising:show-{page}", args=[fair.slug])
        taken = []
        for _ in range(ROUNDS + 1):
            reset_queries()
            began = time.perf_counter()
            assert client.get(address).status_code == 200
            taken.append(time.perf_counter() - began)
        times[page], queries[page] = round(statistics.median(taken[1:]), 3), len(connection.queries)
    figure("report", "page_seconds", max(times.values()), "s", {"at_most": AT_MOST_PAGE, "pages": times, **LARGE})
    figure("report", "page_queries", max(queries.values()), "queries", {"at_most": MOST_QUERIES, "pages": queries})


def main() -> None:
    measure_report()
    measure_pages()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(run_once(*sys.argv[1:])))
    else:
        main()
