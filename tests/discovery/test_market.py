import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaking.discovery.market import clear_market, expected_matches, exposure, gini, join_market
from tests.bench.market import EXACT, PUBLISHED, matches, published_market, rankings

seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 8)


def likes(seed, lefts, rights):
    chance = np.random.default_rng(seed)
    return chance.random((lefts, rights)), chance.random((rights, lefts))


def test_the_published_values_come_out_again():
    left, right = published_market(30, 20, 0.5)
    found = matches(left, right, rankings(left, right, EXACT))
    assert {name: round(value, 4) for name, value in found.items()} == PUBLISHED


@given(seeds, sizes, sizes, st.integers(1, 30), st.data())
@settings(max_examples=60, deadline=None)
def test_nobody_gets_more_than_he_has_time_for_whenever_the_rounds_end(seed, lefts, rights, rounds, data):
    left, right = likes(seed, lefts, rights)
    ours = np.array(data.draw(st.lists(st.integers(0, 9), min_size=lefts, max_size=lefts)))
    theirs = np.array(data.draw(st.lists(st.integers(0, 9), min_size=rights, max_size=rights)))
    scores = clear_market(left, right, left_capacity=ours, right_capacity=theirs, most_rounds=rounds).scores
    assert np.all(scores >= 0)
    assert np.all(scores.sum(axis=1) <= ours + 1e-9)
    assert np.all(scores.sum(axis=0) <= theirs + 1e-9)
    assert not scores[ours == 0].any()
    assert not scores[:, theirs == 0].any()


@given(seeds, sizes, sizes)
@settings(max_examples=40, deadline=None)
def test_what_is_excluded_scores_exactly_nothing_and_is_shown_to_nobody(seed, lefts, rights):
    left, right = likes(seed, lefts, rights)
    apart = np.random.default_rng(seed).random((lefts, rights)) < 0.5
    scores = clear_market(left, right, excluded=apart).scores
    assert not scores[apart].any()
    assert np.all(scores[~apart] > 0)
    assert np.array_equal(exposure(scores, rights), (~apart).sum(axis=0))


@given(seeds, sizes, sizes)
@settings(max_examples=40, deadline=None)
def test_the_order_of_people_does_not_matter(seed, lefts, rights):
    left, right = likes(seed, lefts, rights)
    chance = np.random.default_rng(seed)
    rows, columns = chance.permutation(lefts), chance.permutation(rights)
    shuffled = clear_market(left[np.ix_(rows, columns)], right[np.ix_(columns, rows)], tolerance=1e-9)
    straight = clear_market(left, right, tolerance=1e-9)
    assert np.allclose(shuffled.scores, straight.scores[np.ix_(rows, columns)], atol=1e-9)


@given(seeds, sizes, sizes)
@settings(max_examples=40, deadline=None)
def test_either_side_may_be_called_the_left_one(seed, lefts, rights):
    left, right = likes(seed, lefts, rights)
    one = clear_market(left, right, tolerance=1e-10, most_rounds=5000)
    other = clear_market(right, left, tolerance=1e-10, most_rounds=5000)
    assert np.allclose(one.scores, other.scores.T, atol=1e-4)


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
def test_a_side_without_people_is_a_market_without_pairs(shape):
    cleared = clear_market(np.zeros(shape), np.zeros(shape[::-1]))
    assert cleared.scores.shape == shape
    assert cleared.is_cleared


def test_the_rounds_are_bounded_and_counted():
    left, right = published_market(30, 20, 0.5)
    cut = clear_market(left, right, most_rounds=3)
    done = clear_market(left, right)
    assert (cut.rounds, cut.is_cleared) == (3, False)
    assert done.is_cleared
    assert 3 < done.rounds < 40
    assert done.gap < cut.gap


def test_half_the_memory_ranks_alike():
    left, right = published_market(30, 20, 0.5)
    small = clear_market(left.astype(np.float32), right.astype(np.float32)).scores
    assert small.dtype == np.float32
    assert np.allclose(small, clear_market(left, right).scores, atol=1e-4)


@pytest.mark.parametrize("nonsense", [{"beta": 0}, {"left_capacity": -1}, {"right_capacity": float("nan")}])
def test_nonsense_is_refused(nonsense):
    with pytest.raises(ValueError, match="must be"):
        clear_market(np.ones((2, 2)), np.ones((2, 2)), **nonsense)


def test_likes_of_other_people_are_refused():
    with pytest.raises(ValueError, match="shape"):
        clear_market(np.ones((2, 3)), np.ones((2, 3)))


def test_expected_matches_by_hand():
    left, right = np.array([[1.0, 0.5]]), np.array([[0.5], [1.0]])
    # The first is looked at for certain (1 × 0.5), the second with one half (0.5 / 2 × 1).
    assert expected_matches(left, right, left_scores=left, right_scores=right) == pytest.approx(0.75)


def test_exposure_by_hand():
    scores = np.array([[3.0, 2.0, 1.0], [3.0, 0.0, 0.0], [1.0, 1.0, 2.0]])
    assert exposure(scores, 2).tolist() == [3, 1, 1]


@pytest.mark.parametrize(
    ("amounts", "uneven"), [([1, 1, 1], 0), ([0, 0, 0, 4], 0.75), ([1, 3], 0.25), ([0, 0], 0), ([], 0), ([7], 0)]
)
def test_gini_by_hand(amounts, uneven):
    assert gini(amounts) == pytest.approx(uneven)


def test_what_is_no_number_is_refused():
    with pytest.raises(ArithmeticError):
        clear_market(np.array([[np.nan]]), np.array([[0.5]]))


@pytest.mark.parametrize("excluded", [None, np.array([True, False, False, False])])
def test_one_who_joins_alone_is_ranked_as_if_he_had_been_there(excluded):
    left, right = likes(7, 3, 4)
    keeps_out = None if excluded is None else np.vstack([excluded, np.zeros((2, 4), dtype=np.bool_)])
    whole = clear_market(left, right, excluded=keeps_out, tolerance=1e-9, most_rounds=10_000)
    scores, price = join_market(left[0] + right[:, 0], capacity=1, prices=whole.right_prices, excluded=excluded)
    assert scores == pytest.approx(whole.scores[0], abs=1e-6)
    assert price == pytest.approx(whole.left_prices[0], abs=1e-6)
