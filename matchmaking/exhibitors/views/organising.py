"""The organiser's list of stands: who waits, who is where."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matchmaking.accounts.models import User
from matchmaking.exhibitors.actions import exhibiting
from matchmaking.exhibitors.errors import ExhibitorRefused
from matchmaking.exhibitors.forms import PlaceForm, say_refusal
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.exhibitors.queries import counts_by_status, stands_to_organise
from matchmaking.fairs.access import fair_context, organised_fair
from matchmaking.fairs.errors import FairRefused

A_PAGE = 50


@login_required
@require_safe
def organise_stands(request: HttpRequest, fair: str) -> HttpResponse:
    """The fair's stands, those that wait first, by status and name."""
    place = organised_fair(request, fair)
    status, text = request.GET.get("status", ""), request.GET.get("q", "").replace("\0", "")[:80].strip()
    stands = stands_to_organise(place, status=status, text=text)
    page = {
        **fair_context(request, place),
        "page": Paginator(stands, A_PAGE).get_page(request.GET.get("page")),
        "counts": counts_by_status(place),
        "statuses": Exhibitor.Status.choices,
        "status": status,
        "text": text,
    }
    return render(request, "exhibitors/organise_stands.html", page)


@login_required
@require_POST
def decide_stand(request: HttpRequest, fair: str, pk: int) -> HttpResponse:
    """Approve or decline one stand."""
    assert isinstance(request.user, User)
    place = organised_fair(request, fair)
    stand = get_object_or_404(Exhibitor.objects.select_related("company"), fair=place, pk=pk)
    try:
        if request.POST.get("decision") == Exhibitor.Status.APPROVED:
            exhibiting.approve_exhibitor(exhibitor=stand, by=request.user, at=timezone.now())
            messages.success(request, _("%(company)s is approved.") % {"company": stand.company})
        elif request.POST.get("decision") == Exhibitor.Status.DECLINED:
            exhibiting.decline_exhibitor(exhibitor=stand, at=timezone.now())
            messages.success(request, _("%(company)s is declined.") % {"company": stand.company})
    except (ExhibitorRefused, FairRefused) as refusal:
        messages.error(request, str(refusal))
    return redirect("exhibitors:organise-stands", place.slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def place_stand(request: HttpRequest, fair: str, pk: int) -> HttpResponse:
    """Put one stand into a hall, under a number."""
    place = organised_fair(request, fair)
    stand = get_object_or_404(Exhibitor.objects.select_related("company", "hall"), fair=place, pk=pk)
    initial = {"hall": stand.hall_id, "stand_number": stand.stand_number}
    form, status = PlaceForm(request.POST or None, fair=place, initial=initial), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                exhibiting.place_stand(
                    exhibitor=stand,
                    hall=form.cleaned_data["hall"],
                    number=form.cleaned_data["stand_number"],
                    at=timezone.now(),
                )
            except ExhibitorRefused as refusal:
                say_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, _("%(company)s has its place.") % {"company": stand.company})
                return redirect("exhibitors:organise-stands", place.slug)
    page = {**fair_context(request, place), "form": form, "stand": stand}
    return render(request, "exhibitors/place_stand.html", page, status=status)
