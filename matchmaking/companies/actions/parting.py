"""Somebody deletes his account."""

from datetime import datetime

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from matchmaking.accounts.models import User
from matchmaking.common.uploads import forget_file
from matchmaking.companies.actions.people import end_membership, hold_company
from matchmaking.companies.errors import LastOwner
from matchmaking.companies.models import Company, Membership, ProductImage


def part(*, user: User, at: datetime) -> list[str]:
    """The person works for no company any more. One whose people would be left without an owner keeps him."""
    reasons = []
    for company in Company.objects.filter(memberships__user=user).order_by("pk"):
        hold_company(company.pk)
        membership = Membership.objects.get(company=company, user=user)
        if not Membership.objects.filter(company=company).exclude(user=user).exists():
            membership.delete()
            _close(company)
            continue
        try:
            end_membership(membership)
        except LastOwner:
            reasons.append(
                _("%(company)s needs an owner. Make one of your colleagues an owner first.") % {"company": company.name}
            )
    return reasons


def _close(company: Company) -> None:
    """A company for which nobody works is gone, unless it has had a stand: fairs remember who was there."""
    images = list(ProductImage.objects.filter(product__company=company))
    logo = company.logo
    try:
        company.delete()
    except ProtectedError:
        return
    for file in (logo, *(image.image for image in images)):
        forget_file(file)
