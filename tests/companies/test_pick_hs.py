"""The picker: digits or words become a code that exists, with and without JavaScript, and nothing typed is lost."""

import pytest
from django import forms
from django.core.cache import cache
from django.http import QueryDict
from django.urls import reverse

from matchmaking.companies.forms_hs import HsCodeField, HsHeadingsField
from matchmaking.companies.models import HsCode
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_system")]


class OneForm(forms.Form):
    hs_code = HsCodeField(required=False)


class ManyForm(forms.Form):
    headings = HsHeadingsField(required=False)


def one(**said):
    return OneForm(_posted(said))


def many(**said):
    return ManyForm(_posted(said))


def _posted(said):
    data = QueryDict(mutable=True)
    for name, value in said.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def codes(form, name):
    return [error.code for error in form.errors.as_data().get(name, [])]


@pytest.mark.parametrize("typed", ["180632", "1806.32", " 1806 32 "])
def test_a_code_is_taken_with_or_without_its_dot(typed):
    form = one(hs_code=typed)

    assert form.is_valid()
    assert form.cleaned_data == {"hs_code": "180632"}


def test_nothing_typed_is_no_code():
    form = one(hs_code="")

    assert form.is_valid()
    assert form.cleaned_data == {"hs_code": ""}


@pytest.mark.parametrize(
    ("typed", "why"),
    [("180699", "no_such_code"), ("9999", "no_such_code"), ("18", "no_such_code"), ("1806", "no_such_code")],
)
def test_a_code_that_does_not_exist_is_refused_with_the_nearest_ones(typed, why):
    form = one(hs_code=typed)

    assert codes(form, "hs_code") == [why]
    assert 'type="radio"' in str(form) or typed == "9999"


def test_words_come_back_with_candidates_and_nothing_is_lost():
    form = one(hs_code="tablettes de chocolat")

    assert codes(form, "hs_code") == ["choose"]
    shown = str(form)
    assert 'value="tablettes de chocolat"' in shown
    assert 'name="hs_code_choice" value="180632"' in shown
    assert 'name="hs_code_asked" value="tablettes de chocolat"' in shown


def test_the_candidate_that_is_chosen_is_the_code():
    form = one(hs_code="chocolat", hs_code_asked="chocolat", hs_code_choice="180632")

    assert form.is_valid()
    assert form.cleaned_data == {"hs_code": "180632"}


def test_a_candidate_for_other_words_than_are_typed_now_does_not_count():
    form = one(hs_code="090111", hs_code_asked="chocolat", hs_code_choice="180632")

    assert form.is_valid()
    assert form.cleaned_data == {"hs_code": "090111"}


@pytest.mark.parametrize("typed", ["🍫", "\0", "'\"<script>", "x" * 10_000, "1" * 10_000, "‮كود"])
def test_nothing_that_is_typed_does_harm(typed):
    for form in (one(hs_code=typed), many(headings=typed)):
        assert not form.is_valid()
        assert "<script>" not in str(form)


@pytest.mark.parametrize("chosen", ["IV", "999999", "", "180632 OR 1=1"])
def test_a_choice_that_was_never_offered_is_no_code(chosen):
    assert not one(hs_code="chocolat", hs_code_asked="chocolat", hs_code_choice=chosen).is_valid()


def test_a_code_is_shown_with_its_label_in_the_readers_language(settings):
    shown = str(OneForm(initial={"hs_code": "1806.32"}))

    assert "1806.32</span> <span lang=" in shown
    assert "Not filled" in shown


def test_headings_are_ticked_or_typed():
    form = many(headings="0902; 2203", headings_choice=["1806", "0902"])

    assert form.is_valid()
    assert [row.pk for row in form.cleaned_data["headings"]] == ["1806", "0902", "2203"]


def test_words_come_back_as_boxes_and_what_is_ticked_stays():
    form = many(headings="chocolat", headings_choice=["0902"])

    assert codes(form, "headings") == ["choose"]
    shown = str(form)
    assert 'value="0902" checked' in shown
    assert '<input type="checkbox" name="headings_choice" value="1806">' in shown


@pytest.mark.parametrize("bad", ["180632", "9999", "IV", "18"])
def test_what_is_no_heading_is_refused(bad):
    assert codes(many(headings_choice=[bad]), "headings") == ["not_a_heading"]


def test_a_form_may_be_filled_with_rows_or_codes():
    row = HsCode.objects.get(pk="1806")

    assert 'value="1806" checked' in str(ManyForm(initial={"headings": [row]}))
    assert 'value="1806" checked' in str(ManyForm(initial={"headings": ["1806"]}))
    assert "checked" not in str(ManyForm())


def test_the_list_shows_codes_under_their_heading_with_their_language(client):
    client.force_login(make.user())

    answer = client.get(reverse("companies:search-hs"), {"q": "Schokolade"}, headers={"accept-language": "fr"})

    shown = answer.content.decode()
    assert answer.status_code == 200
    assert 'role="option" aria-selected="false" data-code="1806.32"' in shown
    assert "<html" not in shown


def test_the_list_of_headings_has_no_subheadings(client):
    client.force_login(make.user())

    shown = client.get(reverse("companies:search-hs"), {"q": "chocolate", "digits": "4"}).content.decode()

    assert 'data-code="1806"' in shown
    assert "1806.32" not in shown


def test_the_same_text_is_looked_for_once(client, django_assert_max_num_queries):
    client.force_login(make.user())
    address = reverse("companies:search-hs")
    first = client.get(address, {"q": "Choclate "})

    with django_assert_max_num_queries(3):
        again = client.get(address, {"q": "choclate"})

    assert again.content == first.content
    cache.clear()


@pytest.mark.parametrize("text", ["", "\0", "🍫", "a" * 10_000, "\ud800", "%00'\""])
def test_any_text_gets_an_answer(client, text):
    client.force_login(make.user())

    assert client.get(reverse("companies:search-hs"), {"q": text.encode("utf-8", "replace")}).status_code == 200


def test_a_stranger_is_asked_to_sign_in(client):
    answer = client.get(reverse("companies:search-hs"), {"q": "chocolate"})

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_login"))


def test_it_only_reads(client):
    client.force_login(make.user())

    assert client.post(reverse("companies:search-hs"), {"q": "chocolate"}).status_code == 405
