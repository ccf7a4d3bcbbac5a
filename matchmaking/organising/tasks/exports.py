"""Lists, written by a worker."""

import logging

from celery import shared_task
from django.utils import timezone

from matchmaking.organising.actions import exporting
from matchmaking.organising.queries.exports import due_exports, old_exports

logger = logging.getLogger(__name__)


@shared_task(name="organising.write_export", ignore_result=True)
def write_export(pk: str) -> bool:
    """The list is ready. False if another worker writes it, or it has failed."""
    export = exporting.claim(pk, at=timezone.now())
    if export is None:
        return False
    try:
        exporting.carry_out(export, now=timezone.now)
    except exporting.Superseded:
        logger.warning("Export %s was taken over by another worker", pk)
        return False
    except Exception:
        logger.exception("Export %s failed", pk)
        exporting.give_up(export, at=timezone.now())
        return False
    return True


@shared_task(name="organising.write_due_exports", ignore_result=True)
def write_due_exports() -> int:
    """Lists of which no worker was told, or whose worker has died, are ready. Says how many."""
    due = list(due_exports(at=timezone.now()).values_list("pk", flat=True))
    return sum(write_export(str(pk)) for pk in due)


@shared_task(name="organising.forget_old_exports", ignore_result=True)
def forget_old_exports() -> int:
    """Lists that were ready a week ago are gone. Repeats do no harm."""
    old = list(old_exports(at=timezone.now()))
    for export in old:
        exporting.forget_export(export=export)
    return len(old)
