"""How long a fair keeps what it knows about people."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rights import Right
from matchmaking.organising.actions.retaining import change_retention, people_of
from matchmaking.organising.forms.retention import RetentionForm
from matchmaking.organising.models import Retention
from matchmaking.organising.rules.retaining import due_on
from matchmaking.organising.views.doors import desk


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Right.OWN)
def keep_data(request: HttpRequest, fair: Fair) -> HttpResponse:
    """What is kept for how long; a POST changes it."""
    form = RetentionForm.of(fair, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        change_retention(fair=fair, months=form.kept)
        messages.success(request, _("Saved. It stands on the page on which people join."))
        return redirect("organising:keep-data", fair.slug)
    page: dict[str, Any] = {
        **fair_context(request, fair),
        "form": form,
        "people": people_of(fair).count(),
        "due_on": due_on(fair),
        "retention": Retention.objects.filter(fair=fair).first(),
    }
    return render(request, "organising/keep_data.html", page, status=422 if form.errors else 200)
