"""What was done at the fair: a page to read, and a file to take away."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rights import Right
from matchmaking.organising.forms.deeds import DeedsForm
from matchmaking.organising.models import Deed
from matchmaking.organising.queries.deeds import deeds_wanted
from matchmaking.organising.rules.files import csv_lines
from matchmaking.organising.verbs import objects_of, participants_in, verb_of, views_that_say
from matchmaking.organising.views.doors import desk

PER_PAGE = 50
AT_ONCE = 500  # lines of a file that are in memory


def deeds_asked_for(form: DeedsForm, fair: Fair) -> QuerySet[Deed]:
    wanted = form.wanted(fair)
    return deeds_wanted(fair, **wanted, views=views_that_say(wanted["q"]) if wanted["q"] else [])


@require_safe
@never_cache
@desk(Right.AUDIT)
def list_deeds(request: HttpRequest, fair: Fair) -> HttpResponse:
    """Who did what, when, from where, and whether it was done or refused."""
    form = DeedsForm(request.GET)
    page = Paginator(deeds_asked_for(form, fair), PER_PAGE).get_page(request.GET.get("page"))
    names = participants_in(page)
    rows = [(deed, verb_of(deed.view), objects_of(deed, names)) for deed in page]
    context: dict[str, Any] = {**fair_context(request, fair), "filter_form": form, "page": page, "rows": rows}
    return render(request, "organising/deeds.html", context)


@require_safe
@never_cache
@desk(Right.AUDIT, hands_out=True)
def export_deeds(request: HttpRequest, fair: Fair) -> HttpResponse:
    """The same, as a file for a spreadsheet. Moments are in UTC, as the standard writes them."""
    deeds = deeds_asked_for(DeedsForm(request.GET), fair)
    head = [_("At (UTC)"), _("By"), _("In the name of"), _("Deed"), _("About"), _("Outcome"), _("Kind"), _("Address")]
    response = StreamingHttpResponse(csv_lines(head, lines_of(deeds)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{fair.slug}-deeds.csv"'
    return response  # type: ignore[return-value]  # what the door asks of it is the same


def lines_of(deeds: QuerySet[Deed]) -> Iterator[list[Any]]:
    """One line for each, a batch at a time."""
    batch: list[Deed] = []
    for deed in deeds.iterator(AT_ONCE):
        batch.append(deed)
        if len(batch) == AT_ONCE:
            yield from lines(batch)
            batch = []
    yield from lines(batch)


def lines(batch: list[Deed]) -> Iterator[list[Any]]:
    names = participants_in(batch)
    for deed in batch:
        yield [
            deed.at.isoformat(timespec="seconds"),
            deed.by_name,
            deed.as_whom or "",
            verb_of(deed.view),
            objects_of(deed, names),
            deed.get_outcome_display(),
            deed.get_kind_display(),
            deed.address or "",
        ]
