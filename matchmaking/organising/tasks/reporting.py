"""Reports are made, begun anew where a worker died, and forgotten."""

import logging

from celery import shared_task
from django.utils import timezone

from matchmaking.organising.actions import reporting

logger = logging.getLogger(__name__)


@shared_task(name="organising.make_report", ignore_result=True)
def make_report(report_id: int) -> bool:
    """The report is a file. False if another worker has it, or it has failed."""
    report = reporting.claim_report(report_id, at=timezone.now())
    if report is None:
        return False
    try:
        return reporting.carry_out(report, now=timezone.now)
    except Exception:
        logger.exception("Report %s of fair %s failed", report.pk, report.fair_id)
        reporting.give_up(report, at=timezone.now())
        return False


@shared_task(name="organising.make_due_reports", ignore_result=True)
def make_due_reports() -> int:
    """Whatever report waits, or was left by a worker that died, is made. Says how many were."""
    waiting = list(reporting.due_reports(at=timezone.now()).values_list("pk", flat=True))
    return sum(make_report(pk) for pk in waiting)


@shared_task(name="organising.forget_old_reports", ignore_result=True)
def forget_old_reports() -> int:
    return reporting.forget_old_reports(at=timezone.now())
