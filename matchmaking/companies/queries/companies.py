"""Companies and products with what a page shows of them, in a number of queries that does not grow with the list."""

from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet

from matchmaking.companies.models import Company, Product

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


def with_pictures(products: QuerySet[Product]) -> QuerySet[Product]:
    """Products with their class and their pictures."""
    return products.select_related("hs_code", "service").prefetch_related("images")
