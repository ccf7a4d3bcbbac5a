"""The pictures of a product, below its form. Each verb leads back to that page."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from matchmaking.companies import rules
from matchmaking.companies.access import products_editable_by
from matchmaking.companies.actions import products as acting
from matchmaking.companies.errors import CompanyRefused
from matchmaking.companies.forms import DescribeImageForm, ImageForm, ProductForm, say_refusal
from matchmaking.companies.models import Product
from matchmaking.companies.queries.companies import with_pictures
from matchmaking.companies.views import desk


@login_required
@require_POST
def add_image(request: HttpRequest, slug: str, product_id: UUID) -> HttpResponse:
    product = _product(request, slug, product_id)
    form = ImageForm(request.POST, request.FILES, prefix="new")
    if form.is_valid():
        try:
            acting.add_image(product_id=product.pk, **form.cleaned_data)
        except CompanyRefused as refusal:
            say_refusal(form, refusal)
            return _page(request, product, form, status=409)
        return _back(product)
    return _page(request, product, form, status=422)


@login_required
@require_POST
def describe_image(request: HttpRequest, slug: str, product_id: UUID, image_id: int) -> HttpResponse:
    product = _product(request, slug, product_id)
    image = get_object_or_404(product.images.all(), pk=image_id)
    form = DescribeImageForm(request.POST, instance=image)
    if not form.is_valid():
        return _page(request, product, ImageForm(prefix="new"), wrong=form, status=422)
    acting.describe_image(image_id=image.pk, alternative=form.cleaned_data["alternative"])
    return _back(product)


@login_required
@require_POST
def move_image(request: HttpRequest, slug: str, product_id: UUID, image_id: int) -> HttpResponse:
    product = _product(request, slug, product_id)
    image = get_object_or_404(product.images.all(), pk=image_id)
    match request.POST.get("to"):
        case "earlier" | "later" as to:
            acting.move_image(product_id=product.pk, image_id=image.pk, to=to)
        case _:
            raise Http404
    return _back(product)


@login_required
@require_POST
def remove_image(request: HttpRequest, slug: str, product_id: UUID, image_id: int) -> HttpResponse:
    product = _product(request, slug, product_id)
    image = get_object_or_404(product.images.all(), pk=image_id)
    acting.remove_image(image_id=image.pk)
    return _back(product)


def _product(request: HttpRequest, slug: str, product_id: UUID) -> Product:
    products = with_pictures(products_editable_by(request.user)).select_related("company")
    return get_object_or_404(products, pk=product_id, company__slug=slug)


def _back(product: Product) -> HttpResponse:
    address = reverse("companies:edit-product", args=[product.company.slug, product.pk])
    return redirect(f"{address}#pictures")


def _page(
    request: HttpRequest,
    product: Product,
    image_form: ImageForm,
    *,
    wrong: DescribeImageForm | None = None,
    status: int,
) -> HttpResponse:
    return desk.show(
        request,
        "companies/edit_product.html",
        product.company,
        product=product,
        form=ProductForm(instance=product),
        image_form=image_form,
        describe_form=wrong,
        most=rules.MAX_PICTURES,
        status=status,
    )
