"""Companies and products with what a page shows of them, in a number of queries that does not grow with the list."""

from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch, QuerySet
from django.utils.translation import get_language

from matchmaking.companies.models import Company, HsLabel, Product

if TYPE_CHECKING:
    from typing import TypedDict

    from django_stubs_ext import WithAnnotations

    class Progress(TypedDict):
        text_count: int
        product_count: int

    CompanyWithProgress = WithAnnotations[Company, Progress]


def with_progress(companies: QuerySet[Company]) -> "QuerySet[CompanyWithProgress]":
    """Companies that know how many texts and products they have."""
    return companies.prefetch_related("texts").annotate(
        text_count=Count("texts", distinct=True), product_count=Count("products", distinct=True)
    )


def labels_in_reading(path: str) -> "Prefetch[str]":
    """Of the two dozen labels of each HS code at the end of this path, the one in the reader's language."""
    return Prefetch(path, HsLabel.objects.filter(language=(get_language() or "en")[:2]))


def with_pictures(products: QuerySet[Product]) -> QuerySet[Product]:
    """Products with their class and their pictures."""
    return products.select_related("hs_code", "service").prefetch_related(
        "images", labels_in_reading("hs_code__labels")
    )
