from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaking.discovery.scoring.crowds import score_crowd
from matchmaking.discovery.scoring.facts import HEAVIEST, Offered, Party, Sought, Weights
from matchmaking.discovery.scoring.pairs import Reason, score_pair, view

CODES = ("1806", "180631", "180632", "1704", "1801", "8471", "847130")
COUNTRIES, TONGUES, STANDARDS = ("BE", "MX", "CN"), ("fr", "es", "zh"), ("iso-9001", "haccp", "ifs")


def some(values, most=3):
    return st.frozensets(st.sampled_from(values), max_size=most)


@st.composite
def texts(draw):
    rows = np.random.default_rng(draw(st.integers(0, 2**32 - 1))).random((draw(st.integers(0, 3)), 4))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


weight = st.floats(0, HEAVIEST)
parties = st.builds(
    Party,
    seeks=st.builds(Sought, some(CODES), some(COUNTRIES), some(STANDARDS), some("sp"), some("xy")),
    offers=st.builds(
        Offered,
        some(CODES),
        st.sampled_from(("", *COUNTRIES)),
        some(COUNTRIES),
        st.none() | some(STANDARDS),
        some("sp"),
        some("xy"),
    ),
    languages=some(TONGUES),
    slots=some(range(12), 12),
    asks=texts(),
    says=texts(),
    weights=st.builds(Weights, products=weight, markets=weight, hours=weight, texts=weight),
)
crowds = st.lists(parties, max_size=5)

BUYER = Party(
    seeks=Sought(
        headings=frozenset({"1806"}),
        markets=frozenset({"BE"}),
        certificates=frozenset({"haccp", "ifs"}),
        volumes=frozenset({"pallet"}),
    ),
    offers=Offered(codes=frozenset({"1806"}), country="MX"),
    languages=frozenset({"es", "en"}),
    slots=frozenset({3, 4, 5}),
    asks=np.array([[0, 1], [1, 0]], dtype=np.float32),
)
STAND = Party(
    seeks=Sought(headings=frozenset({"1806"}), markets=frozenset({"CN"})),
    offers=Offered(codes=frozenset({"180631"}), country="BE", certificates=frozenset({"ifs"})),
    languages=frozenset({"fr", "en"}),
    slots=frozenset({5, 6}),
    says=np.array([[0.6, 0.8], [0.95, 0.3122499]], dtype=np.float32),
)


def test_a_pair_is_told_why_and_what_is_missing_from_both_sides():
    pair = score_pair(BUYER, STAND)
    assert pair.left.reasons == (
        Reason("heading", {"code": "1806"}),
        Reason("market", {"codes": ("BE",)}),
        Reason("language", {"codes": ("en",)}),
        Reason("certificate", {"codes": ("ifs",)}),
        Reason("hours", {"slots": (5,)}),
        Reason("text", {"asked": 1, "said": 1}),
    )
    assert pair.left.missing == (Reason("certificate missing", {"codes": ("haccp",)}),)
    assert [reason.code for reason in pair.right.reasons] == ["heading", "language", "hours"]
    assert pair.right.missing == (Reason("market missing", {"codes": ("CN",)}),)


def test_a_view_is_the_weighted_mean_by_hand():
    seeker = Party(
        seeks=Sought(headings=frozenset({"1806"}), markets=frozenset({"CN"})),
        weights=Weights(products=2, markets=1, doubt=0.5),
    )
    # (2 × 0.8 + 1 × 0 + 0.5 × 0.5) / (2 + 1 + 0.5): the languages and all the rest are not known.
    assert view(seeker, STAND).score == pytest.approx(1.85 / 3.5)


@pytest.mark.parametrize(
    ("sought", "value", "reason"),
    [("180631", 1.0, "code"), ("1806", 0.8, "heading"), ("180690", 0.8, "heading"), ("1801", 0.5, "chapter")],
)
def test_the_nearer_the_code_the_better(sought, value, reason):
    (products,) = view(Party(seeks=Sought(headings=frozenset({sought}))), STAND).signals
    assert (products.value, products.reasons[0].code) == (value, reason)


def test_a_foreign_code_is_no_reason():
    (products,) = view(Party(seeks=Sought(headings=frozenset({"8471"}))), STAND).signals
    assert (products.value, products.reasons) == (0, ())


def test_interest_of_one_side_alone_does_not_win():
    keen = Party(
        seeks=Sought(headings=frozenset({"180631"}), markets=frozenset({"BE"})),
        offers=Offered(frozenset({"8471"}), "MX"),
    )
    middling = Party(seeks=Sought(markets=frozenset({"CN"})), offers=Offered(country="CN"), languages=frozenset({"fr"}))
    assert view(keen, STAND).score > view(middling, STAND).score
    assert score_pair(middling, STAND).score > score_pair(keen, STAND).score


