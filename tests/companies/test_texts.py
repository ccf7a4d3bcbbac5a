import pytest

from matchmaking.companies.actions.texts import remove_text, write_text
from tests import make
from tests.companies.pages import at, signed_in
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make.user()


@pytest.fixture
def company(alice):
    return make.company(owner=alice)


def said(company):
    return list(company.texts.values_list("language", "headline", "description"))


def test_write_text_writes_once_and_over(company):
    for headline in ("Thé", "Thé vert"):
        write_text(company_id=company.pk, language="fr", headline=headline, description="Du Népal")
    assert said(company) == [("fr", "Thé vert", "Du Népal")]
    assert company.texts.get().history.count() == 2


def test_remove_text_leaves_the_others(company):
    make.company_text(company=company, language="en")
    make.company_text(company=company, language="fr")
    remove_text(company_id=company.pk, language="fr")
    assert [language for language, *_ in said(company)] == ["en"]


def test_one_text_per_company_and_language(company):
    make.company_text(company=company, language="fr")
    with refused_by("one_text_per_company_and_language"):
        make.company_text(company=company, language="fr")


# The pages ----------------------------------------------------------------


def test_add_text_offers_the_readers_language_first(alice, company):
    page = signed_in(alice).get(at("add-text", company.slug))
    assert page.context["form"]["language"].value() == "en"


def test_add_text_saves_and_leads_to_the_list(alice, company):
    sent = {"language": "ar", "headline": "شاي أخضر", "description": "من نيبال 🍵"}
    response = signed_in(alice).post(at("add-text", company.slug), sent)
    assert (response.status_code, response.url) == (302, at("list-texts", company.slug))
    assert said(company) == [("ar", "شاي أخضر", "من نيبال 🍵")]
    page = signed_in(alice).get(response.url).content.decode()
    assert 'id="text-ar"' in page
    assert 'lang="ar" dir="rtl"' in page


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"language": "en"}, "language", "text_exists"),
        ({"language": "xx"}, "language", "invalid_choice"),
        ({"headline": ""}, "headline", "required"),
        ({"headline": "x" * 10_000}, "headline", "max_length"),
        ({"description": "x" * 10_000}, "description", "max_length"),
        ({"description": "a\0b"}, "description", "null_characters_not_allowed"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(alice, company, wrong, field, code):
    make.company_text(company=company, language="en")
    sent = {"language": "fr", "headline": "Thé", "description": ""} | wrong
    response = signed_in(alice).post(at("add-text", company.slug), sent)
    assert response.status_code == 422
    assert response.context["form"].errors.as_data()[field][0].code == code


def test_edit_text_changes_the_words(alice, company):
    make.company_text(company=company, language="fr", headline="Thé")
    address = at("edit-text", company.slug, "fr")
    assert signed_in(alice).get(address).context["form"]["headline"].value() == "Thé"
    assert signed_in(alice).post(address, {"headline": "Thé vert"}).status_code == 302
    assert said(company) == [("fr", "Thé vert", "")]
    assert signed_in(alice).post(address, {"headline": ""}).status_code == 422


def test_remove_text_by_its_button(alice, company):
    make.company_text(company=company, language="fr")
    address = at("remove-text", company.slug, "fr")
    assert signed_in(alice).get(address).status_code == 405
    assert signed_in(alice).post(address).url == at("list-texts", company.slug)
    assert said(company) == []
    assert signed_in(alice).post(address).status_code == 404


def test_a_company_without_texts_is_invited_to_write(alice, company):
    assert b"Nobody knows yet what you do" in signed_in(alice).get(at("list-texts", company.slug)).content
