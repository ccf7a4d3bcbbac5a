"""Stands and visitors with something to say, for tests of matching."""

from typing import Any

from matchmaking.discovery.actions.matching import carry_out, claim_run, want_run
from matchmaking.discovery.models import Run
from matchmaking.exhibitors.actions.indexing import index_exhibitors
from matchmaking.exhibitors.models import Exhibitor, ShownProduct
from matchmaking.fairs.models import Fair
from matchmaking.visitors.actions.indexing import index_visitors
from matchmaking.visitors.models import SoughtHeading, VisitorProfile
from tests import make
from tests.make import NOW


def stand(fair: Fair, *, sells: str = "180632", **kw: Any) -> Exhibitor:
    """An approved stand with one product and somebody who speaks for it."""
    names = {key: kw.pop(key) for key in ("product", "certificates", "languages", "country") if key in kw}
    company = kw.pop("company", None) or make.company(country=names.get("country", "BE"))
    made = make.exhibitor(fair=fair, company=company, **kw)
    product = make.product(
        company=company,
        name=names.get("product", "Dark chocolate"),
        certificates=names.get("certificates", []),
        hs_code=make.hs_code(sells, names.get("product", "Dark chocolate")),
    )
    ShownProduct.objects.create(exhibitor=made, product=product)
    make.representative(exhibitor=made, user=make.user(spoken_languages=names.get("languages", ["fr", "en"])))
    index_exhibitors([made.pk], at=NOW)
    return made


def visitor(fair: Fair, *, wants: str = "1806", **kw: Any) -> VisitorProfile:
    """A visitor who looks for goods of one heading."""
    made = make.visitor(fair=fair, **{"languages": ["en"], "country": "MX"} | kw)
    if wants:
        make.hs_code(f"{wants}32")
        SoughtHeading.objects.create(profile=made, code_id=wants)
    index_visitors([made.pk], at=NOW)
    return made


def matched(fair: Fair) -> Run:
    """Everybody of the fair has been matched with everybody."""
    run = claim_run(want_run(fair=fair, at=NOW).pk, at=NOW)
    assert run is not None
    carry_out(run, now=lambda: NOW)
    run.refresh_from_db()
    return run
