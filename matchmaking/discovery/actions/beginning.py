"""A run is begun for somebody who waits: a worker is told of it at once."""

import logging
from collections.abc import Mapping
from datetime import datetime

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from matchmaking.accounts.models import User
from matchmaking.discovery.actions.matching import want_run
from matchmaking.discovery.models import Run
from matchmaking.fairs.models import Fair

logger = logging.getLogger(__name__)

BRIEFLY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
    "socket_connect_timeout": 2,
    "socket_timeout": 2,
}
"""How long a line to the broker is tried, in seconds."""


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
    transaction.on_commit(lambda: call_worker(run.pk))
    return run


def call_worker(run_id: int, broker: str | None = None) -> bool:
    """A worker knows of the run. False while the broker is away: then whoever looks for due runs finds it.

    On a line of its own: that of the tasks would try until the broker is back, and somebody waits for a page.
    """
    try:
        with current_app.connection_for_write(url=broker, transport_options=BRIEFLY) as line:
            current_app.send_task(
                "discovery.match_everybody", [run_id], ignore_result=True, retry=False, connection=line
            )
    except OperationalError as error:
        logger.warning("No worker could be told of run %s, which is found when it is looked for: %s", run_id, error)
        return False
    return True
