"""The organiser's page about meetings: how long an answer may take, how much one may ask, and who may ask whom."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rights import Right
from matchmaking.meetings import barring, queries
from matchmaking.meetings.actions import terms as acting
from matchmaking.meetings.errors import MeetingRefused, TermsChangedMeanwhile
from matchmaking.meetings.forms.asking import say_refusal
from matchmaking.organising.forms.terms import BarrierForm, GroupForm, TermsForm
from matchmaking.organising.views.doors import desk


def page_of(request: HttpRequest, fair: Fair, **typed: Any) -> dict[str, Any]:
    """Everything that the page shows; forms as stored, a view puts the one that was typed in its place."""
    barriers = list(queries.barriers_of(fair).select_related("asking_group", "asked_group").order_by("pk"))
    return {
        **fair_context(request, fair),
        "form": TermsForm(terms=queries.terms_written(fair)),
        "groups": fair.groups.annotate(people=Count("participants")),
        "group_form": GroupForm(auto_id="group_%s"),
        "barriers": [(barrier, barring.said(barrier)) for barrier in barriers],
        "barrier_form": BarrierForm(fair=fair, auto_id="barrier_%s"),
        "table": barring.table(barriers),
        **typed,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Right.SET_UP)
def edit_terms(request: HttpRequest, fair: Fair) -> HttpResponse:
    """Who comes second sees what the other wrote beside what he typed, and may save again."""
    if request.method != "POST":
        return render(request, "organising/terms.html", page_of(request, fair))
    form = TermsForm(request.POST, terms=queries.terms_written(fair))
    if not form.is_valid():
        return render(request, "organising/terms.html", page_of(request, fair, form=form), status=422)
    try:
        acting.change_terms(fair=fair, seen=form.cleaned_data["seen"], terms=form.terms)
    except TermsChangedMeanwhile as refusal:
        stored = queries.terms_written(fair)
        typed = {
            "refusal": refusal,
            "differences": form.differing_from(stored),
            "form": TermsForm({**form.cleaned_data, "seen": stored.sign}, terms=stored),  # to save again is a decision
        }
        return render(request, "organising/terms.html", page_of(request, fair, **typed), status=409)
    messages.success(request, _("The terms are saved. They hold for what is asked and booked from now on."))
    return redirect("organising:edit-terms", fair.slug)


@require_POST
@desk(Right.SET_UP)
def create_group(request: HttpRequest, fair: Fair) -> HttpResponse:
    form, status = GroupForm(request.POST, auto_id="group_%s"), 422
    if form.is_valid():
        try:
            group = acting.create_group(fair=fair, name=form.cleaned_data["name"])
        except MeetingRefused as refusal:
            say_refusal(form, refusal)
            status = 409
        else:
            messages.success(request, _("The group is there. Now choose who is in it."))
            return redirect("organising:show-group", fair.slug, group.pk)
    return render(request, "organising/terms.html", page_of(request, fair, group_form=form), status=status)


@require_POST
@desk(Right.SET_UP)
def add_barrier(request: HttpRequest, fair: Fair) -> HttpResponse:
    form, status = BarrierForm(request.POST, fair=fair, auto_id="barrier_%s"), 422
    if form.is_valid():
        try:
            barrier = acting.add_barrier(fair=fair, **form.cleaned_data)
        except MeetingRefused as refusal:
            say_refusal(form, refusal)
            status = 409
        else:
            messages.success(request, barring.said(barrier))
            return redirect("organising:edit-terms", fair.slug)
    return render(request, "organising/terms.html", page_of(request, fair, barrier_form=form), status=status)


@require_POST
@desk(Right.SET_UP)
def remove_barrier(request: HttpRequest, fair: Fair, pk: int) -> HttpResponse:
    acting.remove_barrier(fair=fair, barrier_id=pk)
    messages.success(request, _("The barrier is removed."))
    return redirect("organising:edit-terms", fair.slug)
