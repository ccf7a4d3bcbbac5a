"""The organisation that lasts: who it is, who works for it, what it sells and how that is classified."""

from matchmaking.companies.models.classification import HsCode, HsLabel, HsTerm, HsWord, SearchWord, Service
from matchmaking.companies.models.company import Company, CompanyText, Membership
from matchmaking.companies.models.product import Certificate, Incoterm, Product, ProductImage, Volume

__all__ = [
    "Certificate",
    "Company",
    "CompanyText",
    "HsCode",
    "HsLabel",
    "HsTerm",
    "HsWord",
    "Incoterm",
    "Membership",
    "Product",
    "ProductImage",
    "SearchWord",
    "Service",
    "Volume",
]
