"""The pure parts of both directories: addresses, page numbers, vectors and queries."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.common.directory import Facet, Wanted, is_chapter, is_slug, page_numbers, wanted_by
from matchmaking.common.search import MOST_OWN, Phrase, Term, own_vector, phrase_of, quoted, weighted_vector

FACETS = (
    Facet("country", "country", {"BE", "FR"}.__contains__),
    Facet("chapter", "chapters", is_chapter, is_list=True),
)


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("", Wanted()),
        ("q=&sort=match&page=1", Wanted()),
        ("q=%20dark%20%20tea%00", Wanted(query="dark tea")),
        ("country=FR&country=BE&country=FR", Wanted(chosen={"country": ("BE", "FR")})),
        ("country=XX&chapter=7", Wanted()),
        ("page=3&sort=name&chapter=18", Wanted(chosen={"chapter": ("18",)}, sort="name", page=3)),
        ("page=03", Wanted()),
        ("page=1234567", Wanted()),
        ("sort=price", Wanted()),
    ],
)
def test_an_address_says_what_is_wanted(address, wanted):
    assert wanted_by(QueryDict(address), FACETS) == wanted


@given(st.text(max_size=300))
def test_every_address_is_a_page_and_its_own_address_says_the_same(address):
    wanted = wanted_by(QueryDict(address), FACETS)
    assert wanted_by(QueryDict(wanted.address().removeprefix("?")), FACETS) == wanted


@given(st.text(max_size=400), st.integers(1, 999_999))
def test_every_query_keeps_its_address(query, page):
    asked = QueryDict(mutable=True)
    asked.update({"q": query, "page": str(page)})
    wanted = wanted_by(asked, FACETS)
    assert len(wanted.query) <= 100
    assert wanted_by(QueryDict(wanted.address().removeprefix("?")), FACETS) == wanted


def test_a_filter_is_removed_and_the_first_page_shown():
    wanted = wanted_by(QueryDict("country=BE&country=FR&chapter=18&page=4"), FACETS)
    assert wanted.without("country", "BE") == Wanted(chosen={"country": ("FR",), "chapter": ("18",)})
    assert wanted.without("chapter", "18") == Wanted(chosen={"country": ("BE", "FR")})


@pytest.mark.parametrize(
    ("page", "last", "numbers"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 9, [1, 2, 3, None, 9]),
        (4, 9, [1, 2, 3, 4, 5, 6, None, 9]),
        (5, 9, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (50, 99, [1, None, 48, 49, 50, 51, 52, None, 99]),
        (99, 99, [1, None, 97, 98, 99]),
    ],
)
def test_page_numbers_are_few_and_a_gap_hides_two_at_least(page, last, numbers):
    assert page_numbers(page, last) == numbers


@pytest.mark.parametrize("value", ["", "../x", "a b", "é", "x" * 61, "a\n"])
def test_no_slug(value):
    assert not is_slug(value)


@pytest.mark.parametrize("value", ["", "1", "123", "٣٤", "1a", "18\n"])
def test_no_chapter(value):
    assert not is_chapter(value)


def test_a_word_counts_once_with_its_best_weight():
    assert weighted_vector({"D": ["tea", "cup"], "A": ["tea"], "B": ["tea"]}) == "'tea':1A 'cup':1D"


def test_quotes_and_backslashes_are_letters():
    assert quoted(r"l'\x") == r"'l''\\x'"


def test_a_phrase_forgives_word_by_word():
    phrase = phrase_of(["dark", "tee", "dark"], lambda asked: {"tee": ["tea", "teak"]})
    assert phrase == Phrase((Term("dark"), Term("tee", ("tea", "teak"))))
    assert [term.meant for term in phrase.terms] == ["'dark':*", "'tee':*"]
    assert phrase.terms[1].forgiving == "('tee':* | 'tea' | 'teak')"
    assert phrase_of([], dict.fromkeys) is None


def test_a_phrase_is_corrected_with_words_that_were_seen():
    phrase = Phrase((Term("dark"), Term("choclate", ("chocolat", "chocolate"))))
    assert phrase.corrected([["chocolate"], []]) == "dark chocolate"
    assert phrase.corrected([["chocolate", "chocolat"]]) == "dark chocolat"
    assert phrase.corrected([["other"]]) == ""


@pytest.mark.parametrize(
    ("typed", "known", "is_a_slip"),
    [
        ("choclate", "chocolate", True),
        ("bicyclettes", "bicycles", True),
        ("machnie", "machine", True),
        ("bicyclettes", "billetes", False),
        ("fabric", "fabricacao", False),
        ("holzmobel", "holz", False),
        ("fr", "from", False),
    ],
)
def test_only_a_slip_of_the_fingers_is_corrected(typed, known, is_a_slip):
    assert Phrase((Term(typed, (known,)),)).corrected([[known]]) == (known if is_a_slip else "")


def test_own_words_are_the_best_and_not_too_many():
    many = " ".join(f"detail{n}" for n in range(500))
    vector = own_vector(["Alpha tea"], ["Tea for all"], [many])
    assert vector.startswith("'alpha':1A 'tea':1A 'for':1B 'all':1B 'detail0':1C")
    assert len(vector.split()) == MOST_OWN
