"""What workers are told once it is true. An id travels, never a row."""

import logging
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

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


def announce_wanted(run: int) -> None:
    """Somebody waits for a run: a worker begins it after the commit, or finds it when it looks what is due."""
    transaction.on_commit(lambda: tell_worker("discovery.match_everybody", run))


def announce_said(dossier: int) -> None:
    """Somebody has said what he thinks of others: after the commit a worker makes his list anew."""
    transaction.on_commit(lambda: tell_worker("discovery.refresh_one", dossier))


def tell_worker(task: str, argument: Any, broker: str | None = None) -> bool:
    """A worker knows what to do. False while the broker is away: then it is found by whoever looks what is due.

    On a line of its own: that of the tasks would try until the broker is back, and somebody waits for a page.
    """
    try:
        with current_app.connection_for_write(url=broker, transport_options=BRIEFLY) as line:
            current_app.send_task(task, [argument], ignore_result=True, retry=False, connection=line)
    except OperationalError as error:
        logger.warning("No worker could be told of %s(%s), which is found when it is due: %s", task, argument, error)
        return False
    return True
