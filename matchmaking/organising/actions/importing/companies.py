"""Companies that an import names: found by VAT number or by name and country. What others look after is only linked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import uuid4

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from matchmaking.companies.errors import CompanyRefused
from matchmaking.companies.models import Company, Membership
from matchmaking.companies.rules import check_vat_number, slugs_for
from matchmaking.organising.actions.importing.rooms import change
from matchmaking.organising.actions.importing.rows import Ledger, Row, What, history_of, untouched
from matchmaking.organising.models import Import
from matchmaking.organising.rules.places import plain

FACTS = ("city", "website", "vat_number")
TRIES = 12  # addresses that are tried for a company before it gets one that nobody could guess


class Companies:
    """What is known of the companies of a chunk, and which of them an import of this fair may change."""

    def __init__(self, imported: Import, at: datetime) -> None:
        self.imported, self.by, self.at = imported, imported.by, at
        self.by_name: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self.by_vat: dict[tuple[str, str], int] = {}
        self.countries: set[str] = set()
        owned = (
            Membership.objects.filter(user=self.by, role=Membership.Role.OWNER)
            if self.by
            else Membership.objects.none()
        )
        self.owned = set(owned.values_list("company", flat=True))

    def learn(self, rows: Iterable[Row]) -> None:
        """Names are read once per country; the companies meant, and who works for them, once per chunk."""
        self._read_names({row.values["country"] for row in rows if "country" in row.values})
        wanted = {pk for row in rows for pk in self.meant(row)}
        self.known = Company.objects.in_bulk(wanted)
        self.members: defaultdict[int, dict[int, str]] = defaultdict(dict)
        lived_in = set()
        people = Membership.objects.filter(company__in=wanted).values_list(
            "company", "user", "role", "user__last_login"
        )
        for company, user, role, last_login in people:
            self.members[company][user] = role
            if last_login:
                lived_in.add(company)
        ours = untouched(self.imported, What.COMPANY, self.known.values())
        self.ours = {pk for pk in self.known if pk in self.owned or (str(pk) in ours and pk not in lived_in)}

    def _read_names(self, countries: set[str]) -> None:
        fresh = countries - self.countries
        if not fresh:
            return
        self.countries |= fresh
        rows = Company.objects.filter(country__in=fresh).values_list("pk", "name", "country", "vat_number")
        for pk, name, country, vat in rows.iterator():
            self._note(pk, name, country, vat)

    def _note(self, pk: int, name: str, country: str, vat: str) -> None:
        if pk not in self.by_name[plain(name), country]:
            self.by_name[plain(name), country].append(pk)
        if vat:
            self.by_vat[country, vat] = pk

    def vat_of(self, row: Row) -> str:
        """The VAT number in compact form; empty if none is said or it is wrong, which the row then says."""
        number = row.get("vat_number")
        if not number or "country" not in row.values:
            return ""
        try:
            return check_vat_number(number, country=row.values["country"])
        except CompanyRefused:
            return ""

    def meant(self, row: Row) -> list[int]:
        """The companies that the row may mean."""
        vat = self.by_vat.get((row.get("country"), self.vat_of(row)))
        return [vat] if vat else self.by_name.get((plain(row.get("company")), row.get("country")), [])

    def judge(self, row: Row) -> Company | None:
        """The company that is meant; None for a new one, or if the row says that it is not clear which."""
        if row.get("vat_number") and not self.vat_of(row):
            row.wrong("not_a_vat_number", "vat_number")
        found = self.meant(row)
        if len(found) > 1:
            row.wrong("several_companies", "company")
            return None
        company = self.known.get(found[0]) if found else None
        if company and plain(company.name) != plain(row.get("company")):
            row.note("note_matched_by_vat", "vat_number", company=company.name)
        return company

    def facts_of(self, row: Row) -> dict[str, Any]:
        """What the row says of the company as it is stored."""
        facts = {name: row.values[name] for name in FACTS if name in row.values}
        return facts | ({"vat_number": self.vat_of(row)} if "vat_number" in facts else {})

    def make(self, rows: Sequence[tuple[Row, Mapping[str, Any]]], ledger: Ledger) -> list[Company]:
        """A new company for each row, under an address of its own."""
        addresses = free_addresses([row.get("company") for row, _ in rows])
        new = [
            Company(name=row.get("company"), country=row.get("country"), slug=slug, created_at=self.at, **facts)
            for (row, facts), slug in zip(rows, addresses, strict=True)
        ]
        made: list[Company] = bulk_create_with_history(new, Company, **history_of(self.by, self.at))
        for (row, _), company in zip(rows, made, strict=True):
            ledger.made(row, What.COMPANY, company, shows=("version",), name=company.name)
            self._note(company.pk, company.name, company.country, company.vat_number)
        return made

    def change(self, rows: Sequence[tuple[Row, Company, dict[str, Any]]], ledger: Ledger) -> None:
        for row, company, changes in rows:
            change(ledger, row, What.COMPANY, company, changes, company.name)
            company.changed_at = self.at
        if rows:
            fields = [*FACTS, "version", "changed_at"]
            companies = [company for _, company, _ in rows]
            bulk_update_with_history(companies, Company, fields, **history_of(self.by, self.at))


def free_addresses(names: Sequence[str]) -> list[str]:
    """An address for each name that no company has, and no other of these."""
    wishes = [list(islice(slugs_for(name), TRIES)) for name in names]
    taken = set(
        Company.objects.filter(slug__in={slug for wish in wishes for slug in wish}).values_list("slug", flat=True)
    )
    chosen = []
    for wish in wishes:
        slug = next((slug for slug in wish if slug not in taken), f"{wish[0]}-{uuid4().hex[:8]}")
        taken.add(slug)
        chosen.append(slug)
    return chosen
