"""Joining a fair and leaving it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.actions import joining
from matchmaking.fairs.errors import FairRefused
from matchmaking.fairs.forms import JoinForm
from matchmaking.fairs.models import Fair, Participant
from matchmaking.fairs.views.doors import SignedInRequest, at_fair

NEXT_PAGE = {Participant.Role.VISITOR: "visitors:edit-profile", Participant.Role.EXHIBITOR: "exhibitors:exhibit"}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@at_fair
def join_fair(request: SignedInRequest, fair: Fair) -> HttpResponse:
    """Choose how one comes; then on to the profile or to the stand. Or see how one's registration stands."""
    if request.method != "POST":
        return render(request, "fairs/join.html", {**fair_context(request, fair), "form": JoinForm()})
    form = JoinForm(request.POST)
    if not form.is_valid():
        return render(request, "fairs/join.html", {**fair_context(request, fair), "form": form}, status=422)
    role = Participant.Role(form.cleaned_data["role"])
    try:
        ours = joining.join_fair(
            fair=fair, user=request.user, role=role, message=form.cleaned_data["message"], at=timezone.now()
        )
    except FairRefused as refusal:
        context = {**fair_context(request, fair), "form": form, "refusal": refusal}
        return render(request, "fairs/join.html", context, status=409)
    if not ours.is_approved:
        return redirect("fairs:join-fair", fair.slug)
    messages.success(request, _("You take part in %(fair)s.") % {"fair": fair.name})
    return redirect(NEXT_PAGE[role], fair.slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@at_fair
def leave_fair(request: SignedInRequest, fair: Fair) -> HttpResponse:
    """Ask once, then go."""
    context = fair_context(request, fair)
    if context["participant"] is None:
        raise Http404
    if request.method != "POST":
        return render(request, "fairs/leave.html", context)
    try:
        joining.leave_fair(participant=context["participant"], at=timezone.now())
    except FairRefused as refusal:
        return render(request, "fairs/leave.html", {**context, "refusal": refusal}, status=409)
    messages.success(request, _("You have left %(fair)s.") % {"fair": fair.name})
    return redirect("fairs:home")
