"""Stands that lack something: the organiser sees what, and asks their teams to add it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from matchmaking.exhibitors.lacking import readiness_measured
from matchmaking.exhibitors.queries import stands_lacking
from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rights import Right
from matchmaking.fairs.views.doors import SignedInRequest
from matchmaking.organising.forms.stands import LackingForm, NudgeForm
from matchmaking.organising.views.doors import desk
from matchmaking.reminders.actions import nudging
from matchmaking.reminders.queries import nudged_until

PER_PAGE = 50


def page_of(request: HttpRequest, fair: Fair, **more: Any) -> dict[str, Any]:
    """The stands that the address asks for, the least ready first, each with its meter and when it can be asked."""
    filter_form, at = LackingForm(request.GET), timezone.now()
    stands = stands_lacking(fair, **filter_form.wanted)
    page = Paginator(stands, PER_PAGE).get_page(request.GET.get("page"))
    resting = nudged_until(page.object_list, at=at)
    lines = [(stand, readiness_measured(stand), resting.get(stand.pk)) for stand in page.object_list]
    return {**fair_context(request, fair), "filter_form": filter_form, "page": page, "lines": lines, **more}


@require_safe
@desk(Right.PEOPLE)
def list_incomplete(request: HttpRequest, fair: Fair) -> HttpResponse:
    return render(request, "organising/incomplete.html", page_of(request, fair))


@require_POST
@desk(Right.PEOPLE)
def remind_stands(request: SignedInRequest, fair: Fair) -> HttpResponse:
    """The teams of those that are ticked are asked, but for those that were asked in the last three days."""
    form = NudgeForm(request.POST, fair=fair)
    if not form.is_valid():
        problems = [error for errors in form.errors.values() for error in errors]
        return render(request, "organising/incomplete.html", page_of(request, fair, problems=problems), status=422)
    stands = list(form.cleaned_data["stands"])
    asked = nudging.nudge(stands=stands, by=request.user, at=timezone.now())
    if asked:
        words = ngettext(
            "%(n)d stand is asked to complete itself.", "%(n)d stands are asked to complete themselves.", asked
        )
        messages.success(request, words % {"n": asked})
    if asked < len(stands):
        words = ngettext(
            "%(n)d stand was asked in the last three days, and is left in peace.",
            "%(n)d stands were asked in the last three days, and are left in peace.",
            len(stands) - asked,
        )
        messages.info(request, words % {"n": len(stands) - asked})
    query = request.GET.urlencode()
    return redirect(reverse("organising:list-incomplete", args=[fair.slug]) + (f"?{query}" if query else ""))
