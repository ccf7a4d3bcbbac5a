"""Everybody of the fair of 2,000 stands and 10,000 visitors is matched with everybody, and then one who has changed.

`batch_seconds` and `batch_mb` are those of a run in a process of its own, as a worker does it, in which the meanings of
texts are known and everything else is made anew; how long meanings take, once for each text, is told beside it.
`refresh_seconds`: the longest of some visitors and stands who have changed what they write, one after the other.
"""

import json
import os
import resource
import subprocess
import sys
import time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradefair.settings")
django.setup()

from django.db import connection
from django.utils import timezone

from matchmaking.discovery.actions.knowing import know_everybody
from matchmaking.discovery.actions.matching import carry_out, claim_run, want_run
from matchmaking.discovery.actions.refreshing import refresh_stand, refresh_visitor
from matchmaking.discovery.models import Dossier, Pairing, Phrase, Run
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair
from matchmaking.meetings.tasks import lay_out_agendas
from matchmaking.visitors.models import VisitorProfile
from tests.bench.directory import SIZE, the_fair
from tests.bench.figures import figure

CHANGED = 6  # of each side
AT_MOST_SECONDS, AT_MOST_MB, AT_MOST_FRESH = 120, 1536, 3


def run_once(slug: str) -> dict[str, Any]:
    """In this process: how long a run takes, and how much it takes of the memory."""
    fair = Fair.objects.get(slug=slug)
    run = claim_run(want_run(fair=fair, at=timezone.now()).pk, at=timezone.now())
    assert run is not None
    began = time.perf_counter()
    carry_out(run, now=timezone.now)
    seconds = time.perf_counter() - began
    run.refresh_from_db()
    assert (run.status, run.done) == (Run.Status.DONE, run.total)
    return {"seconds": seconds, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def refreshed(fair: Fair) -> list[float]:
    """How long each of some who have changed a word takes to be fresh: with a new meaning, and on all lists."""
    times = []
    for profile in VisitorProfile.objects.filter(dossier__fair=fair).order_by("pk")[:CHANGED]:
        VisitorProfile.objects.filter(pk=profile.pk).update(looking_for=f"{profile.looking_for} Now.")
        times.append(_seconds(lambda pk=profile.pk: refresh_visitor(pk, fair, at=timezone.now())))
    for stand in Exhibitor.objects.filter(dossier__fair=fair).order_by("pk")[:CHANGED]:
        Exhibitor.objects.filter(pk=stand.pk).update(pitch=f"{stand.pitch} Now.")
        times.append(_seconds(lambda pk=stand.pk: refresh_stand(pk, fair, at=timezone.now())))
    return times


def _seconds(deed: Any) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


def matched_fair() -> tuple[Fair, float]:
    """The fair, of which everybody is known, with how long that took."""
    fair = the_fair()
    while lay_out_agendas():
        pass
    taken = _seconds(lambda: know_everybody(fair, at=timezone.now()))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return fair, taken


def measure() -> None:
    fair, seconds_to_know = matched_fair()
    command = [sys.executable, "-m", "tests.bench.full_batch", fair.slug]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
    dossiers = Dossier.objects.filter(fair=fair).count()
    reference = {
        "dossiers": dossiers,
        "phrases": Phrase.objects.filter(fair=fair).count(),
        "pairings": Pairing.objects.filter(fair=fair).count(),
        "seconds_to_know_all": round(seconds_to_know, 1),
        **SIZE,
    }
    figure("matching", "batch_seconds", told["seconds"], "s", {"at_most": AT_MOST_SECONDS, **reference})
    figure("matching", "batch_mb", told["mb"], "MB", {"at_most": AT_MOST_MB, **reference})
    times = refreshed(fair)
    figure("matching", "refresh_seconds", max(times), "s", {"at_most": AT_MOST_FRESH, "changed": len(times), **SIZE})


if __name__ == "__main__":
    print(json.dumps(run_once(sys.argv[1])))
