import uuid

import pytest

from matchmaking.companies.actions import products as acting
from matchmaking.companies.actions.products import ProductFacts
from matchmaking.companies.errors import ChangedMeanwhile, GoodOrService
from matchmaking.companies.models import HsLabel, Product
from tests import make
from tests.companies.pages import at, picture, signed_in, wares
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make.user()


@pytest.fixture
def company(alice):
    return make.company(owner=alice)


@pytest.fixture(autouse=True)
def _code():
    make.hs_code()


def chocolate(**kw):
    return ProductFacts(**{"name": "Chocolate", "language": "en", "hs_code_id": "180632"} | kw)


def test_add_product_puts_it_last(company):
    for name in ("One", "Two", "Three"):
        acting.add_product(company_id=company.pk, facts=chocolate(name=name))
    assert list(company.products.values_list("name", "position")) == [("One", 0), ("Two", 1), ("Three", 2)]


def test_change_product_changes_every_fact():
    product = make.product()
    service = make.service()
    facts = ProductFacts(
        name="Advice",
        language="fr",
        description="Conseil",
        service_id=service.pk,
        certificates=["iso-9001"],
        minimum_order="1 jour",
        incoterms=["DAP", "FOB"],
        lead_time_days=7,
    )
    acting.change_product(product_id=product.pk, version=1, facts=facts)
    product.refresh_from_db()
    assert {name: getattr(product, name) for name in facts.__dataclass_fields__} == vars(facts)


def test_change_product_refuses_an_older_version():
    product = make.product(name="Chocolate")
    acting.change_product(product_id=product.pk, version=1, facts=chocolate(name="Pralines"))
    with pytest.raises(ChangedMeanwhile):
        acting.change_product(product_id=product.pk, version=1, facts=chocolate(name="Truffles"))
    product.refresh_from_db()
    assert (product.name, product.version) == ("Pralines", 2)


@pytest.mark.parametrize("both", [{"hs_code_id": None}, {"service_id": "1B"}])
def test_a_product_is_a_good_or_a_service(company, both):
    make.service()
    with pytest.raises(GoodOrService):
        acting.add_product(company_id=company.pk, facts=chocolate(**both))
    with pytest.raises(GoodOrService):
        acting.change_product(product_id=make.product().pk, version=1, facts=chocolate(**both))
    with refused_by("product_is_a_good_or_a_service"):
        Product.objects.create(company=company, name="Both", **({"hs_code_id": "180632"} | both))


def test_a_product_has_a_name():
    with refused_by("product_has_a_name"):
        make.product(name="")


def test_a_product_code_has_six_digits(company):
    with refused_by("product_code_has_six_digits"):
        Product.objects.create(company=company, name="A heading", hs_code_id="1806")


def test_a_product_stays_with_its_company():
    product = make.product()
    with refused_by("product_stays_with_its_company"):
        Product.objects.filter(pk=product.pk).update(company=make.company())


@pytest.mark.django_db(transaction=True)
def test_remove_product_removes_its_pictures_files():
    make.hs_code()
    product = make.product()
    image = acting.add_image(product_id=product.pk, image=picture(), alternative="").image
    assert image.storage.exists(image.name)
    acting.remove_product(product_id=product.pk)
    assert (Product.objects.count(), image.storage.exists(image.name)) == (0, False)


# The pages ----------------------------------------------------------------


def test_add_product_page(alice, company):
    assert b'id="product-form"' in signed_in(alice).get(at("add-product", company.slug)).content
    sent = wares(certificates=["halal", "kosher"], incoterms=["FOB"], lead_time_days="14", minimum_order="1 pallet")
    response = signed_in(alice).post(at("add-product", company.slug), sent)
    product = company.products.get()
    assert (response.status_code, response.url) == (302, at("edit-product", company.slug, product.pk))
    assert (product.hs_code_id, product.certificates, product.incoterms) == ("180632", ["halal", "kosher"], ["FOB"])
    page = signed_in(alice).get(at("show-product", company.slug, product.pk)).content.decode()
    assert all(word in page for word in ("1806.32", "Halal", "FOB, free on board", "1 pallet", "14 days"))


@pytest.mark.parametrize(
    ("there", "is_back"), [("/fairs/f/exhibitors/s/products/", True), ("//elsewhere.example", False)]
)
def test_whoever_went_aside_to_add_a_product_comes_back(alice, company, there, is_back):
    response = signed_in(alice).post(f"{at('add-product', company.slug)}?next={there}", wares())
    assert response.url == (there if is_back else at("edit-product", company.slug, company.products.get().pk))


