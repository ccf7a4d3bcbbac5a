"""Being at the fair in somebody's name, and the way back."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rights import Right
from matchmaking.organising.actions import steads
from matchmaking.organising.errors.day import DeskRefused
from matchmaking.organising.forms.steads import ReasonForm
from matchmaking.organising.middleware import give_back, lend
from matchmaking.organising.views.doors import desk


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@desk(Right.OWN)
@reauthentication_required  # type: ignore[untyped-decorator]
def begin_stead(request: Any, fair: Fair, participant: int) -> HttpResponse:
    """Asks for the reason, says what follows from it, and lends the name."""
    person = get_object_or_404(fair.participants.select_related("user"), pk=participant)
    form = ReasonForm(request.POST or None)
    page = {**fair_context(request, fair), "person": person, "form": form}
    if request.method != "POST":
        return render(request, "organising/stead.html", page)
    if not form.is_valid():
        return render(request, "organising/stead.html", page, status=422)
    try:
        stead = steads.begin_stead(
            participant=person, by=request.user, because=form.cleaned_data["because"], at=timezone.now()
        )
    except DeskRefused as refusal:
        return render(request, "organising/stead.html", {**page, "refusal": refusal}, status=409)
    lend(request, str(stead.pk))
    request.stead = stead
    return redirect("exhibitors:show-fair", fair.slug)


@require_POST
@desk(Right.OWN)
def end_stead(request: HttpRequest, fair: Fair) -> HttpResponse:
    """Back to oneself. The middleware has given the request back to its owner already."""
    stead = getattr(request, "stead", None)
    if stead is None:
        return redirect("organising:list-participants", fair.slug)
    steads.end_stead(stead=stead, at=timezone.now())
    give_back(request)
    person = fair.participants.get(user=stead.whom)
    messages.success(request, _("You are yourself again. %(name)s is told that you were here.") % {"name": stead.whom})
    return redirect("organising:show-participant", fair.slug, person.pk)
