"""A run is begun for somebody who waits: a worker is told of it at once."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from matchmaking.accounts.models import User
from matchmaking.discovery.actions.matching import want_run
from matchmaking.discovery.announcements import announce_wanted
from matchmaking.discovery.models import Run
from matchmaking.fairs.models import Fair


@transaction.atomic
def begin_run(
    *,
    fair: Fair,
    kind: str = Run.Kind.LIVE,
    weights: Mapping[str, float] | None = None,
    by: User | None = None,
    at: datetime,
) -> Run:
    """A run of this kind waits, and once that is committed a worker knows of it; UnderWay if there is one already."""
    run = want_run(fair=fair, kind=kind, weights=weights, by=by, at=at)
    announce_wanted(run.pk)
    return run
