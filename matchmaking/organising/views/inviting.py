"""The organiser invites companies to come with a stand, and sees who has come."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from matchmaking.exhibitors.actions import inviting
from matchmaking.exhibitors.errors import ExhibitorRefused
from matchmaking.exhibitors.models import ExhibitorInvitation
from matchmaking.exhibitors.queries import known_among, stands_of_the_invited
from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rights import Right
from matchmaking.fairs.views.doors import SignedInRequest
from matchmaking.organising.forms.inviting import InviteForm, Line
from matchmaking.organising.views.doors import desk

PER_PAGE = 50


def page_of(request: HttpRequest, fair: Fair, **more: Any) -> dict[str, Any]:
    """The invitations, the newest first, each with the stand that came of it."""
    at = timezone.now()
    invitations = ExhibitorInvitation.objects.filter(fair=fair).order_by("-created_at", "email")
    page = Paginator(invitations, PER_PAGE).get_page(request.GET.get("page"))
    stands = stands_of_the_invited(fair, (each.accepted_by_id for each in page.object_list))
    lines = [(each, state_of(each, at), stands.get(each.accepted_by_id or 0)) for each in page.object_list]
    return {**fair_context(request, fair), "form": InviteForm(), "page": page, "lines": lines, **more}


def state_of(invitation: ExhibitorInvitation, at: Any) -> str:
    if invitation.accepted_at:
        return "followed"
    if invitation.revoked_at:
        return "revoked"
    if invitation.expires_at <= at:
        return "expired"
    return "sent" if invitation.sent_at else "waiting"


@require_safe
@desk(Right.PEOPLE)
def list_invitations(request: HttpRequest, fair: Fair) -> HttpResponse:
    return render(request, "organising/invitations.html", page_of(request, fair))


@require_POST
@desk(Right.PEOPLE)
def invite_exhibitors(request: SignedInRequest, fair: Fair) -> HttpResponse:
    """Every line is an address that has not been invited yet; if one is not, nobody is, unless the others are to be."""
    form, at = InviteForm(request.POST), timezone.now()
    if not form.is_valid():
        return render(request, "organising/invitations.html", page_of(request, fair, form=form), status=422)
    known = known_among(fair, [line.email for line in form.right], at=at)
    words = {"invited": _("is invited already"), "exhibits": _("has a stand at this fair already")}
    wrong = [*form.wrong, *(Line(*each, words[known[each[1]]]) for each in found_known(form.right, known))]
    if wrong and "skip" not in request.POST:
        wrong.sort(key=lambda line: line.number)
        page = page_of(request, fair, form=form, wrong=wrong, right=len(form.cleaned_data["lines"]) - len(wrong))
        return render(request, "organising/invitations.html", page, status=422)
    try:
        rows = [(line.email, line.company) for line in form.right]
        invited = inviting.invite_exhibitors(fair=fair, rows=rows, by=request.user, at=at)
    except ExhibitorRefused as refusal:
        page = page_of(request, fair, form=form, refusal=refusal)
        return render(request, "organising/invitations.html", page, status=409)
    said = ngettext("%(n)d invitation is on its way.", "%(n)d invitations are on their way.", invited)
    messages.success(request, said % {"n": invited})
    return redirect("organising:organise-invitations", fair.slug)


def found_known(lines: list[Line], known: dict[str, str]) -> list[tuple[int, str, str]]:
    return [(line.number, line.email, line.company) for line in lines if line.email in known]


@require_POST
@desk(Right.PEOPLE)
def revoke_invitation(request: HttpRequest, fair: Fair, pk: UUID) -> HttpResponse:
    invitation = get_object_or_404(ExhibitorInvitation, fair=fair, pk=pk)
    try:
        inviting.revoke(invitation=invitation, at=timezone.now())
    except ExhibitorRefused as refusal:
        return render(request, "organising/invitations.html", page_of(request, fair, refusal=refusal), status=409)
    messages.success(request, _("The invitation is taken back."))
    return redirect("organising:organise-invitations", fair.slug)


@require_POST
@desk(Right.PEOPLE)
def resend_invitation(request: HttpRequest, fair: Fair, pk: UUID) -> HttpResponse:
    invitation = get_object_or_404(ExhibitorInvitation, fair=fair, pk=pk)
    try:
        inviting.resend(invitation=invitation, at=timezone.now())
    except ExhibitorRefused as refusal:
        return render(request, "organising/invitations.html", page_of(request, fair, refusal=refusal), status=409)
    messages.success(request, _("The invitation goes to %(email)s once more.") % {"email": invitation.email})
    return redirect("organising:organise-invitations", fair.slug)
