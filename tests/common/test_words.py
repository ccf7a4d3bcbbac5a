"""Folding and words: one table each, because every line of them was once a bug in some search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.common.words import LONGEST_WORD, fold, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("Crème Brûlée", "creme brulee"),
        ("Œufs d’ÉTÉ", "oeufs d'ete"),
        ("STRASSE Straße", "strasse strasse"),
        ("Łódź, Ærøskøbing", "lodz, aeroskobing"),
        ("İstanbul ISPARTA ışık", "istanbul isparta isik"),
        ("Ёлка", "елка"),
        ("Ελαιόλαδο ΟΔΟΣ", "ελαιολαδο οδοσ"),
        ("زَيْتُ الزَّيْتُونِ", "زيت الزيتون"),
        ("أحذية", "احذيه"),
        ("١٢", "١٢"),
        ("ＡＢＣ１２３ ﬁne ㎏", "abc123 fine kg"),
        ("有机绿茶", "有机绿茶"),
        ("ガラス", "ガラス"),
        ("김치", "김치"),
        ("น้ำมัน", fold("น้ำมัน")),
        ("a\0b", "a b"),
        ("zero\u200bwidth\u202e soft\u00adhyphen", "zerowidth softhyphen"),
        ("  many \t spaces\n", "many spaces"),
        ("🍫 chocolat", "🍫 chocolat"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("l’huile d'olive", ["l", "huile", "d", "olive"]),
        ("T-shirts, 100% cotton!", ["t", "shirts", "100", "cotton"]),
        ("snake_case e-mail@example.com", ["snake", "case", "e", "mail", "example", "com"]),
        ("tea tea", ["tea", "tea"]),
        ("有机绿茶", ["有机", "机绿", "绿茶"]),
        ("茶", ["茶"]),
        ("USB充电器", ["usb", "充电", "电器"]),
        ("オリーブ油", ["オリ", "リー", "ーブ", "ブ油"]),
        ("김치 2kg", ["김치", "2kg"]),
        ("น้ำผึ้ง", ["น้ํา", "าผึ้", "ผึ้ง"]),  # ำ is taken apart into its two signs
        ("हिन्दी", ["हिन्दी"]),
        ("🍫🍫 chocolat\0noir", ["chocolat", "noir"]),
        ("ok " + "x" * LONGEST_WORD + " " + "y" * (LONGEST_WORD + 1), ["ok", "x" * LONGEST_WORD]),
    ],
)
def test_words(text, expected):
    assert words(text) == expected


@given(st.text())
def test_anything_can_be_folded_and_folding_twice_changes_nothing(text):
    once = fold(text)
    assert fold(once) == once
    assert "\0" not in once


@given(st.text())
def test_words_of_a_folded_text_are_its_words_and_none_is_empty_or_too_long(text):
    found = words(text)
    assert found == words(fold(text))
    assert all(0 < len(word) <= LONGEST_WORD for word in found)
