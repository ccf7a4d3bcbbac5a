import numpy as np
import pytest

from matchmaking.discovery.market import exposure, gini
from matchmaking.discovery.ranking import CHANCE, WORTH_AN_HOUR, rank_market
from matchmaking.discovery.scoring.crowds import CrowdScores


def crowd(left, right):
    return CrowdScores(np.array(left, dtype=np.float32), np.array(right, dtype=np.float32))


def drawn(lefts=30, rights=20):
    """Views of which a half is chance and a half a popularity on which all agree."""
    chance = np.random.default_rng(5)
    stars, others = np.linspace(0.9, 0.4, rights), np.linspace(0.9, 0.4, lefts)
    left = (chance.uniform(0.3, 0.9, (lefts, rights)) + stars[None, :]) / 2
    return crowd(left, (chance.uniform(0.3, 0.9, (lefts, rights)) + others[:, None]) / 2)


def test_a_pair_alone_is_ranked_by_the_formula():
    left, right = 0.81, 0.64
    affinity = (0.72 / WORTH_AN_HOUR) ** (1 / CHANCE)
    share = 1 / (1 + affinity)  # of an hour that is kept free: a² of a² + a·K·b = 1, with a = b
    assert rank_market(crowd([[left]], [[right]])).scores[0, 0] == pytest.approx(affinity * share, rel=1e-2)


def test_interest_of_one_side_alone_does_not_win():
    scores = rank_market(crowd([[0.95, 0.7]], [[0.35, 0.7]])).scores
    assert scores[0, 1] > scores[0, 0]


def test_the_cleared_ranking_shows_all_more_evenly_than_the_scores_do():
    views = drawn()
    cleared = rank_market(views, left_capacity=6, right_capacity=9).scores
    assert gini(exposure(cleared, 5)) < gini(exposure(views.both, 5))
    assert gini(exposure(cleared.T, 5)) < gini(exposure(views.both.T, 5))


def test_nobody_is_given_more_than_he_has_time_for():
    scores = rank_market(drawn(), left_capacity=np.arange(30) % 4, right_capacity=2).scores
    assert np.all(scores.sum(axis=1) <= np.arange(30) % 4 + 1e-3)
    assert np.all(scores.sum(axis=0) <= 2 + 1e-3)
    assert not scores[::4].any()


def test_whoever_are_kept_apart_are_not_shown_to_each_other():
    views, apart = drawn(), np.zeros((30, 20), dtype=bool)
    apart[3, 4] = True
    views.left[apart] = views.right[apart] = 0
    for scores in (rank_market(views).scores, rank_market(views, excluded=apart).scores):
        assert scores[3, 4] == pytest.approx(0, abs=1e-30)
        assert np.all(np.isfinite(scores))
    assert rank_market(views, excluded=apart).scores[3, 4] == 0


def test_nobody_at_all_is_ranked_too():
    assert rank_market(crowd(np.zeros((0, 3)), np.zeros((0, 3)))).scores.shape == (0, 3)
