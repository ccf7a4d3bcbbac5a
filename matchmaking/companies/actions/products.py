"""What a company sells comes, changes and goes, with its pictures."""

from dataclasses import asdict, dataclass, field
from typing import Literal
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max

from matchmaking.common.uploads import forget_file
from matchmaking.companies import rules
from matchmaking.companies.errors import ChangedMeanwhile, TooManyPictures
from matchmaking.companies.models import Company, Product, ProductImage


@dataclass(frozen=True, kw_only=True)
class ProductFacts:
    """What is said of a product: goods have an HS code, services a line of the services list."""

    name: str
    language: str
    description: str = ""
    hs_code_id: str | None = None
    service_id: str | None = None
    certificates: list[str] = field(default_factory=list)
    minimum_order: str = ""
    incoterms: list[str] = field(default_factory=list)
    lead_time_days: int | None = None


def add_product(*, company_id: int, facts: ProductFacts) -> Product:
    """The company sells one thing more, shown after the others."""
    rules.check_good_or_service(facts.hs_code_id, facts.service_id)
    with transaction.atomic():
        Company.objects.select_for_update(no_key=True).get(pk=company_id)
        last = Product.objects.filter(company_id=company_id).aggregate(last=Max("position"))["last"]
        return Product.objects.create(company_id=company_id, position=_after(last), **asdict(facts))


def change_product(*, product_id: UUID, version: int, facts: ProductFacts) -> Product:
    """The product is as the facts say; ChangedMeanwhile if they were filled in over an older version."""
    rules.check_good_or_service(facts.hs_code_id, facts.service_id)
    with transaction.atomic():
        product = Product.objects.select_for_update(no_key=True).get(pk=product_id)
        if product.version != version:
            raise ChangedMeanwhile
        for name, value in asdict(facts).items():
            setattr(product, name, value)
        product.version += 1
        product.save()
    return product


def remove_product(*, product_id: UUID) -> None:
    """The company does not sell it any more; its pictures are gone too."""
    with transaction.atomic():
        product = Product.objects.select_for_update().get(pk=product_id)
        for image in product.images.all():
            forget_file(image.image)
        product.delete()


def add_image(*, product_id: UUID, image: "File[bytes]", alternative: str) -> ProductImage:
    """The product has one picture more, shown after the others."""
    with transaction.atomic():
        images = _held_images(product_id)
        if len(images) >= rules.MAX_PICTURES:
            raise TooManyPictures
        last = images[-1].position if images else None
        return ProductImage.objects.create(
            product_id=product_id, image=image, alternative=alternative, position=_after(last)
        )


def describe_image(*, image_id: int, alternative: str) -> None:
    """Those who cannot see the picture are told this."""
    ProductImage.objects.filter(pk=image_id).update(alternative=alternative)


def move_image(*, product_id: UUID, image_id: int, to: Literal["earlier", "later"]) -> None:
    """The picture has changed places with its neighbour on that side, if it has one."""
    with transaction.atomic():
        images = _held_images(product_id)
        here = next((index for index, image in enumerate(images) if image.pk == image_id), None)
        if here is None:
            return
        there = here - 1 if to == "earlier" else here + 1
        if 0 <= there < len(images):
            images[here], images[there] = images[there], images[here]
            for position, image in enumerate(images):
                image.position = position
            ProductImage.objects.bulk_update(images, ["position"])


def remove_image(*, image_id: int) -> None:
    """The picture is gone, and its file after the commit."""
    with transaction.atomic():
        for image in ProductImage.objects.filter(pk=image_id):
            forget_file(image.image)
            image.delete()


def _held_images(product_id: UUID) -> list[ProductImage]:
    """The product's pictures in their order; nobody else adds or moves one until the commit."""
    Product.objects.select_for_update(no_key=True).get(pk=product_id)
    return list(ProductImage.objects.filter(product_id=product_id))


def _after(last: int | None) -> int:
    return 0 if last is None else last + 1
