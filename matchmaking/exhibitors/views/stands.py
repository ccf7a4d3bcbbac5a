"""The public page of a stand, and preparing it: words and products."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from matchmaking.companies.access import companies_open_to
from matchmaking.exhibitors.access import documents_open_to, exhibitors_editable_by, exhibitors_open_to
from matchmaking.exhibitors.actions import stands
from matchmaking.exhibitors.errors import ChangedMeanwhile, ExhibitorRefused
from matchmaking.exhibitors.forms import StandForm, say_refusal
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.exhibitors.queries import with_stand_page
from matchmaking.exhibitors.views.workshop import editable_stand, workshop
from matchmaking.fairs.access import fair_context, open_fair


@require_safe
def show_exhibitor(request: HttpRequest, fair: str, slug: str) -> HttpResponse:
    """The stand, as visitors see it."""
    place = open_fair(request, fair)
    stand = get_object_or_404(with_stand_page(exhibitors_open_to(request.user).filter(fair=place)), slug=slug)
    page = {
        **fair_context(request, place),
        "stand": stand,
        "company": stand.company,
        "text": stand.company.text,
        "documents": documents_open_to(request.user).filter(exhibitor=stand),
        "may_edit": exhibitors_editable_by(request.user).filter(pk=stand.pk).exists(),
        "now": timezone.now(),
    }
    return render(request, "exhibitors/show_exhibitor.html", page)


@require_safe
def stands_of_company(request: HttpRequest, slug: str) -> HttpResponse:
    """At which fairs a company exhibits, the latest first; stands that wait are there for those who prepare them."""
    company = get_object_or_404(companies_open_to(request.user), slug=slug)
    stands = exhibitors_open_to(request.user).filter(company=company).select_related("fair", "hall")
    prepared = exhibitors_editable_by(request.user).filter(company=company)
    page = {
        "company": company,
        "stands": stands.order_by("-fair__starts_on", "fair__name"),
        "prepared": set(prepared.values_list("pk", flat=True)),
    }
    return render(request, "exhibitors/stands_of_company.html", page)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_stand(request: HttpRequest, fair: str, slug: str) -> HttpResponse:
    """What the stand says of itself. Of two who save at once the later one is told, and sees both."""
    place, stand = editable_stand(request, fair, slug)
    stored = Exhibitor.objects.get(pk=stand.pk)  # the form writes what was typed into its own instance
    form = StandForm(request.POST or None, request.FILES or None, instance=stored)
    if request.method != "POST":
        return render(request, "exhibitors/edit_stand.html", {**workshop(request, place, stand), "form": form})
    status, page = 422, dict[str, Any]()
    if form.is_valid():
        try:
            stands.change_stand(
                exhibitor_id=stand.pk,
                version=form.cleaned_data["version"],
                facts=form.facts(),
                at=timezone.now(),
            )
        except ChangedMeanwhile as refusal:
            form, page, status = _over_the_newer(request, stand, form), {"theirs": stand, "refusal": refusal}, 409
        except ExhibitorRefused as refusal:
            say_refusal(form, refusal)
            status = 409
        else:
            messages.success(request, _("Saved. This is how visitors see it."))
            return redirect("exhibitors:show-exhibitor", place.slug, slug)
    return render(
        request, "exhibitors/edit_stand.html", {**workshop(request, place, stand), "form": form, **page}, status=status
    )


def _over_the_newer(request: HttpRequest, stand: Exhibitor, typed: StandForm) -> StandForm:
    """What was typed, ready to be saved over what somebody else has stored meanwhile."""
    data = request.POST.copy()
    data["version"] = str(stand.version)
    again = StandForm(data, instance=typed.instance)
    again.is_valid()  # it was a moment ago: this only fills in what the template shows
    return again


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_products(request: HttpRequest, fair: str, slug: str) -> HttpResponse:
    """Which of the company's products the stand shows, in which order."""
    place, stand = editable_stand(request, fair, slug)
    refusal = None
    if request.method == "POST":
        try:
            stands.show_products(exhibitor=stand, product_ids=_chosen(request), at=timezone.now())
        except ExhibitorRefused as refused:
            refusal = refused
        else:
            messages.success(request, _("The stand shows what you chose."))
            return redirect("exhibitors:show-products", place.slug, slug)
    shown = {row.product_id: row.position for row in stand.shown.all()}
    products = sorted(
        stand.company.products.select_related("hs_code", "service").prefetch_related("images"),
        key=lambda product: (shown.get(product.pk, len(shown)), product.name),
    )
    page = {
        **workshop(request, place, stand),
        "products": [(product, shown.get(product.pk)) for product in products],
        "refusal": refusal,
    }
    return render(request, "exhibitors/show_products.html", page, status=409 if refusal else 200)


def _chosen(request: HttpRequest) -> list[UUID]:
    """The ticked products by the numbers that were written beside them; nonsense is passed over."""
    chosen = []
    for place, value in enumerate(request.POST.getlist("product")):
        try:
            product = UUID(value)
        except ValueError:
            continue
        number = request.POST.get(f"position-{value}", "")
        chosen.append((int(number) if number.isascii() and number.isdigit() else 10_000, place, product))
    return [product for _number, _place, product in sorted(chosen)]
