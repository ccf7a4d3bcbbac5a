"""What a fair says of itself in its languages, where it is read, and how its colour reads."""

import pytest
from django.urls import reverse
from django.utils import translation

from matchmaking.common.templatetags.tradefair import lang_attrs
from matchmaking.fairs.actions.words import write_texts
from matchmaking.fairs.errors import ChangedMeanwhile
from matchmaking.fairs.models import Fair, FairText
from matchmaking.fairs.queries import sign_of_texts
from matchmaking.organising.rules import colours
from tests import make
from tests.fairs.pages import queries_of, words
from tests.organising.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("during_the_fair")]

NOTHING = {"tagline": "", "description": "", "welcome": ""}


def write(fair, seen=None, **texts):
    sign = sign_of_texts(fair.texts.all()) if seen is None else seen
    said = {language: NOTHING | {"tagline": tagline} for language, tagline in texts.items()}
    write_texts(fair=fair, texts=said, seen=sign)


def said(fair):
    return dict(fair.texts.values_list("language", "tagline"))


def test_write_texts_writes_changes_and_takes_back(fair):
    write(fair, en="At one table", fr="À une table")
    assert said(fair) == {"en": "At one table", "fr": "À une table"}
    write(fair, en="At one table", fr="")
    assert said(fair) == {"en": "At one table"}
    assert FairText.history.filter(fair=fair, language="en").count() == 1  # what did not change was not written


def test_write_texts_tells_the_later_of_two_editors(fair):
    seen = sign_of_texts([])
    write(fair, seen, en="First")
    with pytest.raises(ChangedMeanwhile):
        write(fair, seen, en="Second")
    assert said(fair) == {"en": "First"}


@pytest.mark.parametrize(
    ("reads", "sees"), [("en", "At one table"), ("fr", "À une table"), ("nl", "At one table"), ("fr-be", "À une table")]
)
def test_the_reader_sees_his_language_or_else_the_first(fair, reads, sees):
    write(fair, fr="À une table", en="At one table")
    with translation.override(reads):
        assert Fair.objects.get(pk=fair.pk).text.tagline == sees


def test_a_language_that_the_fair_has_given_up_comes_last():
    fair = make.fair(languages=["nl", "en"])
    make.fair_text(fair=fair, language="de", tagline="An einem Tisch")
    assert fair.text.tagline == "An einem Tisch"
    make.fair_text(fair=fair, language="en", tagline="At one table")
    with translation.override("es"):
        assert Fair.objects.get(pk=fair.pk).text.tagline == "At one table"


def test_the_words_stand_wherever_the_fair_is_shown(client, fair):
    make.fair_text(fair=fair, language="fr", tagline="À une table", description="Tout", welcome="Bienvenue chez nous")
    home = reverse("exhibitors:show-fair", args=[fair.slug])
    marked = lang_attrs("fr")
    for address in ("/", home):
        assert f"{marked}>À une table" in words(client.get(address))
    assert "Bienvenue" not in words(client.get(home))
    client.force_login(make.user())
    assert f"{marked}>À une table" in words(client.get(reverse("fairs:join-fair", args=[fair.slug])))
    client.force_login(make.participant(fair=fair).user)
    assert "Bienvenue chez nous" in words(client.get(home))


def test_home_asks_as_often_for_three_fairs_as_for_one(client, fair):
    make.fair_text(fair=fair)
    few = queries_of(client, "/")
    for _ in range(3):
        make.fair_text()
    assert queries_of(client, "/") == few


# The page ----------------------------------------------------------------


def typed_at(client, fair, **parts):
    """What the page's form holds, with these parts changed."""
    form = client.get(page("edit-texts", fair)).context["form"]
    return {name: form[name].value() for name in form.fields} | parts


def test_the_page_shows_the_languages_side_by_side_and_saves(client, fair, organiser):
    typed = typed_at(client, fair, tagline_en="At one table", description_fr="Tout")
    assert client.post(page("edit-texts", fair), typed).status_code == 302
    shown = words(client.get(page("edit-texts", fair)))
    assert 'value="At one table"' in shown
    assert 'lang="fr"' in shown
    assert said(fair) == {"en": "At one table", "fr": ""}


def test_the_page_refuses_at_the_field(client, fair, organiser):
    response = client.post(page("edit-texts", fair), typed_at(client, fair, tagline_fr="x" * 161))
    assert response.status_code == 422
    assert 'id="id_tagline_fr_error"' in words(response)


def test_the_page_tells_the_later_of_two_and_keeps_what_he_typed(client, fair, organiser):
    typed = typed_at(client, fair, tagline_en="Second")
    write(fair, en="First")
    response = client.post(page("edit-texts", fair), typed)
    assert response.status_code == 409
    assert 'value="Second"' in words(response)
    assert "First" in words(response)
    again = {name: response.context["form"][name].value() for name in typed}
    assert client.post(page("edit-texts", fair), again).status_code == 302
    assert said(fair)["en"] == "Second"


# The colour ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("colour", "is_white", "is_changed", "is_hardly_seen"),
    [
        ("#0f5f8a", True, True, True),  # dark enough for light paper, too dark for the other
        ("#ffff00", False, True, True),
        ("#000000", True, True, True),
        ("#767676", True, True, False),
    ],
)
def test_a_colour_is_judged_on_both_papers(colour, is_white, is_changed, is_hardly_seen):
    found = colours.judge(colour)
    assert (found.is_white_on_it, found.is_changed) == (is_white, is_changed)
    assert found.is_hardly_seen == is_hardly_seen
    assert all(ratio.is_enough for ratio in found.used.values())
    assert found.text_on_it.is_enough


def test_contrast_is_that_of_the_guidelines():
    white, black = colours.linear_of("#ffffff"), colours.linear_of("#000000")
    assert colours.contrast(white, black).value == pytest.approx(21)
    there_and_back = colours.linear_from(colours.oklch_of(colours.linear_of("#8a3b12")))
    assert there_and_back == pytest.approx(colours.linear_of("#8a3b12"), abs=1e-5)


def test_the_page_of_the_contrast_warns_and_does_not_forbid(client, fair, organiser):
    shown = words(client.get(page("show-contrast", fair), {"brand_colour": "#ffff00"}))
    assert 'id="contrast"' in shown
    assert "hardly seen" in shown
    assert "This is not a colour" in words(client.get(page("show-contrast", fair), {"brand_colour": "yellow"}))


def test_the_logo_stands_in_the_bar_of_the_fair(client, fair):
    fair.logo = "fairs/logo.webp"
    fair.save()
    assert 'class="fair-bar__logo" src="/media/fairs/logo.webp"' in words(
        client.get(reverse("exhibitors:show-fair", args=[fair.slug]))
    )
