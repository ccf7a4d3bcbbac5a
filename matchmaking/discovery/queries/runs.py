"""How matching goes at a fair: what is under way, what the last runs have found, whether the last one has failed."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from matchmaking.discovery.models import Run

Kind, Status = Run.Kind, Run.Status


@dataclass(frozen=True)
class Runs:
    """Of each kind and each status the newest run."""

    newest: Mapping[tuple[str, str], Run]

    def under_way(self, kind: str = Kind.LIVE) -> Run | None:
        return self.newest.get((kind, Status.RUNNING)) or self.newest.get((kind, Status.WAITING))

    def done(self, kind: str = Kind.LIVE) -> Run | None:
        return self.newest.get((kind, Status.DONE))

    @property
    def failed(self) -> Run | None:
        """The last one for everybody, if it has failed."""
        failed, done = self.newest.get((Kind.LIVE, Status.FAILED)), self.done()
        return failed if failed and (done is None or failed.wanted_at > done.wanted_at) else None


def runs_among(runs: QuerySet[Run]) -> Runs:
    """Of these runs the ones that matter. One query."""
    newest = runs.order_by("kind", "status", "-wanted_at", "-pk").distinct("kind", "status")
    return Runs({(run.kind, run.status): run for run in newest})
