import pytest

from matchmaking.companies.models import HsCode, HsLabel, HsTerm, Product
from tests import make
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "level"), [("XXII", 2), ("1", 2), ("18", 0), ("180", 4), ("1806", 6), ("18063A", 6), ("18.06", 4)]
)
def test_an_hs_code_has_the_digits_of_its_level(code, level):
    parent = make.hs_code("180632").parent if level else None
    with refused_by("hs_code_has_the_digits_of_its_level"):
        HsCode.objects.create(code=code, level=level, parent=parent, description="Nothing")


@pytest.mark.parametrize(("code", "level", "has_parent"), [("XX", 0, True), ("94", 2, False)])
def test_only_sections_have_no_parent(code, level, has_parent):
    parent = make.hs_code() if has_parent else None
    with refused_by("only_sections_have_no_parent"):
        HsCode.objects.create(code=code, level=level, parent=parent, description="Furniture")


def test_one_label_per_code_and_language():
    code = make.hs_code()
    HsLabel.objects.create(code=code, language="fr", text="Chocolat", folded="chocolat")
    HsLabel.objects.create(code=code, language="nl", text="Chocolade", folded="chocolade")
    with refused_by("one_label_per_code_and_language"):
        HsLabel.objects.create(code=code, language="fr", text="Cacao", folded="cacao")


def test_an_hs_term_is_said_once():
    term = {"code": make.hs_code(), "kind": "name", "text": "pralines", "folded": "pralines"}
    meaning = [0.0] * HsTerm._meta.get_field("meaning").dimensions
    HsTerm.objects.create(**term, language="fr", meaning=meaning)
    HsTerm.objects.create(**term, language="nl", meaning=meaning)
    with refused_by("hs_term_is_said_once"):
        HsTerm.objects.create(**term, language="fr", meaning=meaning)


def test_one_company_per_vat_number():
    make.company(vat_number="BE0403019261")
    with refused_by("one_company_per_vat_number"):
        make.company(vat_number="BE0403019261")


def test_companies_without_a_vat_number_are_many():
    assert make.company(vat_number="") != make.company(vat_number="")


def test_a_company_has_a_name():
    with refused_by("company_has_a_name"):
        make.company(name="")


@pytest.mark.parametrize("country", ["", "be", "B", "B1"])
def test_a_companys_country_is_a_code(country):
    with refused_by("company_country_is_a_code"):
        make.company(country=country)


def test_one_text_per_company_and_language():
    first = make.company_text(language="fr")
    make.company_text(company=first.company, language="en")
    with refused_by("one_text_per_company_and_language"):
        make.company_text(company=first.company, language="fr")


def test_one_membership_per_person_and_company():
    first = make.membership()
    make.membership(user=first.user)
    with refused_by("one_membership_per_person_and_company"):
        make.membership(user=first.user, company=first.company)


@pytest.mark.parametrize("is_both", [True, False])
def test_a_product_is_a_good_or_a_service(is_both):
    codes = {"hs_code": make.hs_code(), "service": make.service()} if is_both else {"hs_code": None}
    with refused_by("product_is_a_good_or_a_service"):
        make.product(**codes)


def test_a_products_code_has_six_digits():
    with refused_by("product_code_has_six_digits"):
        make.product(hs_code=make.hs_code().parent)


def test_a_product_has_a_name():
    with refused_by("product_has_a_name"):
        make.product(name="")


def test_a_product_stays_with_its_company():
    product = make.product()
    with refused_by("product_stays_with_its_company"):
        Product.objects.filter(pk=product.pk).update(company=make.company())
