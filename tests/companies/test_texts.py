import pytest

from matchmaking.companies.actions.texts import remove_text, write_text
from matchmaking.companies.errors import ChangedMeanwhile
from matchmaking.companies.forms import NewTextForm
from matchmaking.companies.models import CompanyText
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
    for version, headline in enumerate(("Thé", "Thé vert")):
        write_text(company_id=company.pk, language="fr", version=version, headline=headline, description="Du Népal")
    assert said(company) == [("fr", "Thé vert", "Du Népal")]
    assert company.texts.get().history.count() == 2


@pytest.mark.parametrize("version", [0, 1, 3])
def test_write_text_refuses_an_older_version(company, version):
    for seen in (0, 1):
        write_text(company_id=company.pk, language="fr", version=seen, headline="Thé vert", description="")
    with pytest.raises(ChangedMeanwhile):
        write_text(company_id=company.pk, language="fr", version=version, headline="Café", description="")
    assert said(company) == [("fr", "Thé vert", "")]


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
    form = signed_in(alice).get(address).context["form"]
    assert (form["headline"].value(), form["version"].value()) == ("Thé", 1)
    assert signed_in(alice).post(address, {"headline": "Thé vert", "version": 1}).status_code == 302
    assert said(company) == [("fr", "Thé vert", "")]
    assert signed_in(alice).post(address, {"headline": ""}).status_code == 422


def test_the_later_writer_of_a_text_sees_both_and_loses_nothing(alice, company):
    make.company_text(company=company, language="fr", headline="Thé")
    address = at("edit-text", company.slug, "fr")
    write_text(company_id=company.pk, language="fr", version=1, headline="Thé vert", description="Du Népal")
    typed = {"headline": "Thé noir", "description": "Du Népal"}
    response = signed_in(alice).post(address, typed | {"version": 1})
    assert response.status_code == 409
    assert response.context["differences"] == [{"label": "In one line", "theirs": "Thé vert", "yours": "Thé noir"}]
    form = response.context["form"]
    assert (form["headline"].value(), form["version"].value()) == ("Thé noir", "2")
    assert 'id="changed-meanwhile"' in response.content.decode()
    assert said(company) == [("fr", "Thé vert", "Du Népal")]
    assert signed_in(alice).post(address, typed | {"version": 2}).status_code == 302
    assert said(company) == [("fr", "Thé noir", "Du Népal")]


@pytest.mark.parametrize("version", ["", "nonsense", "-1", "9" * 40])
def test_a_text_without_a_true_version_saves_nothing(alice, company, version):
    make.company_text(company=company, language="fr", headline="Thé")
    response = signed_in(alice).post(at("edit-text", company.slug, "fr"), {"headline": "Café", "version": version})
    assert response.status_code in (409, 422)
    assert said(company) == [("fr", "Thé", "")]


def test_of_two_who_add_a_text_in_one_language_the_later_is_told(alice, company, monkeypatch):
    """The colleague's is stored between our look at the languages and our writing."""
    form_is_valid = NewTextForm.is_valid

    def valid_and_then_the_other_writes(form):
        valid = form_is_valid(form)
        CompanyText.objects.get_or_create(company=company, language="fr", defaults={"headline": "Thé vert"})
        return valid

    monkeypatch.setattr(NewTextForm, "is_valid", valid_and_then_the_other_writes)
    response = signed_in(alice).post(at("add-text", company.slug), {"language": "fr", "headline": "Thé noir"})
    assert response.status_code == 409
    assert response.context["form"].errors.as_data()["__all__"][0].code == "changed_meanwhile"
    assert response.context["form"]["headline"].value() == "Thé noir"
    assert said(company) == [("fr", "Thé vert", "")]


def test_remove_text_by_its_button(alice, company):
    make.company_text(company=company, language="fr")
    address = at("remove-text", company.slug, "fr")
    assert signed_in(alice).get(address).status_code == 405
    assert signed_in(alice).post(address).url == at("list-texts", company.slug)
    assert said(company) == []
    assert signed_in(alice).post(address).status_code == 404


def test_a_company_without_texts_is_invited_to_write(alice, company):
    assert b"Nobody knows yet what you do" in signed_in(alice).get(at("list-texts", company.slug)).content
