"""Reasons in words: whatever a score can bring is said to both sides, or is silent on purpose."""

import numpy as np
import pytest
from django.utils.translation import override

from matchmaking.discovery.reasons import (
    SIGNAL_NAMES,
    STAND,
    THEY,
    VISITOR,
    YOU,
    Calendar,
    Names,
    Quote,
    alike,
    codes_in,
    hours_a_day,
    in_words,
    joined,
    signals_in_words,
)
from matchmaking.discovery.scoring.facts import ALIKE, SIGNALS, UNLIKE, Offered, Party, Sought, Weights
from matchmaking.discovery.scoring.pairs import Reason, score_pair

THREE_DAYS = Calendar(slot_minutes=30, days=3)
NAMES = Names(goods={"1806": "Chocolate", "180632": "Bars", "18": "Cocoa"}, services={"1B": "Software"})
ONE_VECTOR = np.array([[1, 0]], dtype=np.float32)
SILENT = {
    "text",  # the two phrases are quoted instead
    # The other half of the same lack is told beside it, as read by the one who lacks.
    (VISITOR, THEY, "service missing"),
    (STAND, YOU, "service missing"),
    (VISITOR, THEY, "volume missing"),
    (STAND, THEY, "volume missing"),
}


def pair(*, wants="1806", goods="1806", country="MX", tongue="es", volume="pallet", service="1B", slot=1):
    """A buyer of chocolate from Mexico, and a stand for him; another value is what the stand has instead of his."""
    buyer = Party(
        seeks=Sought(
            frozenset({wants}), frozenset({"BE"}), frozenset({"haccp"}), frozenset({"pallet"}), frozenset({"1B"})
        ),
        offers=Offered(frozenset({wants}), "MX", volumes=frozenset({"pallet"}), services=frozenset({"1B"})),
        languages=frozenset({"es"}),
        slots=frozenset({1}),
        asks=ONE_VECTOR,
        says=ONE_VECTOR,
    )
    fits = country == "MX"
    stand = Party(
        seeks=Sought(
            frozenset({goods}), frozenset({country}), volumes=frozenset({volume}), services=frozenset({service})
        ),
        offers=Offered(
            codes=frozenset({goods}),
            country="BE" if fits else "CL",
            certificates=frozenset({"haccp"}) if fits else frozenset(),
            volumes=frozenset({volume}),
            services=frozenset({service}),
        ),
        languages=frozenset({tongue}),
        slots=frozenset({slot}),
        asks=ONE_VECTOR,
        says=ONE_VECTOR,
    )
    return buyer, stand


FITTING = (pair(), pair(wants="180632", goods="180632"), pair(goods="1801"))
MISFITTING = (pair(goods="8471", country="CN", tongue="zh", volume="container", service="7A", slot=2),)


def read_by(reader, buyer, stand):
    """What the visitor, or the stand, reads: for whom, and why or what is missing."""
    score = score_pair(buyer, stand)
    mine, theirs = (score.left, score.right) if reader == VISITOR else (score.right, score.left)
    return [(whose, each) for whose, v in ((YOU, mine), (THEY, theirs)) for each in (*v.reasons, *v.missing)]


def said(*reasons, reader=VISITOR, whose=YOU, **kw):
    kw = {"names": NAMES, "calendar": THREE_DAYS} | kw
    return [words.text for words in in_words(reasons, reader=reader, whose=whose, **kw)]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("reader", [VISITOR, STAND])
def test_whatever_speaks_for_a_pair_or_is_missing_has_words_or_is_silent_on_purpose(reader, language):
    told = {}
    with override(language):
        for buyer, stand in FITTING + MISFITTING:
            for whose, reason in read_by(reader, buyer, stand):
                for is_guessed in (False, True):
                    told[reader, whose, reason.code] = said(reason, reader=reader, whose=whose, is_guessed=is_guessed)
    assert {key for key, words in told.items() if not words} == {
        key for key in told if key in SILENT or key[2] in SILENT
    }
    assert all("%(" not in words[0] for words in told.values() if words)


def test_these_pairs_bring_every_kind_of_reason_and_of_lack():
    found = {reason.code for two in FITTING + MISFITTING for _whose, reason in read_by(VISITOR, *two)}
    kinds = {"market", "language", "certificate", "volume", "service", "hours"}
    assert found == {"code", "heading", "chapter", "text"} | kinds | {f"{kind} missing" for kind in kinds}


# Goods ----------------------------------------------------------------


def test_goods_are_named_with_their_code():
    assert said(Reason("heading", {"code": "1806"})) == ["Sells what you look for: Chocolate (1806)"]
    assert said(Reason("code", {"code": "180632"})) == ["Sells what you look for: Bars (1806.32)"]
    assert said(Reason("chapter", {"code": "18"})) == ["Sells goods of that kind: Cocoa (18)"]


def test_a_code_without_a_name_is_shown_as_it_is_written():
    assert said(Reason("code", {"code": "090210"})) == ["Sells what you look for: 0902.10"]
    assert said(Reason("heading", {"code": "0902"})) == ["Sells what you look for: 0902"]


def test_goods_of_one_kind_are_told_together_and_first():
    reasons = [
        Reason("hours", {"slots": (1,)}),
        Reason("code", {"code": "180632"}),
        Reason("language", {"codes": ("fr",)}),
        Reason("code", {"code": "090210"}),
    ]
    assert said(*reasons) == [
        "Sells what you look for: Bars (1806.32) and 0902.10",
        "About 1 comfortable hour in common a day",
        "You both speak French",
    ]


