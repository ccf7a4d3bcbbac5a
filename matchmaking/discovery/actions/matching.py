"""Everybody of a fair is matched with everybody, in a run that tells how far it is and may be begun anew."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from matchmaking.accounts.models import User
from matchmaking.discovery import rules
from matchmaking.discovery.actions.crowds import Crowd
from matchmaking.discovery.actions.knowing import know_everybody
from matchmaking.discovery.actions.lists import figures_of, write_lists
from matchmaking.discovery.errors import UnderWay
from matchmaking.discovery.models import Run
from matchmaking.discovery.queries.parties import weights_of_fair
from matchmaking.discovery.scoring.facts import Weights
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair
from matchmaking.visitors.models import VisitorProfile


def want_run(
    *,
    fair: Fair,
    kind: str = Run.Kind.LIVE,
    weights: Mapping[str, float] | None = None,
    by: User | None = None,
    at: datetime,
) -> Run:
    """A run of this kind waits for a worker; UnderWay if there is one already."""
    try:
        with transaction.atomic():
            return Run.objects.create(fair=fair, kind=kind, weights=dict(weights or {}), wanted_by=by, wanted_at=at)
    except IntegrityError as error:
        if "one_matching_at_a_time_per_fair_and_kind" not in str(error):
            raise
        raise UnderWay from error


def claim_run(run_id: int, *, at: datetime) -> Run | None:
    """The run, begun now; None if another worker has begun it, and is still heard of, or it is over."""
    waiting = Run.objects.filter(pk=run_id, status=Run.Status.WAITING)
    died = Run.objects.filter(pk=run_id, status=Run.Status.RUNNING, touched_at__lt=at - rules.PATIENCE)
    begun = {"status": Run.Status.RUNNING, "started_at": at, "touched_at": at, "done": 0, "total": 0}
    if waiting.update(**begun) or died.update(**begun):
        return Run.objects.select_related("fair").get(pk=run_id)
    return None


class Progress:
    """How far a run is. It says so as often as somebody would look, and that its worker is alive."""

    def __init__(self, run: Run, total: int, now: Callable[[], datetime]) -> None:
        self.run, self.total, self.done, self.now = run, total, 0, now
        self._tell()

    def __call__(self, steps: int) -> None:
        self.done = min(self.total, self.done + steps)
        self._tell()

    def _tell(self) -> None:
        ours = Run.objects.filter(pk=self.run.pk, status=Run.Status.RUNNING)
        ours.update(done=self.done, total=self.total, touched_at=self.now())


def carry_out(run: Run, *, now: Callable[[], datetime]) -> None:
    """The run is over, and its lists are those of the fair; of a preview only the figures are kept."""
    at = now()
    fair, is_live = run.fair, run.kind == Run.Kind.LIVE
    people = _how_many(fair)
    # Everybody is known once and scored once; gains and writing take about as long as knowing.
    progress = Progress(run, total=3 * people + 1, now=now)
    if is_live:
        know_everybody(fair, at=at, told=progress)
    weights = Weights(**run.weights) if run.weights else weights_of_fair(fair)
    crowd = Crowd.of(fair, weights)
    lists = crowd.matched(told=progress)
    if is_live:
        write_lists(fair, crowd, lists, at=at)
    figures = figures_of(crowd, lists)
    Run.objects.filter(pk=run.pk, status=Run.Status.RUNNING).update(
        status=Run.Status.DONE, ended_at=now(), done=F("total"), figures=figures
    )


def give_up(run: Run, *, at: datetime) -> None:
    """The run has failed. Another one may be wanted."""
    Run.objects.filter(pk=run.pk, status=Run.Status.RUNNING).update(status=Run.Status.FAILED, ended_at=at)


def _how_many(fair: Fair) -> int:
    stands = Exhibitor.objects.filter(fair=fair, status=Exhibitor.Status.APPROVED).count()
    return stands + VisitorProfile.objects.filter(participant__fair=fair).count()
