import pytest

from matchmaking.companies.actions.company import CompanyFacts, change_company
from matchmaking.companies.errors import ChangedMeanwhile, VatNumberTaken
from tests import make
from tests.companies.pages import at, facts, picture, signed_in
from tests.make import NOW

pytestmark = pytest.mark.django_db


def change(company, **kw):
    version = kw.pop("version", company.version)
    said = CompanyFacts(**{"name": company.name, "country": company.country} | kw)
    return change_company(company_id=company.pk, version=version, facts=said, at=NOW)


def test_change_company_raises_the_version():
    company = change(make.company(), name="Brun & Fils", city="Gent")
    company.refresh_from_db()
    assert (company.name, company.city, company.version) == ("Brun & Fils", "Gent", 2)


def test_the_address_stays_when_the_name_changes():
    company = make.company()
    assert change(company, name="Another").slug == company.slug


def test_change_company_refuses_an_older_version():
    company = make.company()
    change(company, name="By the other")
    with pytest.raises(ChangedMeanwhile):
        change(company, name="By me")
    company.refresh_from_db()
    assert company.name == "By the other"


def test_change_company_refuses_the_number_of_another():
    make.company(vat_number="BE0428759497")
    with pytest.raises(VatNumberTaken):
        change(make.company(), vat_number="BE0428759497")


@pytest.mark.django_db(transaction=True)
def test_a_replaced_or_removed_logo_leaves_no_file_behind():
    company = change(make.company(), logo=picture())
    first = company.logo.name
    company = change(company, logo=picture())
    second = company.logo.name
    assert [company.logo.storage.exists(name) for name in (first, second)] == [False, True]
    assert change(company, logo=None).logo.name == second
    company = change(type(company).objects.get(), logo=False)
    assert (company.logo.name, company.logo.storage.exists(second)) == ("", False)


# The page ----------------------------------------------------------------


@pytest.fixture
def alice():
    return make.user()


@pytest.fixture
def company(alice):
    return make.company(owner=alice, name="Brun")


def post(user, company, **more):
    return signed_in(user).post(at("edit-company", company.slug), facts(version=1) | more)


@pytest.mark.parametrize("role", ["owner", "member"])
def test_whoever_works_for_it_changes_it(company, role):
    user = make.membership(company=company, role=role).user
    response = post(user, company, name="Brun & Fils")
    assert (response.status_code, response.url) == (302, at("edit-company", company.slug))
    company.refresh_from_db()
    assert company.name == "Brun & Fils"


def test_the_form_shows_what_is_there(alice, company):
    form = signed_in(alice).get(at("edit-company", company.slug)).context["form"]
    assert (form["name"].value(), form["version"].value()) == ("Brun", 1)


def test_a_page_without_a_logo_chosen_keeps_the_logo(alice, company):
    post(alice, company, logo=picture())
    company.refresh_from_db()
    name = company.logo.name
    post(alice, company, version=2)
    company.refresh_from_db()
    assert (company.logo.name, company.version) == (name, 3)


def test_the_later_editor_sees_both_and_loses_nothing(alice, company):
    change(company, name="By the other", city="Gent", country="FR")
    response = post(alice, company, name="By me", city="Gent", logo=picture())
    assert response.status_code == 409
    assert response.context["differences"] == [
        {"label": "Name", "theirs": "By the other", "yours": "By me"},
        {"label": "Country", "theirs": "France", "yours": "Belgium"},
    ]
    form = response.context["form"]
    assert (form["name"].value(), form["version"].value()) == ("By me", "2")
    content = response.content.decode()
    assert 'id="changed-meanwhile"' in content
    assert "choose the logo again" in content
    assert post(alice, company, name="By me", version=2).status_code == 302
    company.refresh_from_db()
    assert (company.name, company.version) == ("By me", 3)


@pytest.mark.parametrize("version", ["", "nonsense", "-1", "9" * 40])
def test_a_form_without_a_true_version_saves_nothing(alice, company, version):
    assert post(alice, company, name="Changed", version=version).status_code in (409, 422)
    company.refresh_from_db()
    assert company.name == "Brun"


def test_what_is_wrong_is_said_at_the_field(alice, company):
    make.company(vat_number="BE0428759497")
    response = post(alice, company, vat_number="BE0428759497")
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["vat_number"]
