"""Which headings a text is about, by hand: names of goods in a plane, each as near to the text as its number says."""

from math import sqrt

import numpy as np
import pytest

from matchmaking.discovery.scoring.guessing import LIKE_A_NAME, MOST_GUESSES, NEARLY_AS_GOOD, Tariff, guess_headings

TEXT = np.array([[1, 0]], dtype=np.float32)
NO_TEXT = np.zeros((0, 2), dtype=np.float32)


def names(*near):
    """A tariff of names that are as near to TEXT as said, with their headings."""
    rows = [[likeness, sqrt(1 - likeness**2)] for _heading, likeness in near]
    meanings = np.array(rows, dtype=np.float32).reshape(len(near), 2)
    return Tariff(meanings, [heading for heading, _likeness in near])


def test_the_nearest_is_guessed_with_those_that_are_nearly_as_near():
    tariff = names(("1806", 0.9), ("1704", 0.9 - NEARLY_AS_GOOD + 0.01), ("1801", 0.9 - NEARLY_AS_GOOD - 0.01))
    assert guess_headings(TEXT, tariff) == {"1806", "1704"}


def test_where_no_name_is_near_nothing_is_guessed():
    assert guess_headings(TEXT, names(("1806", LIKE_A_NAME - 0.01), ("8471", -0.5))) == frozenset()
    assert guess_headings(TEXT, names(("1806", LIKE_A_NAME + 0.01), ("8471", LIKE_A_NAME - 0.01))) == {"1806"}


def test_a_heading_is_as_near_as_the_nearest_of_its_names():
    assert guess_headings(TEXT, names(("1806", 0.1), ("1806", 0.8), ("1704", 0.5))) == {"1806"}


def test_no_more_are_guessed_than_a_reader_looks_through():
    tariff = names(*((f"18{n:02}", 0.9 - n / 100) for n in range(9)))
    assert guess_headings(TEXT, tariff) == {f"18{n:02}" for n in range(MOST_GUESSES)}


def test_many_names_of_one_heading_take_no_other_ones_place():
    tariff = names(*(("1806", 0.9) for _ in range(50)), ("1704", 0.85))
    assert guess_headings(TEXT, tariff) == {"1806", "1704"}


def test_any_of_the_texts_may_be_near():
    texts = np.array([[0, -1], [1, 0]], dtype=np.float32)
    assert guess_headings(texts, names(("1806", 0.9))) == {"1806"}


@pytest.mark.parametrize(("texts", "tariff"), [(NO_TEXT, names(("1806", 0.9))), (TEXT, names())])
def test_without_texts_or_names_nothing_is_guessed(texts, tariff):
    assert guess_headings(texts, tariff) == frozenset()
