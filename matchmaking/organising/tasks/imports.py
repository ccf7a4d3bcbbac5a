"""Imports, carried out by a worker."""

import logging

from celery import shared_task
from django.utils import timezone

from matchmaking.organising.actions.importing import steps
from matchmaking.organising.actions.importing.passing import Superseded
from matchmaking.organising.queries.imports import due_imports, old_imports

logger = logging.getLogger(__name__)


@shared_task(name="organising.carry_on_import", ignore_result=True)
def carry_on_import(pk: str) -> bool:
    """The step that was wanted is over. False if another worker is at it, or it has failed."""
    imported = steps.claim(pk, at=timezone.now())
    if imported is None:
        return False
    try:
        steps.carry_on(imported, now=timezone.now)
    except Superseded:
        logger.warning("Import %s was taken over by another worker", pk)
        return False
    except Exception:
        logger.exception("Import %s failed", pk)
        steps.give_up(imported, at=timezone.now())
        return False
    return True


@shared_task(name="organising.carry_on_due_imports", ignore_result=True)
def carry_on_due_imports() -> int:
    """Imports of which no worker was told, or whose worker has died, are over. Says how many."""
    due = list(due_imports(at=timezone.now()).values_list("pk", flat=True))
    return sum(carry_on_import(str(pk)) for pk in due)


@shared_task(name="organising.forget_old_imports", ignore_result=True)
def forget_old_imports() -> int:
    """Of imports of a month ago nothing is left but that they were. Repeats do no harm."""
    at = timezone.now()
    old = list(old_imports(at=at))
    for imported in old:
        steps.forget(imported=imported, at=at)
    return len(old)