@pytest.mark.parametrize(
    ("reader", "whose", "words"),
    [
        (VISITOR, YOU, "Seems to sell what you write about: Chocolate (1806)"),
        (VISITOR, THEY, "You seem to look for what they sell: Chocolate (1806)"),
        (STAND, YOU, "Seems to look for what you sell: Chocolate (1806)"),
        (STAND, THEY, "You sell what they seem to look for: Chocolate (1806)"),
    ],
)
def test_what_is_only_guessed_is_said_with_doubt(reader, whose, words):
    assert said(Reason("heading", {"code": "1806"}), reader=reader, whose=whose, is_guessed=True) == [words]


def test_the_codes_that_are_to_be_named_are_those_of_goods():
    reasons = [
        Reason("code", {"code": "180632"}),
        Reason("market", {"codes": ("BE",)}),
        Reason("chapter", {"code": "18"}),
    ]
    assert list(codes_in(reasons)) == ["180632", "18"]


# Other reasons ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason("market", {"codes": ("BE", "MX")}), "From a country you buy from: Belgium and Mexico"),
        (Reason("market missing", {"codes": ("BE",)}), "Not from a country that you named"),
        (Reason("language", {"codes": ("en", "es", "fr")}), "You both speak English, Spanish, and French"),
        (Reason("language missing", {"codes": ("en",)}), "No language in common"),
        (Reason("certificate", {"codes": ("haccp", "ifs")}), "Holds what you need: HACCP and IFS Food"),
        (Reason("certificate missing", {"codes": ("of old",)}), "Does not show what you need: of old"),
        (Reason("service", {"codes": ("1B", "7A")}), "Offers services you look for: Software and 7A"),
        (Reason("volume", {"codes": ("pallet",)}), "Delivers in your volumes: pallet"),
        (Reason("hours missing", {}), "No comfortable hour in common"),
    ],
)
def test_codes_are_told_by_their_names(reason, words):
    assert said(reason) == [words]


def test_what_is_no_reason_any_more_has_neither_names_nor_words():
    assert said(Reason("moon", {"codes": ("full",)})) == []
    assert NAMES.of(Reason("moon", {"codes": ("full",)})) == []


@pytest.mark.parametrize(
    ("slots", "calendar", "words"),
    [
        (1, THREE_DAYS, "About 1 comfortable hour in common a day"),
        (30, THREE_DAYS, "About 5 comfortable hours in common a day"),
        (6, Calendar(30, 0), "About 3 comfortable hours in common a day"),
    ],
)
def test_hours_are_whole_ones_a_day_and_one_at_least(slots, calendar, words):
    assert hours_a_day(slots, calendar) == words


# Languages ----------------------------------------------------------------


def test_reasons_are_in_the_readers_language():
    with override("fr"):
        assert said(Reason("heading", {"code": "1806"}), Reason("market", {"codes": ("BE", "MX")})) == [
            "Vend ce que vous cherchez : Chocolate (1806)",
            "D’un pays où vous achetez : Belgique et Mexique",
        ]
        assert hours_a_day(30, THREE_DAYS).startswith("Environ 5 heures")
    assert said(Reason("heading", {"code": "1806"})) == ["Sells what you look for: Chocolate (1806)"]


@pytest.mark.parametrize(
    ("language", "names", "words"),
    [
        ("en", ["a", "b", "c"], "a, b, and c"),
        ("fr", ["a", "b", "c"], "a, b et c"),
        ("en", ["a"], "a"),
        ("en", [], ""),
        (None, ["a", "b"], "a and b"),
    ],
)
def test_names_are_joined_as_the_reader_does(language, names, words):
    with override(language):
        assert joined(names) == words


# Texts that are alike ----------------------------------------------------------------

MINE, THEIRS = Quote("Buscamos chocolate", "es"), Quote("Chocolat noir", "fr")
CLOSE = (UNLIKE + ALIKE) / 2


@pytest.mark.parametrize("likeness", [-1.0, 0.0, UNLIKE])
def test_texts_that_are_no_more_alike_than_any_two_are_not_quoted(likeness):
    assert alike(MINE, THEIRS, likeness) is None


@pytest.mark.parametrize(
    ("likeness", "words"),
    [
        (UNLIKE + 0.001, "These texts are related"),
        (CLOSE - 0.001, "These texts are related"),
        (CLOSE, "These texts say nearly the same"),
        (1.0, "These texts say nearly the same"),
    ],
)
def test_texts_that_are_alike_are_quoted_with_ones_own_first(likeness, words):
    found = alike(MINE, THEIRS, likeness)
    assert (found.text, found.quotes) == (words, (MINE, THEIRS))


# Signals ----------------------------------------------------------------


def test_every_signal_has_a_name():
    assert set(SIGNAL_NAMES) == set(SIGNALS)


def test_signals_are_told_in_per_cent_with_their_weight():
    signals = score_pair(*pair()).left.signals
    found = signals_in_words(signals, Weights(products=2.5))
    assert found[0] == ("Goods", 80, 2.5)
    assert [name for name, _value, _weight in found] == [str(SIGNAL_NAMES[signal.name]) for signal in signals]
