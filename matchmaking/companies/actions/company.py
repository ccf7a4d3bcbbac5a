"""A company comes to be, and changes."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Literal

from django.core.files.base import File
from django.db import IntegrityError, transaction

from matchmaking.accounts.models import User
from matchmaking.common.uploads import replace_file
from matchmaking.companies import rules
from matchmaking.companies.errors import ChangedMeanwhile, CompanyRefused, VatNumberTaken
from matchmaking.companies.models import Company, Membership


@dataclass(frozen=True, kw_only=True)
class CompanyFacts:
    """What a company says of itself that is the same in every language. `logo`: False removes, None leaves it be."""

    name: str
    country: str
    city: str = ""
    website: str = ""
    linkedin: str = ""
    vat_number: str = ""
    registration_number: str = ""
    founded_in: int | None = None
    employees: str = ""
    logo: "File[bytes] | Literal[False] | None" = None


def create_company(*, owner: User, facts: CompanyFacts, at: datetime) -> Company:
    """The company exists under an address of its own, and its creator owns it."""
    facts = _checked(facts, at=at)
    with transaction.atomic():
        company = _inserted(facts)
        Membership.objects.create(company=company, user=owner, role=Membership.Role.OWNER)
    return company


def change_company(*, company_id: int, version: int, facts: CompanyFacts, at: datetime) -> Company:
    """The company is as the facts say; ChangedMeanwhile if they were filled in over an older version."""
    facts = _checked(facts, at=at)
    try:
        with transaction.atomic():
            company = Company.objects.select_for_update(no_key=True).get(pk=company_id)
            if company.version != version:
                raise ChangedMeanwhile
            _fill(company, facts)
            company.version += 1
            company.save()
    except IntegrityError as error:
        raise _refusal_from(error) from error
    return company


def _checked(facts: CompanyFacts, *, at: datetime) -> CompanyFacts:
    """The facts with their numbers in compact form, or the refusal that says which of them is wrong."""
    vat, registration = facts.vat_number, facts.registration_number
    if facts.website:
        rules.check_web_address(facts.website, field="website")
    if facts.linkedin:
        rules.check_linkedin(facts.linkedin)
    if facts.founded_in is not None:
        rules.check_founded(facts.founded_in, at=at)
    return replace(
        facts,
        vat_number=rules.check_vat_number(vat, country=facts.country) if vat else "",
        registration_number=(
            rules.check_registration_number(registration, country=facts.country) if registration else ""
        ),
    )


def _inserted(facts: CompanyFacts) -> Company:
    """The new row, under the first address that nobody has. Another may take it between our look and our insert."""
    for slug in rules.slugs_for(facts.name):
        if Company.objects.filter(slug=slug).exists():
            continue
        company = Company(slug=slug)
        _fill(company, facts)
        try:
            with transaction.atomic():
                company.save(force_insert=True)
        except IntegrityError as error:
            if not _constraint(error).startswith("companies_company_slug_"):
                raise _refusal_from(error) from error
        else:
            return company
    raise AssertionError("slugs_for() never ends")


def _fill(company: Company, facts: CompanyFacts) -> None:
    for field in fields(facts):
        if field.name != "logo":
            setattr(company, field.name, getattr(facts, field.name))
    replace_file(company, "logo", facts.logo)


def _constraint(error: IntegrityError) -> str:
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""


def _refusal_from(error: IntegrityError) -> CompanyRefused | IntegrityError:
    """What the database's veto means to people. An unexpected veto stays an error."""
    return VatNumberTaken() if _constraint(error) == "one_company_per_vat_number" else error
