"""What somebody finds who types digits or words: against the whole Harmonized System, as it is shipped."""

import pytest

from matchmaking.common.encoder import encode
from matchmaking.companies import classification
from matchmaking.companies.actions.classification import load_classification
from matchmaking.companies.models import HsCode, HsLabel, HsTerm, HsWord, Service
from matchmaking.companies.queries.classification import hs_line, search_hs
from tests.vetoes import refused_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_system")]

TABLES = (HsTerm, HsLabel, HsWord, HsCode, Service)


def headings(text, language="en", **kw):
    return [found.code for found in search_hs(text, language=language, **kw)]


def test_everything_that_is_shipped_is_loaded():
    assert {model.__name__: model.objects.count() for model in TABLES} == {
        "HsTerm": 6840 + 3155,
        "HsLabel": sum(len(line.labels) for line in classification.hs_lines()),
        "HsWord": HsWord.objects.count(),
        "HsCode": 6957,
        "Service": 183,
    }
    assert HsWord.objects.get(word="chocolat").headings == ["1704", "1806", "8438"]


def test_loading_again_changes_nothing_and_asks_little(django_assert_num_queries):
    before = HsTerm.objects.order_by("pk").values_list("pk", flat=True)[0]
    said = []
    with django_assert_num_queries(2):
        load_classification(progress=said.append)

    assert said == ["up to date"]
    assert HsTerm.objects.order_by("pk").values_list("pk", flat=True)[0] == before


def test_shipped_vectors_are_those_of_the_shipped_words():
    terms, rows = classification.terms(), classification.vectors()
    picked = [0, 4000, 6839, 6840, len(terms) - 1]
    exact = encode([terms[n].text for n in picked])
    for n, vector in zip(picked, exact, strict=True):
        assert rows[n] @ vector / (rows[n].astype(float) ** 2).sum() ** 0.5 > 0.999


@pytest.mark.parametrize("typed", ["1806", "18 06", "18.06", " 1806 "])
def test_digits_of_a_heading_find_it_with_all_its_subheadings(typed):
    [found] = search_hs(typed, language="en")

    assert found.code == "1806"
    assert [line.code for line in found.subheadings] == ["180610", "180620", "180631", "180632", "180690"]


@pytest.mark.parametrize("typed", ["180632", "1806.32", "18 06.32"])
def test_six_digits_find_one_subheading_under_its_heading(typed):
    [found] = search_hs(typed, language="fr")

    assert (found.code, found.language) == ("1806", "fr")
    assert [line.dotted for line in found.subheadings] == ["1806.32"]


def test_digits_of_a_chapter_find_its_headings():
    assert headings("18", limit=3) == ["1801", "1802", "1803"]


@pytest.mark.parametrize("typed", ["9999", "180699", "1806321", "00"])
def test_digits_that_no_code_has_find_nothing(typed):
    assert search_hs(typed, language="en") == []


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ("chocolate", "1806"),
        ("choclate", "1806"),
        ("vélos électriques", "8711"),
        ("velos electriques", "8711"),
        ("Holzmöbel für Küchen", "9403"),
        ("cerveza artesanal", "2203"),
        ("cyklar", "8712"),
        ("pivo", "2203"),
        ("有机绿茶", "0902"),
        ("زيت الزيتون البكر", "1509"),
        ("подсолнечное масло", "1512"),
        ("醤油", "2103"),
        ("냉장고", "8418"),
        ("มะม่วง", "0804"),
        ("çay", "0902"),
    ],
)
def test_words_of_any_language_find_the_heading(typed, heading):
    assert heading in headings(typed, limit=5)


def test_labels_are_in_the_readers_language_or_in_english():
    [french] = [found for found in search_hs("chocolat", language="fr") if found.code == "1806"]
    [chinese] = [found for found in search_hs("chocolat", language="zh") if found.code == "1806"]

    assert (french.label, french.language) == ("Chocolat et autres préparations alimentaires contenant du cacao", "fr")
    assert (chinese.label, chinese.language) == ("Chocolate and other food preparations containing cocoa", "en")


def test_a_heading_says_by_which_trade_name_it_was_found():
    first = search_hs("e-bikes", language="en")[0]

    assert (first.code, first.found_by) == ("8711", "e-bikes")


@pytest.mark.parametrize(
    "typed", ["", " ", "\0", "🍫", "'", '"; DROP TABLE', "%", "\\", "a" * 10_000, "1" * 10_000, "‮chocolate", "()[]*"]
)
def test_nothing_that_is_typed_does_harm(typed):
    assert len(search_hs(typed, language="en")) <= 8


def test_the_nearest_subheading_comes_first_under_its_heading():
    [cycles] = [found for found in search_hs("electric bicycles", language="en") if found.code == "8711"]

    assert cycles.subheadings[0].code == "871160"


def test_a_search_takes_the_same_queries_for_one_heading_and_for_ten(django_assert_num_queries):
    for limit in (1, 10):
        with django_assert_num_queries(8):
            search_hs("chocolate", language="en", limit=limit)


def test_a_line_is_found_by_its_code_alone():
    assert hs_line("180632", language="en").label == "Not filled"
    assert [hs_line(code, language="en") for code in ("999999", "18", "IV", "", "1806.32")] == [None] * 5


def test_a_term_is_said_once():
    term = HsTerm.objects.filter(kind=HsTerm.Kind.TRADE_NAME)[0]
    with refused_by("hs_term_is_said_once"):
        HsTerm.objects.create(
            code=term.code, kind=term.kind, language=term.language, text=term.text, folded="", meaning=term.meaning
        )
