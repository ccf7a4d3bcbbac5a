"""The result of a fair: the six figures that are asked for first, and the pages behind them."""

import csv
import zipfile
from io import BytesIO, StringIO
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rights import Right
from matchmaking.organising.figures import overview
from matchmaking.organising.figures.base import Table
from matchmaking.organising.figures.people import reached
from matchmaking.organising.figures.results import Results
from matchmaking.organising.queries.results import people
from matchmaking.organising.queries.results.before import fair_before
from matchmaking.organising.views.doors import desk

PER_PAGE = 50


@require_safe
@never_cache
@desk(Right.RESULTS)
def show_results(request: HttpRequest, fair: Fair) -> HttpResponse:
    """The six figures, beside those of the same owner's fair before, where the reader may see that one too."""
    at = timezone.now()
    before = fair_before(fair, request.user)
    shown = overview.headlines(Results(fair, at), Results(before, at) if before else None)
    context = {**fair_context(request, fair), "headlines": shown, "before": before, "at": at}
    return render(request, "organising/results/overview.html", context)


def _page(request: HttpRequest, fair: Fair, name: str) -> HttpResponse:
    at = timezone.now()
    context = {**fair_context(request, fair), "page": overview.page_of(name, Results(fair, at)), "at": at}
    return render(request, "organising/results/page.html", context)


@require_safe
@never_cache
@desk(Right.RESULTS)
def show_people_results(request: HttpRequest, fair: Fair) -> HttpResponse:
    return _page(request, fair, "people")


@require_safe
@never_cache
@desk(Right.RESULTS)
def show_meeting_results(request: HttpRequest, fair: Fair) -> HttpResponse:
    return _page(request, fair, "meetings")


@require_safe
@never_cache
@desk(Right.RESULTS)
def show_room_results(request: HttpRequest, fair: Fair) -> HttpResponse:
    return _page(request, fair, "rooms")


@require_safe
@never_cache
@desk(Right.RESULTS)
def show_market_results(request: HttpRequest, fair: Fair) -> HttpResponse:
    return _page(request, fair, "markets")


@require_safe
@never_cache
@desk(Right.RESULTS)
def show_travel_results(request: HttpRequest, fair: Fair) -> HttpResponse:
    return _page(request, fair, "travel")


class Alone:
    """Those without a meeting, as a page asks for them: how many there are, and a stretch of them."""

    def __init__(self, results: Results) -> None:
        self.results = results

    def __len__(self) -> int:
        return sum(row.asked + row.nobody for row in self.results.reach)

    def __getitem__(self, stretch: slice) -> list[people.Alone]:
        first, last = stretch.start or 0, stretch.stop or len(self)
        return people.alone(self.results.fair, self.results.at, first=first, most=last - first)


@require_safe
@never_cache
@desk(Right.KNOW)
def list_without_meeting(request: HttpRequest, fair: Fair) -> HttpResponse:
    """By name, who has no meeting: for those who may know who takes part."""
    results = Results(fair, timezone.now())
    found: Any = Alone(results)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {**fair_context(request, fair), "page": page, "rows": list(page), "figure": reached(results)}
    return render(request, "organising/results/without.html", context)


@require_safe
@never_cache
@desk(Right.RESULTS)
def download_tables(request: HttpRequest, fair: Fair) -> HttpResponse:
    """Every table as a file of comma-separated values, all of them in one archive."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for page in overview.all_pages(Results(fair, timezone.now())):
            for table in (table for figure in page.figures for table in figure.tables):
                packed.writestr(f"{table.name}.csv", as_csv(table))
    response = HttpResponse(archive.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{slugify(fair.slug)}-results.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


def as_csv(table: Table) -> str:
    """The table as spreadsheets read it, whatever language they are in: with the mark that says UTF-8."""
    written = StringIO()
    csv.writer(written).writerows(table.as_text)
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + written.getvalue()
