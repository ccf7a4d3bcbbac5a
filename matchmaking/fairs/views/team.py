"""The page at the end of the link by which an owner asks somebody to organise his fair."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from matchmaking.accounts.models import User
from matchmaking.fairs import queries, rules
from matchmaking.fairs.actions import team
from matchmaking.fairs.errors import FairRefused
from matchmaking.fairs.models import OrganiserInvitation


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, pk: UUID, secret: str) -> HttpResponse:
    """The facts and a button; only the button accepts. The secret in the address is the right to see the page."""
    invitation = get_object_or_404(
        OrganiserInvitation.objects.select_related("fair", "invited_by"), pk=pk, digest=team.digest_of(secret)
    )
    page: dict[str, Any] = {"invitation": invitation, "fairs": fairs_of(invitation)}
    if not isinstance(request.user, User):
        page["refusal"] = _refusal(invitation, invitation.email)
        return render(request, "fairs/accept_invitation.html", page, status=410 if page["refusal"] else 200)
    if request.method == "POST":
        try:
            team.accept_invitation(invitation=invitation, user=request.user, at=timezone.now())
        except FairRefused as refusal:
            return render(request, "fairs/accept_invitation.html", {**page, "refusal": refusal}, status=409)
        messages.success(request, _("Welcome to the team."))
        return redirect("organising:organise", invitation.fair.slug)
    page["refusal"] = _refusal(invitation, request.user.email)
    return render(request, "fairs/accept_invitation.html", page, status=409 if page["refusal"] else 200)


def fairs_of(invitation: OrganiserInvitation) -> list[Any]:
    """The fairs to which the mail invites."""
    return [ours.fair for ours in queries.invitations_of_mail(invitation)]


def _refusal(invitation: OrganiserInvitation, email: str) -> FairRefused | None:
    """Why the invitation cannot be accepted by whoever has this address, if so."""
    try:
        rules.check_acceptable(invitation, email=email, at=timezone.now())
    except FairRefused as refusal:
        return refusal
    return None
