"""Products: what companies with a stand at this fair sell, under HS codes or services."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from matchmaking.companies.models import HsCode, Membership, Product, Service
from matchmaking.exhibitors.actions.indexing import index_exhibitors
from matchmaking.exhibitors.models import Exhibitor, ShownProduct
from matchmaking.organising.actions.importing.rooms import change
from matchmaking.organising.actions.importing.rows import (
    CHANGED,
    CREATED,
    SAME,
    Ledger,
    Register,
    Row,
    What,
    differences,
    history_of,
    untouched,
)
from matchmaking.organising.models import Import, ImportedThing
from matchmaking.organising.rules.places import plain

SAID = ("name", "description", "language", "certificates", "minimum_order", "incoterms", "lead_time_days")
STORED = (*SAID, "hs_code", "service", "version", "changed_at")
PRESENT = (Exhibitor.Status.APPROVED, Exhibitor.Status.APPLIED)


class Products(Register):
    kind = Import.Kind.PRODUCTS

    def __init__(self, imported: Import, *, at: datetime) -> None:
        super().__init__(imported, at=at)
        self.codes = set(HsCode.objects.filter(level=HsCode.Level.SUBHEADING).values_list("pk", flat=True))
        self.services = services_by_name()
        self.stands: defaultdict[str, list[Exhibitor]] = defaultdict(list)
        stands = Exhibitor.objects.filter(fair=self.fair, status__in=PRESENT).select_related("company")
        for stand in stands.only("pk", "company_id", "language", "company__name", "company__country"):
            self.stands[plain(stand.company.name)].append(stand)
        self.linked = self._only_linked()

    def _only_linked(self) -> set[int]:
        """Stands that an import has given to companies which it did not make, and nobody of this fair owns."""
        brought = ImportedThing.objects.filter(imported__fair=self.fair, before__isnull=True)
        stands = {int(key) for key in brought.filter(what=What.STAND).values_list("key", flat=True)}
        made = {int(key) for key in brought.filter(what=What.COMPANY).values_list("key", flat=True)}
        if self.by:
            owned = Membership.objects.filter(user=self.by, role=Membership.Role.OWNER)
            made |= set(owned.values_list("company", flat=True))
        manned = set(
            Exhibitor.objects.filter(fair=self.fair, representatives__isnull=False).values_list("pk", flat=True)
        )
        return {
            stand.pk
            for found in self.stands.values()
            for stand in found
            if stand.pk in stands and stand.company_id not in made and stand.pk not in manned
        }

    def learn(self, rows: Sequence[Row]) -> None:
        companies = {stand.company_id for row in rows for stand in self._meant(row)}
        products = list(Product.objects.filter(company__in=companies))
        self.products = {(product.company_id, plain(product.name)): product for product in products}
        self.ours = untouched(self.imported, What.PRODUCT, products)
        if self.by:
            owned = set(Membership.objects.filter(user=self.by, role="owner").values_list("company", flat=True))
            self.ours |= {str(product.pk) for product in products if product.company_id in owned}
        last = Product.objects.filter(company__in=companies).values_list("company").annotate(last=Max("position"))
        self.last = dict(last.order_by())
        shown = ShownProduct.objects.filter(exhibitor__fair=self.fair, exhibitor__company__in=companies)
        self.last_shown = dict(shown.order_by().values_list("exhibitor").annotate(last=Max("position")))

    def _meant(self, row: Row) -> list[Exhibitor]:
        found = self.stands.get(plain(row.get("company")), [])
        country = row.get("country")
        return [stand for stand in found if not country or stand.company.country == country]

    def judge(self, row: Row) -> None:
        stands = self._meant(row)
        if "company" in row.values and len(stands) != 1:
            row.wrong("several_stands" if stands else "no_such_stand", "company")
        if len(stands) == 1 and stands[0].pk in self.linked:
            row.wrong("only_linked", "company")
        facts = {name: row.values[name] for name in SAID if name in row.values}
        facts |= self._classified(row)
        if len(stands) != 1 or "name" not in row.values:
            return
        (stand,) = stands
        key = (stand.company_id, plain(row.values["name"]))
        if not self.once(row, key, "name") or not row.is_good:
            return
        product = self.products.get(key)
        changes = differences(product, facts) if product else facts
        if product and changes and str(product.pk) not in self.ours:
            row.note("note_own_product", "name")
            changes = {}
        row.plan = (stand, product, changes)
        row.outcome = CREATED if product is None else CHANGED if changes else SAME

    def _classified(self, row: Row) -> dict[str, Any]:
        code, service = row.get("hs_code"), row.get("service")
        if bool(code) == bool(service):
            if "hs_code" not in row.said or service:
                row.wrong("good_or_service", "hs_code")
            return {}
        if service:
            known = self.services.get(plain(service))
            if known is None:
                row.wrong("no_such_service", "service")
            return {"service_id": known, "hs_code_id": None}
        return {"hs_code_id": self._code(row, code), "service_id": None}

    def _code(self, row: Row, digits: str) -> str:
        """The code of six digits that is meant: longer ones are of a tariff below it, shorter ones lost a nought."""
        if digits in self.codes:
            return digits
        if len(digits) in (5, 7, 9) and f"0{digits}"[:6] in self.codes:
            digits = f"0{digits}"
            row.note("note_leading_nought", "hs_code", digits=digits[:6])
        elif len(digits) > 6 and digits[:6] in self.codes:
            row.note("note_first_six", "hs_code", digits=digits[:6])
        elif len(digits) in (2, 4):
            row.wrong("hs_code_too_short", "hs_code")
        else:
            row.wrong("no_such_hs_code", "hs_code")
        return digits[:6]

    def write(self, rows: Sequence[Row], ledger: Ledger) -> None:
        self._make([row for row in rows if row.outcome == CREATED], ledger)
        self._change([row for row in rows if row.outcome == CHANGED], ledger)
        index_exhibitors({row.plan[0].pk for row in rows}, at=self.at)

    def _make(self, rows: Sequence[Row], ledger: Ledger) -> None:
        new, shown = [], []
        for row in rows:
            stand, _product, facts = row.plan
            place = self.last.get(stand.company_id, -1) + 1
            self.last[stand.company_id] = place
            beginning = {"language": stand.language, "created_at": self.at}
            product = Product(company_id=stand.company_id, position=place, **beginning | facts)
            seat = self.last_shown.get(stand.pk, -1) + 1
            self.last_shown[stand.pk] = seat
            shown.append(ShownProduct(exhibitor=stand, product=product, position=seat))
            new.append(product)
        made = bulk_create_with_history(new, Product, **history_of(self.by, self.at))
        ShownProduct.objects.bulk_create(shown)
        for row, product in zip(rows, made, strict=True):
            ledger.made(row, What.PRODUCT, product, shows=("version",), name=product.name)

    def _change(self, rows: Sequence[Row], ledger: Ledger) -> None:
        products: list[Product] = []
        for row in rows:
            _stand, product, changes = row.plan
            change(ledger, row, What.PRODUCT, product, changes, product.name)
            product.changed_at = self.at
            products.append(product)
        if products:
            bulk_update_with_history(products, Product, list(STORED), **history_of(self.by, self.at))


def services_by_name() -> dict[str, str]:
    """The codes of services, by code and by every name."""
    known: dict[str, str] = {}
    for code, names in Service.objects.values_list("pk", "names"):
        known |= {plain(str(name)): code for name in (code, *names.values())}
    return known
