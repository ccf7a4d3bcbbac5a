"""Importing products and visitors: what is sold, and what is looked for."""

from datetime import time

import pytest

from matchmaking.companies.models import Product
from matchmaking.exhibitors.models import Exhibitor, ShownProduct
from matchmaking.visitors.models import DirectoryEntry, VisitorProfile
from tests import make
from tests.make import NOW
from tests.organising.tables import brought_in, checked, found, undone

pytestmark = pytest.mark.django_db
HEADER = ["Company", "Country", "Product", "HS code", "Service", "Certificates", "Incoterms", "Lead time", "MOQ"]
BUYER = ["email", "name", "company", "country", "looking for", "HS", "languages", "volume", "from", "to", "visible to"]


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def stand(fair):
    make.hs_code("180632")
    make.hs_code("090210", "Green tea")
    make.service("1B", "Computer services")
    return make.exhibitor(fair=fair, company=make.company(name="Moulin", owner=make.member()), language="fr")


def test_products_come_under_the_company_and_are_shown_at_its_stand(fair, stand):
    make.product(company=stand.company, position=4)
    rows = [
        ["Moulin", "", "Chocolate", "1806.32", "", "HACCP; eu-organic", "FCA, DAP", "14", "1 pallet"],
        ["moulin", "Belgium", "Websites", "", "Computer services", "", "", "", ""],
    ]
    imported = brought_in(fair, "products", HEADER, *rows)
    assert found(imported) == []
    chocolate, websites = Product.objects.filter(position__gt=4).order_by("position")
    assert (chocolate.name, chocolate.hs_code_id, chocolate.service_id, chocolate.language) == (
        "Chocolate",
        "180632",
        None,
        "fr",
    )
    assert (chocolate.certificates, chocolate.incoterms) == (["eu-organic", "haccp"], ["DAP", "FCA"])
    assert (chocolate.lead_time_days, chocolate.minimum_order, chocolate.position) == (14, "1 pallet", 5)
    assert (websites.service_id, websites.hs_code_id) == ("1B", None)
    assert list(ShownProduct.objects.values_list("exhibitor", "product")) == [
        (stand.pk, chocolate.pk),
        (stand.pk, websites.pk),
    ]
    assert "choc" in str(stand.entry.words)
    undone(imported)
    assert Product.objects.count() == 1
    stand.entry.refresh_from_db()
    assert "choc" not in str(stand.entry.words)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1806", "hs_code_too_short"),
        ("999999", "no_such_hs_code"),
        ("chocolate", "no_such_hs_code"),
        ("180632, 090210", "hs_range"),
        ("1806.32-1806.90", "hs_range"),
        ("1806.32 - 1806.90", "hs_range"),
        ("18063210", "note_first_six"),
        ("90210", "note_leading_nought"),
        ("", "good_or_service"),
    ],
)
def test_hs_codes_are_judged(fair, stand, cell, code):
    assert found(checked(fair, "products", HEADER, ["Moulin", "", "Thing", cell])) == [(2, "HS code", code)]


@pytest.mark.parametrize(
    ("cell", "code"), [("HS 1806 32", "180632"), ("1806-32", "180632"), ("0902 10 00", "090210"), ("90210", "090210")]
)
def test_hs_codes_are_read_however_they_are_written(fair, stand, cell, code):
    brought_in(fair, "products", HEADER, ["Moulin", "", "Thing", cell])
    assert Product.objects.get().hs_code_id == code


def test_what_a_row_of_products_may_lack(fair, stand):
    make.exhibitor(fair=fair, company=make.company(name="Double", country="BE"))
    make.exhibitor(fair=fair, company=make.company(name="Double", country="FR"))
    rows = [
        ["Nobody", "", "A", "180632"],
        ["Double", "", "B", "180632"],
        ["Double", "France", "C", "180632"],
        ["Moulin", "", "D", "180632", "Computer services"],
        ["Moulin", "", "E", "", "Cooking"],
        ["Moulin", "", "F", "180632", "", "iso-1"],
        ["Moulin", "", "G", "180632"],
        ["Moulin", "", "g", "180632"],
    ]
    assert found(checked(fair, "products", HEADER, *rows)) == [
        (2, "Company", "no_such_stand"),
        (3, "Company", "several_stands"),
        (5, "HS code", "good_or_service"),
        (6, "Service", "no_such_service"),
        (7, "Certificates", "not_a_choice"),
        (9, "Product", "twice"),
    ]


def test_a_product_of_the_company_itself_stays_and_our_own_is_changed(fair, stand):
    own = make.product(company=stand.company, name="Own", minimum_order="1")
    brought_in(fair, "products", HEADER, ["Moulin", "", "Ours", "180632"])
    rows = [["Moulin", "", name, "090210", "", "", "", "", "9"] for name in ("Own", "Ours")]
    imported = brought_in(fair, "products", HEADER, *rows)
    assert found(imported) == [(2, "Product", "note_own_product")]
    own.refresh_from_db()
    ours = Product.objects.get(name="Ours")
    assert (own.minimum_order, ours.minimum_order, ours.hs_code_id) == ("1", "9", "090210")
    undone(imported)
    ours.refresh_from_db()
    assert (ours.minimum_order, ours.hs_code_id, ours.version) == ("", "180632", 1)


