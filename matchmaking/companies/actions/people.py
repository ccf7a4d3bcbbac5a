"""Who works for a company. It is never without an owner: whoever decides about owners holds the company's row."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from matchmaking.companies.errors import LastOwner, NotAMember
from matchmaking.companies.models import Company, Membership

HAVE_AN_OWNER = "people_of_a_company_have_an_owner"


def remove_member(*, company_id: int, membership_id: int) -> None:
    """The person does not work for the company any more."""
    with refereed():
        hold_company(company_id)
        end_membership(_membership(company_id, pk=membership_id))


def leave_company(*, company_id: int, user_id: int) -> None:
    """The user does not work for the company any more, by his own wish."""
    with refereed():
        hold_company(company_id)
        end_membership(_membership(company_id, user_id=user_id))


def change_role(*, company_id: int, membership_id: int, role: Membership.Role) -> Membership:
    """The person has that role in the company."""
    with refereed():
        hold_company(company_id)
        membership = _membership(company_id, pk=membership_id)
        if role != Membership.Role.OWNER:
            _check_not_the_last_owner(membership)
        membership.role = role
        membership.save()
    return membership


@contextmanager
def refereed() -> Iterator[None]:
    """One transaction. Where the database finds people without an owner, LastOwner says it."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) != HAVE_AN_OWNER:
            raise
        raise LastOwner from error


def hold_company(company_id: int) -> None:
    """Until the commit nobody else decides about the people of this company."""
    Company.objects.select_for_update(no_key=True).get(pk=company_id)


def _membership(company_id: int, **which: int) -> Membership:
    membership = Membership.objects.filter(company_id=company_id, **which).first()
    if membership is None:
        raise NotAMember
    return membership


def _check_not_the_last_owner(membership: Membership) -> None:
    owners = Membership.objects.filter(company_id=membership.company_id, role=Membership.Role.OWNER)
    if membership.role == Membership.Role.OWNER and not owners.exclude(pk=membership.pk).exists():
        raise LastOwner


def end_membership(membership: Membership) -> None:
    """The person does not work for the company any more. Its row is held."""
    _check_not_the_last_owner(membership)
    membership.delete()