@given(crowds, crowds, st.integers(1, 3), st.data())
@settings(max_examples=80, deadline=None)
def test_the_crowd_is_scored_as_its_pairs_are(lefts, rights, block, data):
    flags = data.draw(st.lists(st.booleans(), min_size=len(lefts) * len(rights), max_size=len(lefts) * len(rights)))
    apart = np.array(flags, dtype=bool).reshape(len(lefts), len(rights))
    crowd = score_crowd(lefts, rights, excluded=apart, block=block)
    both = crowd.both
    assert both.dtype == np.float32
    for row, left in enumerate(lefts):
        for column, right in enumerate(rights):
            pair = score_pair(left, right, is_excluded=bool(apart[row, column]))
            assert crowd.left[row, column] == pytest.approx(pair.left.score, abs=1e-5)
            assert crowd.right[row, column] == pytest.approx(pair.right.score, abs=1e-5)
            assert both[row, column] == pytest.approx(pair.score, abs=1e-5)


@given(st.lists(parties, min_size=1, max_size=5), st.lists(parties, min_size=1, max_size=5), st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_order_of_a_crowd_does_not_matter(lefts, rights, chance):
    rows, columns = list(range(len(lefts))), list(range(len(rights)))
    chance.shuffle(rows)
    chance.shuffle(columns)
    shuffled = score_crowd([lefts[row] for row in rows], [rights[column] for column in columns])
    assert np.allclose(shuffled.both, score_crowd(lefts, rights).both[np.ix_(rows, columns)], atol=1e-6)


@given(parties, parties)
def test_a_pair_is_scored_alike_from_both_ends(one, other):
    there, back = score_pair(one, other), score_pair(other, one)
    assert (there.left, there.right) == (back.right, back.left)
    assert there.score == pytest.approx(back.score)
    assert 0 <= there.score <= 1


@given(parties, parties)
def test_whoever_are_kept_apart_score_nothing_and_are_told_nothing(one, other):
    pair = score_pair(one, other, is_excluded=True)
    assert (pair.score, pair.left.score, pair.right.score) == (0, 0, 0)
    assert pair.left.signals == pair.right.signals == ()


@given(parties, parties)
def test_there_is_no_reason_without_its_signal(one, other):
    for signal in view(one, other).signals:
        assert bool(signal.reasons) == (signal.value > 0)


def better(party):
    """The same offers, each said signal as good as it can be for anybody."""
    offers = party.offers
    return replace(
        party,
        offers=replace(
            offers,
            codes=offers.codes and frozenset(CODES),
            markets=frozenset(COUNTRIES) if offers.places else offers.markets,
            certificates=None if offers.certificates is None else frozenset(STANDARDS),
            volumes=offers.volumes and frozenset("sp"),
            services=offers.services and frozenset("xy"),
        ),
        languages=party.languages and frozenset(TONGUES),
        slots=party.slots and frozenset(range(12)),
    )


@given(
    parties, parties, st.sampled_from(("codes", "markets", "certificates", "volumes", "services", "languages", "slots"))
)
def test_a_better_signal_never_harms(seeker, other, name):
    best = better(other)
    if name in ("languages", "slots"):
        improved = replace(other, **{name: getattr(best, name)})
    else:
        improved = replace(other, offers=replace(other.offers, **{name: getattr(best.offers, name)}))
    assert view(seeker, improved).score >= view(seeker, other).score - 1e-9


@given(parties, parties, texts())
def test_one_more_text_never_harms_who_has_one(seeker, other, more):
    if len(other.says):
        richer = replace(other, says=np.concatenate([other.says, more]))
        assert view(seeker, richer).score >= view(seeker, other).score - 1e-6


@given(parties, parties)
def test_what_is_not_known_neither_helps_nor_harms(seeker, other):
    silent = replace(other, languages=frozenset())
    indifferent = replace(seeker, weights=replace(seeker.weights, languages=0))
    assert view(seeker, silent).score == pytest.approx(view(indifferent, other).score)


def test_of_whom_nothing_is_known_is_in_the_middle():
    assert score_pair(Party(), Party()).score == pytest.approx(0.5)


@pytest.mark.parametrize("nonsense", [{"texts": -0.1}, {"hours": 5.1}, {"products": float("nan")}, {"doubt": 0}])
def test_weights_have_bounds(nonsense):
    with pytest.raises(ValueError, match=r"weight|doubt"):
        Weights(**nonsense)
