"""The organiser's list of stands: who waits, who is where."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matchmaking.exhibitors.actions import exhibiting
from matchmaking.exhibitors.errors import ExhibitorRefused
from matchmaking.exhibitors.forms import say_refusal
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.exhibitors.queries import counts_by_status, stands_to_organise
from matchmaking.fairs.access import fair_context
from matchmaking.fairs.errors import FairRefused
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rights import Right
from matchmaking.fairs.views.doors import SignedInRequest
from matchmaking.organising.forms.stands import PlaceForm
from matchmaking.organising.views.doors import desk

A_PAGE = 50


@require_safe
@desk(Right.PEOPLE)
def organise_stands(request: SignedInRequest, fair: Fair) -> HttpResponse:
    """The fair's stands, those that wait first, by status and name."""
    status, text = request.GET.get("status", ""), request.GET.get("q", "").replace("\0", "")[:80].strip()
    stands = stands_to_organise(fair, status=status, text=text)
    page = {
        **fair_context(request, fair),
        "page": Paginator(stands, A_PAGE).get_page(request.GET.get("page")),
        "counts": counts_by_status(fair),
        "statuses": Exhibitor.Status.choices,
        "status": status,
        "text": text,
    }
    return render(request, "organising/stands.html", page)


@require_POST
@desk(Right.PEOPLE)
def decide_stand(request: SignedInRequest, fair: Fair, pk: int) -> HttpResponse:
    """Approve or decline one stand."""
    stand = get_object_or_404(Exhibitor.objects.select_related("company"), fair=fair, pk=pk)
    try:
        if request.POST.get("decision") == Exhibitor.Status.APPROVED:
            exhibiting.approve_exhibitor(exhibitor=stand, by=request.user, at=timezone.now())
            messages.success(request, _("%(company)s is approved.") % {"company": stand.company})
        elif request.POST.get("decision") == Exhibitor.Status.DECLINED:
            exhibiting.decline_exhibitor(exhibitor=stand, at=timezone.now())
            messages.success(request, _("%(company)s is declined.") % {"company": stand.company})
    except (ExhibitorRefused, FairRefused) as refusal:
        messages.error(request, str(refusal))
    return redirect("organising:organise-stands", fair.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Right.PEOPLE)
def place_stand(request: SignedInRequest, fair: Fair, pk: int) -> HttpResponse:
    """Put one stand into a hall, under a number."""
    stand = get_object_or_404(Exhibitor.objects.select_related("company", "hall"), fair=fair, pk=pk)
    initial = {"hall": stand.hall_id, "stand_number": stand.stand_number}
    form, status = PlaceForm(request.POST or None, fair=fair, initial=initial), 200
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
                return redirect("organising:organise-stands", fair.slug)
    page = {**fair_context(request, fair), "form": form, "stand": stand}
    return render(request, "organising/place_stand.html", page, status=status)
