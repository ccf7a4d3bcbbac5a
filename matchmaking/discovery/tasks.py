"""What is due without anybody asking, and what takes longer than somebody would wait."""

import logging
from contextlib import suppress
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from matchmaking.discovery import rules
from matchmaking.discovery.actions.matching import carry_out, claim_run, give_up, want_run
from matchmaking.discovery.actions.refreshing import refresh_stand, refresh_visitor
from matchmaking.discovery.errors import UnderWay
from matchmaking.discovery.models import Dossier
from matchmaking.discovery.queries.stale import due_runs, fairs_to_match, fairs_with_lists, stale_in
from matchmaking.fairs.models import Fair

logger = logging.getLogger(__name__)


@shared_task(name="discovery.refresh_the_changed", ignore_result=True)
def refresh_the_changed() -> int:
    """Whoever has changed is fresh, one by one; where many have, everybody is matched anew. Repeats do no harm."""
    refreshed = 0
    for fair in fairs_with_lists():
        stale = stale_in(fair)
        if len(stale) > rules.MOST_ONE_BY_ONE:
            _want(fair)
            continue
        for one in stale:
            try:
                _refresh(fair, one.profile, one.exhibitor)
                refreshed += 1
            except Exception:
                logger.exception("Dossier of %s at fair %s could not be refreshed", one, fair.pk)
    return refreshed


@shared_task(name="discovery.refresh_one", ignore_result=True)
def refresh_one(dossier_id: int) -> bool:
    """One who has just said something of others is fresh. False if there is no such dossier any more."""
    dossier = Dossier.objects.select_related("fair").filter(pk=dossier_id).first()
    if dossier is None:
        return False
    _refresh(dossier.fair, dossier.profile_id, dossier.exhibitor_id)
    return True


def _refresh(fair: Fair, profile: UUID | None, exhibitor: int | None) -> None:
    if profile:
        refresh_visitor(profile, fair, at=timezone.now())
    elif exhibitor:
        refresh_stand(exhibitor, fair, at=timezone.now())


@shared_task(name="discovery.match_due_fairs", ignore_result=True)
def match_due_fairs() -> int:
    """Fairs whose lists are missing or old have new ones, and whatever run was wanted is over. Says how many were."""
    for fair in fairs_to_match(at=timezone.now()):
        _want(fair)
    return sum(match_everybody(run.pk) for run in due_runs(at=timezone.now()))


@shared_task(name="discovery.match_everybody", ignore_result=True)
def match_everybody(run_id: int) -> bool:
    """The run is over. False if another worker has it, or it has failed."""
    run = claim_run(run_id, at=timezone.now())
    if run is None:
        return False
    try:
        carry_out(run, now=timezone.now)
    except Exception:
        logger.exception("Matching of fair %s failed", run.fair_id)
        give_up(run, at=timezone.now())
        return False
    return True


def _want(fair: Fair) -> None:
    with suppress(UnderWay):
        want_run(fair=fair, at=timezone.now())
