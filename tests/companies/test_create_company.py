import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from matchmaking.companies.actions.company import CompanyFacts, create_company
from matchmaking.companies.errors import VatNumberTaken
from matchmaking.companies.models import Company, Membership
from tests import make
from tests.companies.pages import at, facts, picture, signed_in
from tests.make import NOW
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db


def create(**kw):
    owner = kw.pop("owner", None) or make.user()
    return create_company(owner=owner, facts=CompanyFacts(**{"name": "Brun", "country": "BE"} | kw), at=NOW)


def test_create_company_makes_its_creator_the_owner():
    alice = make.user()
    company = create(owner=alice, vat_number="be 428.759.497", website="https://brun.example.com")
    assert list(company.memberships.values_list("user", "role")) == [(alice.pk, Membership.Role.OWNER)]
    assert (company.slug, company.vat_number, company.version) == ("brun", "BE0428759497", 1)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("上海茶叶", "shanghaichaye"),
        ("Ωμέγα", "omega"),
        ("Œuvre & Fils", "oeuvre-fils"),
        ("!!!", "company"),
        ("new", "new-2"),
        ("x" * 120, "x" * 60),
    ],
)
def test_an_address_is_latin_whatever_the_script(name, slug):
    assert create(name=name).slug == slug


def test_a_taken_address_gets_a_number():
    assert [create().slug for _ in range(3)] == ["brun", "brun-2", "brun-3"]


def test_an_address_taken_between_look_and_insert_gets_the_next_number(monkeypatch):
    create()
    monkeypatch.setattr("django.db.models.query.QuerySet.exists", lambda query: False)
    assert create().slug == "brun-2"


def test_a_vat_number_belongs_to_one_company_of_a_country():
    create(vat_number="BE0428759497")
    with pytest.raises(VatNumberTaken):
        create(vat_number="0428.759.497")
    with refused_by("one_company_per_vat_number"):
        make.company(vat_number="BE0428759497")
    make.company(vat_number="BE0428759497", country="FR")


def test_a_company_has_a_name():
    with refused_by("company_has_a_name"):
        make.company(name="")


def test_company_country_is_a_code():
    with refused_by("company_country_is_a_code"):
        make.company(country="be")


# The page ----------------------------------------------------------------


def post(user=None, **more):
    return signed_in(user or make.user()).post(at("create-company"), facts(**more))


def errors(response):
    assert response.status_code == 422
    return response.context["form"].errors.as_data()


def codes(response):
    return {field: [error.code for error in found] for field, found in errors(response).items()}


def test_the_page_creates_and_leads_to_the_first_text():
    alice = make.user()
    response = post(alice, logo=picture(), founded_in="1999", employees="10-49")
    company = Company.objects.get()
    assert response.status_code == 302
    assert response.url == at("add-text", company.slug)
    assert company.logo.name.endswith(".webp")
    assert (company.founded_in, company.employees) == (1999, "10-49")


def test_the_page_shows_an_empty_form():
    response = signed_in(make.user()).get(at("create-company"))
    assert response.status_code == 200
    assert b'id="company-form"' in response.content


def test_anonymous_is_asked_to_sign_in(client):
    response = client.get(at("create-company"))
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


@pytest.mark.parametrize("name", ["🍫 Chocolat 🍫", "شركة الشوكولاتة", "Ж" * 120])
def test_emoji_right_to_left_and_long_names_work(name):
    assert post(name=name).status_code == 302
    company = Company.objects.get()
    assert company.name == name
    assert signed_in(make.user()).get(at("show-company", company.slug)).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"name": ""}, {"name": ["required"]}),
        ({"name": "   "}, {"name": ["required"]}),
        ({"name": "x" * 10_000}, {"name": ["max_length"]}),
        ({"name": "a\0b"}, {"name": ["null_characters_not_allowed"]}),
        ({"country": "ZZ"}, {"country": ["invalid_choice"]}),
        ({"vat_number": "BE0428759498"}, {"vat_number": ["vat_number_wrong"]}),
        ({"registration_number": "0428.759.498"}, {"registration_number": ["registration_number_wrong"]}),
        ({"website": "http://localhost/"}, {"website": ["address_not_public"]}),
        ({"website": "ftp://example.com/"}, {"website": ["address_not_public"]}),
        ({"website": "javascript:alert(1)"}, {"website": ["invalid"]}),
        ({"website": "https://example.com/" + "x" * 1000}, {"website": ["max_length"]}),
        ({"linkedin": "https://linkedin.com.evil.example.org/x"}, {"linkedin": ["not_on_linkedin"]}),
        ({"linkedin": "https://192.168.0.1/x"}, {"linkedin": ["address_not_public"]}),
        ({"founded_in": "9999"}, {"founded_in": ["founded_in_the_future"]}),
        ({"employees": "many"}, {"employees": ["invalid_choice"]}),
    ],
)
def test_each_wrong_thing_is_said_at_its_field(wrong, expected):
    found = codes(post(**wrong))
    assert {field: sorted(set(codes)) for field, codes in found.items()} == {
        field: sorted(set(codes)) for field, codes in expected.items()
    }
    assert not Company.objects.exists()


def test_a_wrong_vat_number_shows_what_one_looks_like():
    [error] = errors(post(vat_number="BE0428759498"))["vat_number"]
    assert error.messages == [
        "This is not a VAT number of the chosen country. Check each digit; one looks like BE 0428.759.497."
    ]


def test_a_taken_vat_number_does_not_say_whose_it_is():
    make.company(name="Rival", vat_number="BE0428759497")
    response = post(vat_number="BE0428759497")
    assert codes(response) == {"vat_number": ["vat_number_taken"]}
    assert b"is here already" in response.content
    assert b"Rival" not in response.content


def test_an_upload_of_60_megabytes_is_refused_at_its_field():
    huge = picture()
    huge.file.seek(0, 2)
    huge.file.write(b"\0" * 60 * 1024 * 1024)
    huge.file.seek(0)
    response = post(logo=huge)
    assert codes(response) == {"logo": ["too_large"]}
    assert response.context["form"]["name"].value() == "Atelier Brun"


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<!doctype html><script>alert(1)</script>"]
)
def test_a_script_named_png_is_refused_at_its_field(content):
    logo = SimpleUploadedFile("logo.png", content, "image/png")
    assert codes(post(logo=logo)) == {"logo": ["not_an_image"]}


@pytest.mark.parametrize(
    ("there", "then"),
    [
        ("/fairs/wereldmarkt/exhibit/", "/fairs/wereldmarkt/exhibit/"),
        ("https://elsewhere.example/", "/companies/atelier-brun/texts/new/"),
    ],
)
def test_whoever_went_aside_to_add_a_company_comes_back(there, then):
    response = signed_in(make.user()).post(f"{at('create-company')}?next={there}", facts())
    assert response.url == then
