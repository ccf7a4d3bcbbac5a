"""The page at the end of an organiser's invitation: the fair, and the way to a stand there."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from matchmaking.accounts.models import User
from matchmaking.exhibitors.actions import inviting
from matchmaking.exhibitors.actions.team import digest_of
from matchmaking.exhibitors.errors import ExhibitorRefused, FairTakesNoStands
from matchmaking.exhibitors.models import ExhibitorInvitation


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept_exhibitor_invitation(request: HttpRequest, pk: UUID, secret: str) -> HttpResponse:
    """What it is about, and a button that leads on. The secret in the address is the right to see the page."""
    found = ExhibitorInvitation.objects.select_related("fair", "invited_by")
    invitation = found.filter(pk=pk, digest=digest_of(secret)).first()
    if invitation is None:
        raise Http404
    user = request.user if isinstance(request.user, User) else None
    page: dict[str, Any] = {"invitation": invitation, "fair": invitation.fair}
    if user and request.method == "POST":
        try:
            inviting.accept(invitation=invitation, user=user, at=timezone.now())
        except ExhibitorRefused as refusal:
            return render(request, "exhibitors/invited.html", {**page, "refusal": refusal}, status=409)
        return redirect("exhibitors:exhibit", invitation.fair.slug)
    page["refusal"] = _refusal(invitation, user)
    return render(request, "exhibitors/invited.html", page, status=409 if page["refusal"] else 200)


def _refusal(invitation: ExhibitorInvitation, user: User | None) -> ExhibitorRefused | None:
    """Why the invitation leads nowhere, if so. Whoever has followed it may do so again."""
    if not invitation.fair.is_open_to_newcomers:
        return FairTakesNoStands()
    if user is not None and invitation.accepted_by_id == user.pk:
        return None
    try:
        inviting.check_open(invitation, at=timezone.now())
    except ExhibitorRefused as refusal:
        return refusal
    return None