def test_a_service_is_chosen_from_its_sector(alice, company):
    sector = make.service("1", "Business services")
    make.service("1B").__class__.objects.filter(pk="1B").update(parent=sector)
    make.service("2", "A sector without lines")
    page = signed_in(alice).get(at("add-product", company.slug))
    assert page.context["form"].fields["service"].choices == [
        ("", "Not a service"),
        ("Business services", [("1B", "Computer services")]),
        ("2", "A sector without lines"),
    ]
    signed_in(alice).post(at("add-product", company.slug), wares(hs_code="", service="1B"))
    assert company.products.get().service_id == "1B"


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"hs_code": "999999"}, "hs_code", "no_such_code"),
        ({"hs_code": "1806"}, "hs_code", "no_such_code"),
        ({"hs_code": "chocolate"}, "hs_code", "nothing_found"),
        ({"hs_code": ""}, "hs_code", "good_or_service"),
        ({"service": "1B"}, "hs_code", "good_or_service"),
        ({"service": "ZZ"}, "service", "invalid_choice"),
        ({"name": ""}, "name", "required"),
        ({"name": "x" * 10_000}, "name", "max_length"),
        ({"description": "a\0b"}, "description", "null_characters_not_allowed"),
        ({"language": "xx"}, "language", "invalid_choice"),
        ({"certificates": ["nobel-prize"]}, "certificates", "invalid_choice"),
        ({"incoterms": ["XXX"]}, "incoterms", "invalid_choice"),
        ({"lead_time_days": "-1"}, "lead_time_days", "min_value"),
        ({"lead_time_days": "99999"}, "lead_time_days", "max_value"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(alice, company, wrong, field, code):
    make.service()
    response = signed_in(alice).post(at("add-product", company.slug), wares(**wrong))
    assert response.status_code == 422
    assert response.context["form"].errors.as_data()[field][0].code == code
    assert not company.products.exists()


def test_edit_product_page(alice, company):
    product = make.product(company=company, name="Chocolate")
    address = at("edit-product", company.slug, product.pk)
    form = signed_in(alice).get(address).context["form"]
    assert (form["name"].value(), form["hs_code"].value()) == ("Chocolate", "1806.32")
    assert form["version"].value() == 1
    assert signed_in(alice).post(address, wares(name="Pralines", version=1)).url == address
    assert company.products.get().name == "Pralines"
    assert signed_in(alice).post(address, wares(name="")).status_code == 422


def test_the_later_editor_of_a_product_sees_both_and_loses_nothing(alice, company):
    product = make.product(company=company, name="Chocolate")
    address = at("edit-product", company.slug, product.pk)
    acting.change_product(product_id=product.pk, version=1, facts=chocolate(name="Pralines", incoterms=["FOB", "CIF"]))
    typed = wares(name="Truffles", incoterms=["FOB"])
    response = signed_in(alice).post(address, typed | {"version": 1})
    assert response.status_code == 409
    assert response.context["differences"] == [
        {"label": "Name", "theirs": "Pralines", "yours": "Truffles"},
        {
            "label": "Incoterms 2020",
            "theirs": "FOB, free on board, CIF, cost, insurance and freight",
            "yours": "FOB, free on board",
        },
    ]
    form = response.context["form"]
    assert (form["name"].value(), form["version"].value()) == ("Truffles", "2")
    assert 'id="changed-meanwhile"' in response.content.decode()
    assert company.products.get().name == "Pralines"
    assert signed_in(alice).post(address, typed | {"version": 2}).status_code == 302
    assert (company.products.get().name, company.products.get().version) == ("Truffles", 3)


@pytest.mark.parametrize("version", ["", "nonsense", "-1", "9" * 40])
def test_a_product_without_a_true_version_is_not_changed(alice, company, version):
    product = make.product(company=company, name="Chocolate")
    sent = wares(name="Changed", version=version)
    response = signed_in(alice).post(at("edit-product", company.slug, product.pk), sent)
    assert response.status_code in (409, 422)
    assert company.products.get().name == "Chocolate"


def test_remove_product_page_asks_first(alice, company):
    product = make.product(company=company)
    address = at("remove-product", company.slug, product.pk)
    assert signed_in(alice).get(address).status_code == 200
    assert company.products.exists()
    assert signed_in(alice).post(address).url == at("list-products", company.slug)
    assert not company.products.exists()


@pytest.mark.parametrize("verb", ["show-product", "edit-product", "remove-product"])
def test_a_product_is_not_found_under_another_companys_address(alice, company, verb):
    elsewhere = make.product(company=make.company(owner=alice))
    client = signed_in(alice)
    assert client.get(at(verb, company.slug, elsewhere.pk)).status_code == 404
    assert client.get(at(verb, elsewhere.company.slug, elsewhere.pk)).status_code == 200
    assert client.get(at(verb, company.slug, uuid.uuid4())).status_code == 404


def test_a_product_in_a_right_to_left_language_says_so(client):
    product = make.product(language="ar", name="شاي")
    page = client.get(at("show-product", product.company.slug, product.pk)).content.decode()
    assert '<h1 lang="ar" dir="rtl">شاي</h1>' in page


def test_an_unknown_certificate_from_an_import_is_shown_as_it_is(client):
    product = make.product(certificates=["old-mark"])
    assert b"old-mark" in client.get(at("show-product", product.company.slug, product.pk)).content


@pytest.mark.parametrize(("language", "words"), [("fr", "Chocolat en blocs"), ("en", "Chocolate, in blocks")])
def test_a_code_is_worded_in_the_readers_language(client, language, words):
    product = make.product()
    HsLabel.objects.create(code=product.hs_code, language="fr", text="Chocolat en blocs", folded="chocolat en blocs")
    address = at("show-product", product.company.slug, product.pk)
    assert words in client.get(address, headers={"accept-language": language}).content.decode()
