"""The organiser's pages about people: who wants to come, who is there, in which roles."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from matchmaking.fairs import queries
from matchmaking.fairs.access import fair_context
from matchmaking.fairs.actions import joining
from matchmaking.fairs.errors import FairRefused
from matchmaking.fairs.models import Fair, Participant
from matchmaking.fairs.rights import Right
from matchmaking.fairs.views.doors import SignedInRequest
from matchmaking.organising.forms.people import DecisionForm, ParticipantFilterForm, RoleForm
from matchmaking.organising.views.doors import desk

PER_PAGE = 50


def list_context(request: HttpRequest, fair: Fair) -> dict[str, Any]:
    """One page of the people whom the address asks for, and how many there are of each status."""
    filter_form = ParticipantFilterForm(request.GET)
    people = queries.participants_wanted(fair, **filter_form.wanted)
    counted = dict(fair.participants.order_by().values_list("status").annotate(n=Count("pk")))
    return {
        **fair_context(request, fair),
        "filter_form": filter_form,
        "page": Paginator(people, PER_PAGE).get_page(request.GET.get("page")),
        "waiting": counted.get(Participant.Status.APPLIED, 0),
        "everybody": sum(counted.values()),
    }


@require_safe
@desk(Right.KNOW)
def list_participants(request: HttpRequest, fair: Fair) -> HttpResponse:
    return render(request, "organising/participants.html", list_context(request, fair))


@require_POST
@desk(Right.PEOPLE)
def decide_participants(request: SignedInRequest, fair: Fair) -> HttpResponse:
    """Approve, decline or reopen those who are ticked. Who could not be is named with the reason."""
    form = DecisionForm(request.POST, fair=fair)
    if not form.is_valid():
        context = {**list_context(request, fair), "problems": [e for errors in form.errors.values() for e in errors]}
        return render(request, "organising/participants.html", context, status=422)
    people = list(form.cleaned_data["participants"])
    decision = form.cleaned_data["decision"]
    refused = joining.decide_participants(participants=people, decision=decision, by=request.user, at=timezone.now())
    if refused:
        context = {**list_context(request, fair), "refused": refused, "done": len(people) - len(refused)}
        return render(request, "organising/participants.html", context, status=409)
    words = ngettext("%(n)d registration is decided.", "%(n)d registrations are decided.", len(people))
    messages.success(request, words % {"n": len(people)})
    query = request.GET.urlencode()
    return redirect(reverse("organising:list-participants", args=[fair.slug]) + (f"?{query}" if query else ""))


def participant_context(request: HttpRequest, fair: Fair, pk: int) -> dict[str, Any]:
    person = get_object_or_404(fair.participants.select_related("user", "decided_by"), pk=pk)
    return {**fair_context(request, fair), "person": person, "roles": list(Participant.Role)}


@require_safe
@desk(Right.KNOW)
def show_participant(request: HttpRequest, fair: Fair, participant: int) -> HttpResponse:
    return render(request, "organising/participant.html", participant_context(request, fair, participant))


@require_POST
@desk(Right.PEOPLE)
def change_role(request: HttpRequest, fair: Fair, participant: int) -> HttpResponse:
    """Give the person a role, or take one."""
    context = participant_context(request, fair, participant)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return render(request, "organising/participant.html", context, status=422)
    change = joining.give_role if form.cleaned_data["do"] == "give" else joining.take_role
    try:
        change(participant=context["person"], role=form.cleaned_data["role"])
    except FairRefused as refusal:
        return render(request, "organising/participant.html", {**context, "refusal": refusal}, status=409)
    return redirect("organising:show-participant", fair.slug, participant)
