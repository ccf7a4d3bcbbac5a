"""Doors to companies and products. What you may not touch is not in the queryset."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from matchmaking.accounts.models import User
from matchmaking.companies.models import Company, Membership, Product

Reader = User | AnonymousUser


def companies_open_to(user: Reader) -> QuerySet[Company]:
    """Every company has a public page."""
    return Company.objects.all()


def companies_editable_by(user: Reader) -> QuerySet[Company]:
    """Companies that the user works for. An administrator works for all of them."""
    if not user.is_authenticated:
        return Company.objects.none()
    if user.is_superuser:
        return Company.objects.all()
    return Company.objects.filter(pk__in=Membership.objects.filter(user=user).values("company"))


def companies_owned_by(user: Reader) -> QuerySet[Company]:
    """Companies whose people the user may change."""
    if not user.is_authenticated:
        return Company.objects.none()
    if user.is_superuser:
        return Company.objects.all()
    owned = Membership.objects.filter(user=user, role=Membership.Role.OWNER)
    return Company.objects.filter(pk__in=owned.values("company"))


def products_open_to(user: Reader) -> QuerySet[Product]:
    """Products of every company: what is for sale is public."""
    return Product.objects.all()


def products_editable_by(user: Reader) -> QuerySet[Product]:
    """Products of the companies that the user works for."""
    return Product.objects.filter(company__in=companies_editable_by(user))
