"""A group of participants: its name and who is in it. Works for twelve thousand people, page by page."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair, Participant
from matchmaking.fairs.queries import participants_wanted
from matchmaking.fairs.rights import Right
from matchmaking.meetings.access import groups_editable_by
from matchmaking.meetings.actions import terms as acting
from matchmaking.meetings.errors import MeetingRefused
from matchmaking.meetings.forms.asking import say_refusal
from matchmaking.meetings.models import Group
from matchmaking.organising.forms.terms import GroupForm, MemberFilterForm, MembersForm
from matchmaking.organising.views.doors import desk

PER_PAGE = 50


def group_at(request: HttpRequest, fair: Fair, pk: int) -> Group:
    return get_object_or_404(groups_editable_by(request.user), fair=fair, pk=pk)


def people_found(fair: Fair, group: Group, wanted: dict[str, str]) -> QuerySet[Participant]:
    """The participants that the filter asks for, each with whether he is in the group."""
    within = wanted.pop("within")
    inside = Exists(Group.participants.through.objects.filter(group=group, participant=OuterRef("pk")))
    people = participants_wanted(fair, **wanted).annotate(is_inside=inside)
    return people.filter(is_inside=within == "in") if within else people


def page_of(request: HttpRequest, fair: Fair, group: Group, **typed: Any) -> dict[str, Any]:
    filter_form = MemberFilterForm(request.GET, fair=fair)
    return {
        **fair_context(request, fair),
        "group": group,
        "form": GroupForm(initial={"name": group.name, "was": group.name}),
        "filter_form": filter_form,
        "page": Paginator(people_found(fair, group, filter_form.wanted), PER_PAGE).get_page(request.GET.get("page")),
        "members": group.participants.count(),
        "everybody": fair.participants.count(),
        **typed,
    }


@require_safe
@desk(Right.SET_UP)
def show_group(request: HttpRequest, fair: Fair, pk: int) -> HttpResponse:
    return render(request, "organising/group.html", page_of(request, fair, group_at(request, fair, pk)))


@require_POST
@desk(Right.SET_UP)
def rename_group(request: HttpRequest, fair: Fair, pk: int) -> HttpResponse:
    group = group_at(request, fair, pk)
    form, status = GroupForm(request.POST), 422
    if form.is_valid():
        try:
            acting.rename_group(group_id=group.pk, **form.cleaned_data)
        except MeetingRefused as refusal:
            say_refusal(form, refusal)
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect("organising:show-group", fair.slug, group.pk)
    return render(request, "organising/group.html", page_of(request, fair, group, form=form), status=status)


@require_POST
@desk(Right.SET_UP)
def remove_group(request: HttpRequest, fair: Fair, pk: int) -> HttpResponse:
    group = groups_editable_by(request.user).filter(fair=fair, pk=pk).first()
    if group:
        try:
            acting.remove_group(group_id=group.pk)
        except MeetingRefused as refusal:
            return render(request, "organising/group.html", page_of(request, fair, group, refusal=refusal), status=409)
    messages.success(request, _("The group is removed. The people stay at the fair."))
    return redirect("organising:edit-terms", fair.slug)


@require_POST
@desk(Right.SET_UP)
def change_members(request: HttpRequest, fair: Fair, pk: int) -> HttpResponse:
    """Those who are ticked, or all whom the filter of the address finds, go into the group or out of it."""
    group = group_at(request, fair, pk)
    form = MembersForm(request.POST, fair=fair)
    if not form.is_valid():
        problems = [error for errors in form.errors.values() for error in errors]
        return render(request, "organising/group.html", page_of(request, fair, group, problems=problems), status=422)
    verb, _dash, all_of_them = form.cleaned_data["do"].partition("-")
    people = list(
        people_found(fair, group, MemberFilterForm(request.GET, fair=fair).wanted).select_related(None).only("pk")
        if all_of_them
        else form.cleaned_data["participants"]
    )
    change = acting.put_in_group if verb == "put" else acting.take_out_of_group
    try:
        change(group_id=group.pk, people=people)
    except MeetingRefused as refusal:
        return render(request, "organising/group.html", page_of(request, fair, group, refusal=refusal), status=409)
    messages.success(request, _said(verb, len(people)))
    query = request.GET.urlencode()
    return redirect(reverse("organising:show-group", args=[fair.slug, group.pk]) + (f"?{query}" if query else ""))


def _said(verb: str, number: int) -> str:
    if verb == "put":
        words = ngettext("%(n)d person is in the group now.", "%(n)d people are in the group now.", number)
    else:
        words = ngettext(
            "%(n)d person is not in the group any more.", "%(n)d people are not in the group any more.", number
        )
    return words % {"n": number}
