"""Who organises the fair, with which duty, and who is asked to."""

from typing import Any
from uuid import UUID

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from matchmaking.fairs import queries
from matchmaking.fairs.access import fair_context
from matchmaking.fairs.actions import team
from matchmaking.fairs.errors import FairRefused, TooManyTries
from matchmaking.fairs.forms import put_at_field
from matchmaking.fairs.models import Fair, Participant
from matchmaking.fairs.rights import MAY, Right
from matchmaking.fairs.views.doors import SignedInRequest
from matchmaking.organising.forms.owning import DUTIES, DutyForm, InviteOrganiserForm
from matchmaking.organising.views.doors import desk

# What each right opens, in words.
OPENS: dict[Right, str | Promise] = {
    Right.SEE: gettext_lazy("Look at the desk, and at the fair while it is prepared"),
    Right.RUN: gettext_lazy("Run the day: lobbies, rooms, checking in"),
    Right.KNOW: gettext_lazy("See who takes part"),
    Right.PEOPLE: gettext_lazy("Decide about registrations and stands"),
    Right.SET_UP: gettext_lazy("Set up the fair: hours, halls, texts, terms"),
    Right.TELL: gettext_lazy("Write to everybody"),
    Right.RESULTS: gettext_lazy("See figures, without names"),
    Right.EXPORT: gettext_lazy("Take out lists with names and addresses"),
    Right.AUDIT: gettext_lazy("See who did what"),
    Right.OWN: gettext_lazy("Choose who organises; copy and archive the fair"),
}


def team_context(request: SignedInRequest, fair: Fair) -> dict[str, Any]:
    """The team, who is invited, and what each duty opens."""
    return {
        **fair_context(request, fair),
        "team": queries.organisers_of(fair),
        "invitations": queries.open_invitations(fair, at=timezone.now()),
        "duties": [duty.label for duty in Participant.Duty],
        "duty_choices": DUTIES,
        "opens": [(words, [right in MAY[duty] for duty in Participant.Duty]) for right, words in OPENS.items()],
        "form": InviteOrganiserForm(fair=fair, by=request.user),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Right.OWN)
def list_organisers(request: SignedInRequest, fair: Fair) -> HttpResponse:
    """The team and its open invitations; a POST invites one more."""
    context = team_context(request, fair)
    if request.method != "POST":
        return render(request, "organising/team.html", context)
    form = InviteOrganiserForm(request.POST, fair=fair, by=request.user)
    if not form.is_valid():
        return render(request, "organising/team.html", {**context, "form": form}, status=422)
    try:
        if not consume(request, action="invite_organiser", user=request.user):
            raise TooManyTries
        invitation = team.invite_organiser(
            fairs=[fair, *form.cleaned_data.get("fairs", ())],
            email=form.cleaned_data["email"],
            duty=form.cleaned_data["duty"],
            by=request.user,
            at=timezone.now(),
        )
    except FairRefused as refusal:
        put_at_field(form, refusal)
        return render(request, "organising/team.html", {**context, "form": form}, status=409)
    messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email})
    return redirect("organising:list-organisers", fair.slug)


@require_POST
@desk(Right.OWN)
def change_duty(request: SignedInRequest, fair: Fair, organiser: int) -> HttpResponse:
    seat = get_object_or_404(queries.organisers_of(fair), pk=organiser)
    form = DutyForm(request.POST)
    if not form.is_valid():
        return render(request, "organising/team.html", team_context(request, fair), status=422)
    try:
        team.change_duty(organiser=seat, duty=form.cleaned_data["duty"], at=timezone.now())
    except FairRefused as refusal:
        context = {**team_context(request, fair), "refusal": refusal}
        return render(request, "organising/team.html", context, status=409)
    messages.success(request, _("The duty is changed."))
    return _back_to_team(request, fair)


@require_POST
@desk(Right.OWN)
def remove_organiser(request: SignedInRequest, fair: Fair, organiser: int) -> HttpResponse:
    seat = get_object_or_404(queries.organisers_of(fair), pk=organiser)
    try:
        team.remove_organiser(organiser=seat, at=timezone.now())
    except FairRefused as refusal:
        context = {**team_context(request, fair), "refusal": refusal}
        return render(request, "organising/team.html", context, status=409)
    messages.success(request, _("%(name)s no longer organises the fair.") % {"name": seat.user})
    return _back_to_team(request, fair)


def _back_to_team(request: SignedInRequest, fair: Fair) -> HttpResponse:
    """To the team's page, unless the person has just given it up himself."""
    still = queries.organisers_of(fair).filter(user=request.user, duty=Participant.Duty.OWNER).exists()
    if still or request.user.is_superuser:
        return redirect("organising:list-organisers", fair.slug)
    return redirect("organising:list-fairs")


@require_POST
@desk(Right.OWN)
def take_back_invitation(request: HttpRequest, fair: Fair, pk: UUID) -> HttpResponse:
    invitation = get_object_or_404(fair.organiser_invitations, pk=pk)
    team.revoke_invitation(invitation=invitation, at=timezone.now())
    messages.success(request, _("The invitation is taken back."))
    return redirect("organising:list-organisers", fair.slug)
