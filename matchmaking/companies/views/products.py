"""What a company sells: its list, each product's page, and its form."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from matchmaking.common.ways import way_back
from matchmaking.companies import rules
from matchmaking.companies.access import companies_editable_by, products_editable_by, products_open_to
from matchmaking.companies.actions import products as acting
from matchmaking.companies.errors import ChangedMeanwhile, CompanyRefused
from matchmaking.companies.forms import ImageForm, ProductForm, say_refusal
from matchmaking.companies.models import Certificate, Incoterm, Product
from matchmaking.companies.queries.companies import with_pictures
from matchmaking.companies.views import desk


@login_required
def list_products(request: HttpRequest, slug: str) -> HttpResponse:
    company = get_object_or_404(companies_editable_by(request.user), slug=slug)
    products = with_pictures(company.products.all())
    return desk.show(request, "companies/list_products.html", company, products=products)


@login_required
def add_product(request: HttpRequest, slug: str) -> HttpResponse:
    company = get_object_or_404(companies_editable_by(request.user), slug=slug)
    form = ProductForm(request.POST or None, initial={"language": request.LANGUAGE_CODE[:2]})
    if request.method == "POST" and form.is_valid():
        try:
            product = acting.add_product(company_id=company.pk, facts=form.facts())
        except CompanyRefused as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("%(product)s is added. Now show it.") % {"product": product.name})
            return redirect(way_back(request) or reverse("companies:edit-product", args=[company.slug, product.pk]))
    return desk.show(request, "companies/add_product.html", company, form=form, status=422 if form.errors else 200)


@require_safe
def show_product(request: HttpRequest, slug: str, product_id: UUID) -> HttpResponse:
    products = with_pictures(products_open_to(request.user)).select_related("company", "hs_code__parent")
    product = get_object_or_404(products, pk=product_id, company__slug=slug)
    labels = dict([*Certificate.choices, *Incoterm.choices])
    page = {
        "company": product.company,
        "product": product,
        "certificates": [labels.get(code, code) for code in product.certificates],
        "incoterms": [labels.get(code, code) for code in product.incoterms],
        "may_edit": products_editable_by(request.user).filter(pk=product.pk).exists(),
    }
    return render(request, "companies/show_product.html", page)


@login_required
def edit_product(request: HttpRequest, slug: str, product_id: UUID) -> HttpResponse:
    products = with_pictures(products_editable_by(request.user)).select_related("company")
    product = get_object_or_404(products, pk=product_id, company__slug=slug)
    form = ProductForm(request.POST or None, instance=product)
    if request.method == "POST" and form.is_valid():
        try:
            acting.change_product(product_id=product.pk, version=form.cleaned_data["version"], facts=form.facts())
        except ChangedMeanwhile as refusal:
            return _show_both(request, products.get(pk=product.pk), form, refusal)
        except CompanyRefused as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect("companies:edit-product", slug, product.pk)
    return _edit_page(request, product, form, status=422 if form.errors else 200)


def _show_both(request: HttpRequest, product: Product, form: ProductForm, refusal: ChangedMeanwhile) -> HttpResponse:
    """What the other wrote beside what this one typed."""
    again = ProductForm(desk.over_the_newer(request, product.version), instance=product)
    found = desk.differences(form, product)
    return _edit_page(request, product, again, refusal=refusal, differences=found, status=409)


def _edit_page(request: HttpRequest, product: Product, form: ProductForm, *, status: int, **page: Any) -> HttpResponse:
    return desk.show(
        request,
        "companies/edit_product.html",
        product.company,
        product=product,
        form=form,
        image_form=ImageForm(prefix="new"),
        most=rules.MAX_PICTURES,
        status=status,
        **page,
    )


@login_required
def remove_product(request: HttpRequest, slug: str, product_id: UUID) -> HttpResponse:
    """Asked on a page of its own first: what is removed does not come back."""
    products = products_editable_by(request.user).select_related("company")
    product = get_object_or_404(products, pk=product_id, company__slug=slug)
    if request.method != "POST":
        return desk.show(request, "companies/remove_product.html", product.company, product=product)
    acting.remove_product(product_id=product.pk)
    messages.success(request, _("%(product)s is removed.") % {"product": product.name})
    return redirect("companies:list-products", slug)
