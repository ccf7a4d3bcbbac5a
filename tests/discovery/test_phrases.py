"""Texts in pieces that can be compared, and what their words alone say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.common.encoder import DIMENSIONS, LANGUAGES
from matchmaking.discovery.rules import (
    LONGEST_PHRASE,
    digest_of,
    is_compared,
    phrases_of,
    vectors_of_words,
)

LONG = "We look for dark chocolate in bars of one hundred grams, with seventy per cent of cocoa and more, for our shops"
OTHER = "Our forty shops in the north of Mexico sell sweets, biscuits and coffee to families, schools and small hotels"


# Phrases ----------------------------------------------------------------


def test_sentences_are_phrases():
    assert phrases_of(f"{LONG}. {OTHER}!", 4) == [f"{LONG}.", f"{OTHER}!"]


def test_lines_and_points_of_a_list_are_phrases_without_their_dashes():
    assert phrases_of(f"- {LONG}\r\n\r\n• {OTHER}", 4) == [LONG, OTHER]


def test_what_is_short_is_joined_with_what_is_before_it():
    assert phrases_of("Dark chocolate. Pralines. Cocoa butter.", 4) == ["Dark chocolate. Pralines. Cocoa butter."]
    assert phrases_of(f"{LONG}. Pralines.", 4) == [f"{LONG}.", "Pralines."]


def test_no_more_phrases_are_made_than_are_wanted():
    assert phrases_of(f"{LONG}. {OTHER}.", 1) == [f"{LONG}."]
    assert phrases_of(LONG, 0) == []


def test_what_is_short_still_finds_room_in_the_last_one():
    assert phrases_of("Dark chocolate. Pralines.", 1) == ["Dark chocolate. Pralines."]


def test_a_sentence_is_said_once():
    assert phrases_of(f"{LONG}. {LONG}. {OTHER}.", 4) == [f"{LONG}.", f"{OTHER}."]


def test_a_word_of_a_short_sentence_counts_twice_and_of_a_long_one_four_times():
    assert phrases_of("Chocolate, CHOCOLATE chocolate chocolate bars", 4) == ["Chocolate, CHOCOLATE bars"]
    assert phrases_of("chocolate " * 9, 4) == ["chocolate chocolate"]
    many = " ".join(f"word{n} and" for n in range(30))
    assert sum(phrase.split().count("and") for phrase in phrases_of(many, 1)) == 4


@pytest.mark.parametrize(
    "link", ["https://chocolate.example/a?b=c", "http://x.example", "www.chocolate.example", "ana@chocolate.example"]
)
def test_a_link_or_an_address_says_nothing(link):
    assert phrases_of(f"Dark chocolate {link} from Wavre", 4) == ["Dark chocolate from Wavre"]
    assert phrases_of(link, 4) == []


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "1806.32", "+32 2 123 45 67", "a", "-", "§ 5", "🍫🍫"])
def test_what_has_no_words_has_no_phrases(text):
    assert phrases_of(text, 4) == []


def test_a_sentence_that_is_too_long_is_cut_between_words():
    text = " ".join(f"ware{n}" for n in range(80))
    found = phrases_of(text, 9)
    assert " ".join(found) == text
    assert all(len(phrase) <= LONGEST_PHRASE for phrase in found)


def test_where_there_are_no_spaces_it_is_cut_anywhere():
    text = "".join(chr(0x4E00 + n) for n in range(500))
    assert [len(phrase) for phrase in phrases_of(text, 9)] == [240, 240, 20]
    assert "".join(phrases_of(text, 9)) == text


def test_sentences_without_a_space_between_them_are_sentences():
    one, other = "我们寻找黑巧克力" * 8, "每月两个集装箱" * 9
    assert phrases_of(f"{one}。{other}。", 4) == [f"{one}。", f"{other}。"]
    assert phrases_of("黑巧克力。可可脂！", 4) == ["黑巧克力。 可可脂！"]


def test_of_a_whole_book_the_beginning_is_read():
    book = " ".join(f"Sentence number {n} is about goods of the kind {n}." for n in range(5_000))
    found = phrases_of(book, 10_000)
    assert sum(map(len, found)) <= 40 * LONGEST_PHRASE
    assert "number 4999" not in found[-1]


@given(st.text() | st.text(alphabet="ab .!?;\n-•*,@:/w。！茶"), st.integers(0, 8))
def test_whatever_is_written_no_phrase_is_too_long_or_too_many(text, most):
    found = phrases_of(text, most)
    assert len(found) <= most
    for phrase in found:
        assert 2 <= len(phrase) <= LONGEST_PHRASE
        assert any(map(str.isalpha, phrase))
        assert phrase == phrase.strip()


# Languages and digests ----------------------------------------------------------------


def test_languages_that_the_encoder_knows_are_compared():
    assert all(map(is_compared, LANGUAGES))
    assert not any(map(is_compared, ["", "fa", "hi", "FR", "english"]))


def test_a_digest_is_of_a_text_and_an_encoder():
    assert digest_of("chocolat", "a") == digest_of("chocolat", "a")
    assert len({digest_of(text, encoder) for text in ("chocolat", "cacao", "\ud800") for encoder in "ab"}) == 6


# Words alone ----------------------------------------------------------------


def likeness(one, other):
    first, second = vectors_of_words([one, other])
    return float(first @ second)


def test_the_same_words_in_whatever_order_and_dress_are_the_same():
    assert likeness("Chocolat noir", "NOIR, chocolat!") == pytest.approx(1)
    assert likeness("Bière blonde", "biere blonde biere") == pytest.approx(1)


def test_texts_are_alike_as_far_as_they_have_the_same_words():
    assert likeness("dark chocolate", "dark roast") == pytest.approx(0.5)
    assert likeness("dark chocolate", "galvanised steel") == pytest.approx(0)
    assert likeness("有机绿茶", "绿茶") == pytest.approx(1 / np.sqrt(3))


@given(st.lists(st.text(), max_size=4))
def test_a_vector_is_of_length_one_or_of_none_where_there_are_no_words(texts):
    vectors = vectors_of_words(texts)
    assert len(vectors) == len(texts)
    for vector in vectors:
        assert (vector.shape, vector.dtype) == ((DIMENSIONS,), np.float32)
        length = float(np.linalg.norm(vector))
        assert length == 0 or length == pytest.approx(1, abs=1e-5)
