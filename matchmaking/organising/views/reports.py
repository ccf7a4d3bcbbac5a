"""The report of a fair's result on paper: wanted, waited for, fetched."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rights import Right
from matchmaking.fairs.views.doors import SignedInRequest
from matchmaking.organising import printing
from matchmaking.organising.access.reports import reports_open_to
from matchmaking.organising.actions.reporting import want_report
from matchmaking.organising.errors.reports import CannotPrint, ReportRefused
from matchmaking.organising.forms.reports import ReportForm
from matchmaking.organising.models import Report
from matchmaking.organising.rules import reports as rules
from matchmaking.organising.views.doors import desk

MOST_SHOWN = 20


def progress_of(request: Any, fair: Fair) -> dict[str, Any]:
    """What organising/results/_reports.html needs: those under way with how far they are, and those to fetch."""
    reports = list(reports_open_to(request.user).filter(fair=fair).select_related("by")[:MOST_SHOWN])
    at = timezone.now()
    return {
        "fair": fair,
        "under_way": [report for report in reports if report.is_under_way],
        "stuck": [r.pk for r in reports if r.is_under_way and r.touched_at and rules.has_died(r.touched_at, at)],
        "reports": [report for report in reports if not report.is_under_way],
    }


def page_of(request: Any, fair: Fair, **typed: Any) -> dict[str, Any]:
    can_print = printing.can_print()
    return {
        **fair_context(request, fair),
        **progress_of(request, fair),
        "form": ReportForm(),
        "refusal": None if can_print else CannotPrint(),
        "can_print": can_print,
        **typed,
    }


@require_safe
@never_cache
@desk(Right.RESULTS)
def list_reports(request: Any, fair: Fair) -> HttpResponse:
    """The page; for an open one that asks how far it is, the list alone."""
    if request.htmx:
        return render(request, "organising/results/_reports.html", progress_of(request, fair))
    return render(request, "organising/results/reports.html", page_of(request, fair))


@require_POST
@desk(Right.RESULTS)
def make_report(request: SignedInRequest, fair: Fair) -> HttpResponse:
    form = ReportForm(request.POST)
    if not form.is_valid():
        return render(request, "organising/results/reports.html", page_of(request, fair, form=form), status=422)
    try:
        want_report(fair=fair, language=form.cleaned_data["language"], by=request.user, at=timezone.now())
    except ReportRefused as refusal:
        typed = page_of(request, fair, form=form, refusal=refusal)
        return render(request, "organising/results/reports.html", typed, status=409)
    messages.success(request, _("The report is being made. You can leave this page: it will be here."))
    return redirect("organising:list-reports", fair.slug)


@require_safe
@desk(Right.RESULTS)
def download_report(request: Any, fair: Fair, pk: int) -> HttpResponse:
    """The file, as an attachment that no cache keeps."""
    done = reports_open_to(request.user).filter(fair=fair, status=Report.Status.DONE)
    report = get_object_or_404(done, pk=pk)
    try:
        with report.file.open("rb") as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    name = f"{slugify(fair.name) or fair.slug}-{report.language}.pdf"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
