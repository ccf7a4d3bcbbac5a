"""What a stand says of itself and what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.core.files.base import File

from matchmaking.common.uploads import replace_file
from matchmaking.companies.models import Product
from matchmaking.exhibitors import rules
from matchmaking.exhibitors.actions.indexing import index_exhibitors
from matchmaking.exhibitors.actions.referee import hold_exhibitor, refereed
from matchmaking.exhibitors.errors import ChangedMeanwhile, ProductOfAnother
from matchmaking.exhibitors.models import Exhibitor, ShownProduct


@dataclass(frozen=True, kw_only=True)
class StandFacts:
    """What a stand says of itself. `picture`: False removes it, None leaves it be."""

    headline: str = ""
    pitch: str = ""
    language: str = "en"
    markets: Sequence[str] = ()
    volumes: Sequence[str] = ()
    website: str = ""
    linkedin: str = ""
    picture: "File[bytes] | Literal[False] | None" = None


def change_stand(*, exhibitor_id: int, version: int, facts: StandFacts, at: datetime) -> Exhibitor:
    """The stand is as the facts say; ChangedMeanwhile if they were filled in over an older version."""
    with refereed():
        exhibitor = hold_exhibitor(exhibitor_id)
        rules.check_exhibiting(exhibitor)
        if exhibitor.version != version:
            raise ChangedMeanwhile
        for field in fields(facts):
            if field.name != "picture":
                setattr(exhibitor, field.name, getattr(facts, field.name))
        exhibitor.markets, exhibitor.volumes = list(facts.markets), list(facts.volumes)
        replace_file(exhibitor, "picture", facts.picture)
        exhibitor.version += 1
        exhibitor.save()
        index_exhibitors([exhibitor.pk], at=at)
    return exhibitor


def show_products(*, exhibitor: Exhibitor, product_ids: Sequence[UUID], at: datetime) -> None:
    """The stand shows these products of its company, in this order, and no others."""
    with refereed():
        ours = hold_exhibitor(exhibitor.pk)
        rules.check_exhibiting(ours)
        wanted = list(dict.fromkeys(product_ids))
        own = set(Product.objects.filter(company=ours.company_id, pk__in=wanted).values_list("pk", flat=True))
        if own != set(wanted):
            raise ProductOfAnother
        ShownProduct.objects.filter(exhibitor=ours).delete()
        ShownProduct.objects.bulk_create(
            ShownProduct(exhibitor=ours, product_id=pk, position=position) for position, pk in enumerate(wanted)
        )
        index_exhibitors([ours.pk], at=at)
