"""The organiser's pages about people: who wants to come, who is there, in which roles."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from matchmaking.fairs import queries
from matchmaking.fairs.access import fair_context
from matchmaking.fairs.actions import asking, joining
from matchmaking.fairs.errors import FairRefused
from matchmaking.fairs.models import Fair, Participant
from matchmaking.fairs.rights import Right
from matchmaking.fairs.views.doors import SignedInRequest
from matchmaking.organising.forms.people import DecisionForm, ParticipantFilterForm, RoleForm
from matchmaking.organising.forms.words import PutIntoForm
from matchmaking.organising.views.doors import desk

PER_PAGE = 50


def list_context(request: HttpRequest, fair: Fair) -> dict[str, Any]:
    """One page of the people whom the address asks for, and how many there are of each status."""
    filter_form = ParticipantFilterForm(request.GET, fair=fair)
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
        problems = [error for errors in form.errors.values() for error in errors]
        context = {**list_context(request, fair), "problems": problems, "inquiry": request.POST.get("inquiry", "")}
        return render(request, "organising/participants.html", context, status=422)
    people = list(form.cleaned_data["participants"])
    decision = form.cleaned_data["decision"]
    by: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if decision == "ask":
        refused = asking.ask_all_back(participants=people, inquiry=form.cleaned_data["inquiry"], **by)
    else:
        refused = joining.decide_participants(participants=people, decision=decision, **by)
    if refused:
        context = {**list_context(request, fair), "refused": refused, "done": len(people) - len(refused)}
        return render(request, "organising/participants.html", context, status=409)
    if decision == "ask":
        words = ngettext("%(n)d person is asked.", "%(n)d people are asked.", len(people))
    else:
        words = ngettext("%(n)d registration is decided.", "%(n)d registrations are decided.", len(people))
    messages.success(request, words % {"n": len(people)})
    query = request.GET.urlencode()
    return redirect(reverse("organising:list-participants", args=[fair.slug]) + (f"?{query}" if query else ""))


def participant_context(request: HttpRequest, fair: Fair, pk: int) -> dict[str, Any]:
    people = fair.participants.select_related("user", "decided_by", "inquired_by", "category")
    person, here = get_object_or_404(people, pk=pk), fair_context(request, fair)
    may_decide = Right.PEOPLE in here["rights"]
    return {
        **here,
        "person": person,
        "roles": list(Participant.Role),
        "answers": list(person.answers.select_related("question__fair")),
        "may_decide": may_decide,
        "category_form": PutIntoForm(person=person) if may_decide and fair.categories.exists() else None,
    }


@require_safe
@desk(Right.KNOW)
def show_participant(request: HttpRequest, fair: Fair, participant: int) -> HttpResponse:
    return render(request, "organising/participant.html", participant_context(request, fair, participant))


@require_POST
@desk(Right.PEOPLE)
def put_into_category(request: HttpRequest, fair: Fair, participant: int) -> HttpResponse:
    context = participant_context(request, fair, participant)
    form = PutIntoForm(request.POST, person=context["person"])
    if not form.is_valid():
        page = {**context, "category_form": form}
        return render(request, "organising/participant.html", page, status=422)
    asking.put_into_category(participant=context["person"], category=form.cleaned_data["category"])
    messages.success(request, _("Saved."))
    return redirect("organising:show-participant", fair.slug, participant)


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
