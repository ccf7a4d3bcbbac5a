"""Coming to a fair with a company, finding one's own stand, and withdrawing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from matchmaking.accounts.models import User
from matchmaking.companies.access import companies_editable_by
from matchmaking.exhibitors.access import stands_of
from matchmaking.exhibitors.actions import exhibiting
from matchmaking.exhibitors.errors import ExhibitorRefused
from matchmaking.exhibitors.forms import ExhibitForm, say_refusal
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.exhibitors.views.workshop import workshop
from matchmaking.fairs.access import fair_context, open_fair
from matchmaking.fairs.errors import FairRefused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def exhibit(request: HttpRequest, fair: str) -> HttpResponse:
    """Come to the fair with one of one's companies."""
    assert isinstance(request.user, User)
    place = open_fair(request, fair)
    companies = companies_editable_by(request.user).filter(memberships__user=request.user).order_by("name")
    form = ExhibitForm(request.POST or None, fair=place, companies=companies)
    page = {
        **fair_context(request, place),
        "form": form,
        "has_companies": companies.exists(),
        "stands": stands_of(request.user).filter(fair=place).select_related("company"),
    }
    if request.method != "POST":
        return render(request, "exhibitors/exhibit.html", page)
    status = 422
    if form.is_valid():
        try:
            stand = exhibiting.exhibit(fair=place, user=request.user, at=timezone.now(), **form.cleaned_data)
        except (ExhibitorRefused, FairRefused) as refusal:
            say_refusal(form, refusal)
            status = 409
        else:
            if stand.status == Exhibitor.Status.APPROVED:
                messages.success(request, _("Your stand is there. Now furnish it."))
            else:
                messages.info(request, _("The organiser will look at your stand. You can prepare it meanwhile."))
            return redirect("exhibitors:edit-stand", place.slug, stand.slug)
    return render(request, "exhibitors/exhibit.html", page, status=status)


@login_required
@require_safe
def my_stand(request: HttpRequest, fair: str) -> HttpResponse:
    """The way to one's own stand: to the only one, to a choice of several, or to making one."""
    place = open_fair(request, fair)
    stands = list(stands_of(request.user).filter(fair=place).select_related("company").order_by("company__name"))
    if not stands:
        return redirect("exhibitors:exhibit", place.slug)
    if len(stands) == 1:
        return redirect("exhibitors:edit-stand", place.slug, stands[0].slug)
    return render(request, "exhibitors/my_stands.html", {**fair_context(request, place), "stands": stands})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, fair: str, slug: str) -> HttpResponse:
    """Give the stand up, after a question."""
    place = open_fair(request, fair)
    stand = get_object_or_404(stands_of(request.user).filter(fair=place).select_related("company", "hall"), slug=slug)
    if request.method != "POST":
        return render(request, "exhibitors/withdraw.html", workshop(request, place, stand))
    try:
        exhibiting.withdraw_exhibitor(exhibitor=stand, at=timezone.now())
    except ExhibitorRefused as refusal:
        page = {**workshop(request, place, stand), "refusal": refusal}
        return render(request, "exhibitors/withdraw.html", page, status=409)
    messages.success(request, _("The stand is given up. Its words and products are kept if you come back."))
    return redirect("exhibitors:show-fair", place.slug)
