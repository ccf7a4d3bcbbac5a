"""The organiser's view of what the people of a fair were told, and how long before a meeting they are reminded."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rights import Right
from matchmaking.organising.forms.notices import LeadsForm, ToldForm
from matchmaking.organising.views.doors import desk
from matchmaking.reminders import queries
from matchmaking.reminders.access import notices_kept_by
from matchmaking.reminders.actions import wishing

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


@require_safe
@never_cache
@desk(Right.TELL)
def list_told(request: HttpRequest, fair: Fair) -> HttpResponse:
    """To whom what was told, on which way, and what became of it. Of what it says, nothing: it may be between two."""
    return render(request, "organising/notices.html", page_of(request, fair))


@require_POST
@desk(Right.TELL)
def change_leads(request: HttpRequest, fair: Fair) -> HttpResponse:
    form = LeadsForm(request.POST, instance=queries.leads_of(fair.pk))
    if not form.is_valid():
        return render(request, "organising/notices.html", page_of(request, fair, form=form), status=422)
    wishing.change_leads(fair=fair, **form.cleaned_data)
    messages.success(request, _("Saved. Reminders that have not gone out yet come at these times."))
    return redirect("organising:organise-notices", fair.slug)
