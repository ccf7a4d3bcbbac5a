"""A report is wanted, made by a worker that tells how far it is, and deleted after a while."""

from collections.abc import Callable
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from matchmaking.accounts.models import User
from matchmaking.discovery.announcements import tell_worker
from matchmaking.fairs.models import Fair
from matchmaking.organising import printing
from matchmaking.organising.errors.reports import CannotPrint, ReportUnderWay
from matchmaking.organising.figures.overview import PAGES
from matchmaking.organising.models import Report
from matchmaking.organising.rules import reports as rules

Status = Report.Status
STEPS = len(PAGES) + 3  # the pages, the summary, the layout and the file


def want_report(*, fair: Fair, language: str, by: User | None = None, at: datetime) -> Report:
    """A report waits, and once that is committed a worker knows of it; CannotPrint, or ReportUnderWay if one is."""
    if not printing.can_print():
        raise CannotPrint
    try:
        with transaction.atomic():
            report = Report.objects.create(fair=fair, language=language, by=by, at=at)
            transaction.on_commit(lambda: tell_worker("organising.make_report", report.pk))
    except IntegrityError as error:
        if "one_report_under_way_per_fair_and_language" not in str(error):
            raise
        raise ReportUnderWay from error
    return report


def due_reports(*, at: datetime) -> QuerySet[Report]:
    """Those that wait, and those whose worker has died."""
    died = Q(status=Status.RUNNING, touched_at__lt=at - rules.PATIENCE)
    return Report.objects.filter(Q(status=Status.WAITING) | died).order_by("at", "pk")


def claim_report(report_id: int, *, at: datetime) -> Report | None:
    """The report, begun now; None if another worker has begun it, and is still heard of, or it is over."""
    begun = {"status": Status.RUNNING, "started_at": at, "touched_at": at, "done": 0, "total": STEPS}
    if due_reports(at=at).filter(pk=report_id).order_by().update(**begun):
        return Report.objects.select_related("fair", "by").get(pk=report_id)
    return None


def carry_out(report: Report, *, now: Callable[[], datetime]) -> bool:
    """The report is a file. False if another worker has taken it over meanwhile: then this one leaves nothing."""
    ours = Report.objects.filter(pk=report.pk, status=Status.RUNNING, started_at=report.started_at)

    def told(steps: int) -> None:
        ours.update(done=min(steps, STEPS), touched_at=now())

    at = report.started_at or now()
    content = printing.print_report(report.fair, report.language, at=at, reader=report.by, told=told)
    report.file.save("report.pdf", ContentFile(content), save=False)
    done = {"status": Status.DONE, "ended_at": now(), "done": STEPS, "file": report.file.name, "size": len(content)}
    if ours.update(**done):
        return True
    report.file.storage.delete(report.file.name)
    return False


def give_up(report: Report, *, at: datetime) -> None:
    """The report has failed. Another one may be wanted."""
    ours = Report.objects.filter(pk=report.pk, status=Status.RUNNING, started_at=report.started_at)
    ours.update(status=Status.FAILED, ended_at=at)


def forget_old_reports(*, at: datetime) -> int:
    """Reports that have been kept long enough are gone, with their files. Says how many."""
    old = list(Report.objects.filter(at__lt=at - rules.KEPT_FOR).exclude(status__in=(Status.WAITING, Status.RUNNING)))
    for report in old:
        if report.file:
            report.file.storage.delete(report.file.name)
        report.delete()
    return len(old)
