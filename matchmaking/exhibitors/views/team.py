"""Who speaks for a stand, and the page at the end of an invitation's link."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from matchmaking.accounts.models import User
from matchmaking.exhibitors import rules
from matchmaking.exhibitors.access import invitations_editable_by
from matchmaking.exhibitors.actions import team
from matchmaking.exhibitors.errors import ExhibitorRefused
from matchmaking.exhibitors.forms import InviteForm, RepresentativeForm, say_refusal
from matchmaking.exhibitors.models import Representative, TeamInvitation
from matchmaking.exhibitors.queries import open_invitations, team_of_everybody
from matchmaking.exhibitors.views.workshop import editable_stand, workshop
from matchmaking.fairs.errors import FairRefused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def list_team(request: HttpRequest, fair: str, slug: str) -> HttpResponse:
    """The team and its open invitations; a POST invites one more."""
    assert isinstance(request.user, User)
    place, stand = editable_stand(request, fair, slug)
    form, status = InviteForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                invitation = team.invite_colleague(
                    exhibitor=stand, email=form.cleaned_data["email"], by=request.user, at=timezone.now()
                )
            except ExhibitorRefused as refusal:
                say_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email})
                return redirect("exhibitors:list-team", place.slug, slug)
    page = {
        **workshop(request, place, stand),
        "form": form,
        "team": team_of_everybody().filter(exhibitor=stand),
        "invitations": open_invitations(stand, at=timezone.now()),
        "now": timezone.now(),
    }
    return render(request, "exhibitors/list_team.html", page, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_representative(request: HttpRequest, fair: str, slug: str, pk: int) -> HttpResponse:
    place, stand = editable_stand(request, fair, slug)
    seat = get_object_or_404(Representative.objects.select_related("participant__user"), exhibitor=stand, pk=pk)
    form = RepresentativeForm(request.POST or None, initial={"job_title": seat.job_title})
    if request.method == "POST" and form.is_valid():
        team.change_representative(representative=seat, job_title=form.cleaned_data["job_title"])
        messages.success(request, _("Saved."))
        return redirect("exhibitors:list-team", place.slug, slug)
    page = {**workshop(request, place, stand), "form": form, "seat": seat}
    return render(request, "exhibitors/change_representative.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def remove_representative(request: HttpRequest, fair: str, slug: str, pk: int) -> HttpResponse:
    place, stand = editable_stand(request, fair, slug)
    seat = get_object_or_404(Representative, exhibitor=stand, pk=pk)
    try:
        team.remove_representative(representative=seat, at=timezone.now())
    except ExhibitorRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("This person no longer speaks for the stand."))
    return redirect("exhibitors:list-team", place.slug, slug)


@login_required
@require_POST
def revoke_invitation(request: HttpRequest, fair: str, slug: str, pk: UUID) -> HttpResponse:
    place, stand = editable_stand(request, fair, slug)
    invitation = get_object_or_404(invitations_editable_by(request.user), exhibitor=stand, pk=pk)
    team.revoke_invitation(invitation=invitation, at=timezone.now())
    messages.success(request, _("The invitation is taken back."))
    return redirect("exhibitors:list-team", place.slug, slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, pk: UUID, secret: str) -> HttpResponse:
    """The facts and a button; only the button accepts. The secret in the address is the right to see the page."""
    invitations = TeamInvitation.objects.select_related("exhibitor__company", "exhibitor__fair", "invited_by")
    invitation = invitations.filter(pk=pk, digest=team.digest_of(secret)).first()
    if invitation is None:
        raise Http404
    page: dict[str, Any] = {"invitation": invitation, "stand": invitation.exhibitor, "fair": invitation.exhibitor.fair}
    if not isinstance(request.user, User):
        page |= {"is_known": User.objects.filter(email=invitation.email).exists(), "refusal": _refusal(invitation)}
        return render(request, "exhibitors/accept_invitation.html", page, status=410 if page["refusal"] else 200)
    if request.method == "POST":
        try:
            team.accept_invitation(invitation=invitation, user=request.user, at=timezone.now())
        except (ExhibitorRefused, FairRefused) as refusal:
            return render(request, "exhibitors/accept_invitation.html", {**page, "refusal": refusal}, status=409)
        messages.success(request, _("Welcome to the team."))
        return redirect("exhibitors:show-exhibitor", invitation.exhibitor.fair.slug, invitation.exhibitor.slug)
    page["refusal"] = _refusal(invitation, request.user)
    return render(request, "exhibitors/accept_invitation.html", page, status=409 if page["refusal"] else 200)


def _refusal(invitation: TeamInvitation, user: User | None = None) -> ExhibitorRefused | None:
    """Why the invitation cannot be accepted (by this person), if so."""
    try:
        email = user.email if user else invitation.email
        rules.check_acceptable(invitation, email=email, at=timezone.now())
    except ExhibitorRefused as refusal:
        return refusal
    return None