def test_a_company_that_was_only_linked_lists_its_products_itself(fair, stand):
    make.company(name="Elsewhere", owner=make.member())
    brought_in(fair, "exhibitors", ["company", "country"], ["Elsewhere", "BE"])
    assert found(checked(fair, "products", HEADER, ["Elsewhere", "", "A", "180632"])) == [(2, "Company", "only_linked")]


def test_an_exhibitor_whose_products_came_later_is_not_undone_before_them(fair, stand):
    exhibitors = brought_in(fair, "exhibitors", ["company", "country"], ["New", "BE"])
    products = brought_in(fair, "products", HEADER, ["New", "", "A", "180632"])
    undone(exhibitors)
    thing = exhibitors.things.first()
    assert (exhibitors.counts["undo_kept"], thing.kept, thing.kept_for) == (1, "needed", "companies.product")
    undone(products)
    exhibitors.status = "done"
    exhibitors.step = "import"
    exhibitors.save()
    undone(exhibitors)
    assert not Exhibitor.objects.filter(company__name="New").exists()


# Visitors ----------------------------------------------------------------

NEEDS = ["Flour", "1806; 0902.10", "de, English", "pallets", "8", "16:30", "exhibitors"]
WEBER = ["Paul@Example.com", "Paul Weber", "Weber", "Germany", *NEEDS]


def test_a_row_makes_a_visitor_and_what_he_looks_for(fair, stand):
    imported = brought_in(fair, "visitors", BUYER, WEBER)
    assert found(imported) == []
    profile = VisitorProfile.objects.get()
    person = profile.participant
    assert (person.user.email, person.user.name, person.user.country) == ("paul@example.com", "Paul Weber", "DE")
    assert (person.roles, person.status, person.user.spoken_languages) == (["visitor"], "approved", ["de", "en"])
    assert (profile.organisation, profile.country, profile.looking_for) == ("Weber", "DE", "Flour")
    assert sorted(profile.headings.values_list("pk", flat=True)) == ["0902", "1806"]
    assert (profile.languages, profile.volume, profile.visibility) == (["de", "en"], "pallet", "exhibitors")
    assert (profile.works_from, profile.works_to, profile.time_zone) == (time(8), time(16, 30), "Europe/Brussels")
    assert DirectoryEntry.objects.get().profile == profile
    undone(imported)
    assert not VisitorProfile.objects.exists()


def test_what_a_visitor_has_written_himself_stays(fair, stand):
    person = make.participant(fair=fair, user=make.member(email="paul@example.com", name="Paul"))
    make.visitor(participant=person, looking_for="Sugar")
    imported = checked(fair, "visitors", BUYER, WEBER)
    assert found(imported) == [(2, "email", "note_own_profile")]
    assert imported.counts["same"] == 1


def test_our_own_profile_is_changed_and_put_back(fair, stand):
    brought_in(fair, "visitors", BUYER, WEBER)
    changed = [*WEBER[:4], "Tea", "0902", *WEBER[6:]]
    imported = brought_in(fair, "visitors", BUYER, changed)
    profile = VisitorProfile.objects.get()
    assert (imported.counts["changed"], profile.looking_for) == (1, "Tea")
    assert list(profile.headings.values_list("pk", flat=True)) == ["0902"]
    undone(imported)
    profile.refresh_from_db()
    assert (profile.looking_for, profile.version, profile.works_from) == ("Flour", 1, time(8))
    assert sorted(profile.headings.values_list("pk", flat=True)) == ["0902", "1806"]


def test_what_a_row_of_visitors_may_lack(fair, stand):
    rows = [
        ["a@example.com", "A"],
        ["A@example.com", "A"],
        ["b@example.com", ""],
        ["c@example.com", "C", "", "", "", "9999"],
        ["d@example.com", "D", "", "", "", "1801-1810"],
        ["e@example.com", "E", "", "", "", "", "Klingon"],
        ["f@example.com", "F", "", "", "", "", "", "", "17:00", "8:00"],
        ["g@example.com", "G", "", "", "", "", "", "", "25:00", ""],
    ]
    assert found(checked(fair, "visitors", BUYER, *rows)) == [
        (3, "email", "twice"),
        (4, "name", "missing"),
        (5, "HS", "no_such_heading"),
        (7, "languages", "no_such_language"),
        (8, "to", "working_day"),
        (9, "from", "not_a_time"),
    ]


def test_somebody_who_exhibits_becomes_a_visitor_as_well_and_back(fair, stand):
    person = make.participant(fair=fair, user=make.member(email="paul@example.com"), roles=["exhibitor"])
    imported = brought_in(fair, "visitors", BUYER, WEBER)
    person.refresh_from_db()
    assert person.roles == ["exhibitor", "visitor"]
    undone(imported)
    person.refresh_from_db()
    assert person.roles == ["exhibitor"]
