"""The organiser's view of what the people of a fair were told, and how long before a meeting they are reminded."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from matchmaking.fairs.access import fair_context, organised_fair
from matchmaking.fairs.models import Fair
from matchmaking.reminders import queries
from matchmaking.reminders.access import notices_kept_by
from matchmaking.reminders.actions import wishing
from matchmaking.reminders.forms.wishes import LeadsForm, ToldForm

PER_PAGE = 50


def page_of(request: HttpRequest, fair: Fair, **typed: Any) -> dict[str, Any]:
    """One page of what the address asks for, and what could not be delivered."""
    filter_form = ToldForm(request.GET)
    told = queries.told_as_wanted(notices_kept_by(request.user).filter(fair=fair), **filter_form.wanted(fair))
    return {
        **fair_context(request, fair),
        "filter_form": filter_form,
        "page": Paginator(told, PER_PAGE).get_page(request.GET.get("page")),
        "failed": queries.failed_at(fair).count(),
        "unreached": queries.unreached_at(fair),
        "form": LeadsForm(instance=queries.leads_of(fair.pk)),
        **typed,
    }


@login_required
@require_safe
@never_cache
def list_told(request: HttpRequest, fair: str) -> HttpResponse:
    """To whom what was told, on which way, and what became of it. Of what it says, nothing: it may be between two."""
    return render(request, "reminders/organise.html", page_of(request, organised_fair(request, fair)))


@login_required
@require_POST
def change_leads(request: HttpRequest, fair: str) -> HttpResponse:
    place = organised_fair(request, fair)
    form = LeadsForm(request.POST, instance=queries.leads_of(place.pk))
    if not form.is_valid():
        return render(request, "reminders/organise.html", page_of(request, place, form=form), status=422)
    wishing.change_leads(fair=place, **form.cleaned_data)
    messages.success(request, _("Saved. Reminders that have not gone out yet come at these times."))
    return redirect("reminders:organise-notices", fair)
