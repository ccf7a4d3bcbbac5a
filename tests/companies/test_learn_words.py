"""The vocabulary: learnt once, found again however it is misspelt."""

import pytest

from matchmaking.companies.actions.vocabulary import learn_words
from matchmaking.companies.models import SearchWord
from matchmaking.companies.queries.vocabulary import similar_words

pytestmark = pytest.mark.django_db


def known():
    return sorted(SearchWord.objects.values_list("word", flat=True))


def test_words_are_learnt_once():
    learn_words(["olive", "oil"])
    learn_words(iter(["olive", "chocolate", "chocolate"]))

    assert known() == ["chocolate", "oil", "olive"]


def test_short_words_and_numbers_are_not_learnt():
    learn_words(["de", "", "2030", "1st", "a4b", "有机", "y" * 65])

    assert known() == ["1st", "a4b"]


def test_learning_takes_one_query_for_any_number_of_words(django_assert_num_queries):
    with django_assert_num_queries(1):
        learn_words(["olive"])
    with django_assert_num_queries(1):
        learn_words([f"word{n}" for n in range(1000)])


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("olive", ["olive", "oliveoil", "olives"]),
        ("oliv", ["olive", "olives", "oliveoil"]),
        ("choclate", ["chocolate"]),
        ("Chocolâte", ["chocolate"]),
        ("machnery", ["machinery"]),
        ("xyzzy", []),
        ("", []),
        ("\0", []),
        ("a" * 10_000, []),
        ("%", []),
        ("'\"\\", []),
        ("🍫", []),
    ],
)
def test_a_word_finds_itself_then_what_it_begins_then_what_looks_like_it(asked, meant):
    learn_words(["olive", "olives", "oliveoil", "chocolate", "machinery", "granite"])

    assert similar_words(asked) == meant or sorted(similar_words(asked)) == sorted(meant)


def test_no_more_than_asked_for():
    learn_words(["olive", "olives", "oliveoil"])

    assert similar_words("olive", limit=1) == ["olive"]
