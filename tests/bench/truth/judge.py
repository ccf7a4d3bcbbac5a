"""How good the lists are that a ranking shows to both sides, by what the meetings are truly worth."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matchmaking.discovery.market import exposure, gini, places
from matchmaking.discovery.rules import LIST_OF_STAND, LIST_OF_VISITOR
from tests.bench.truth.market import Market

Floats = NDArray[np.floating[Any]]

TOP, FIRST = 10, 50
ENOUGH = 5
"""Whoever has fewer acceptable partners at all is not looked for when it is asked who finds so many on his list."""

ON_TOP = 24
"""Two pages of the list, as far as most people look."""


class Scores(NamedTuple):
    """What each buyer sees, (buyers, stands), and what each stand sees, (stands, buyers): the highest first."""

    buyers: Floats
    stands: Floats


class Judgement(NamedTuple):
    """The mean of both sides; of the Gini coefficient the worse one."""

    precision10: float
    recall50: float
    ndcg10: float
    coverage: float
    coverage24: float
    gini10: float
    buyers_covered: float
    stands_covered: float


def judge(market: Market, scores: Scores) -> Judgement:
    """Ties are broken at random, alike for all rankings."""
    buyers, stands = (shuffled(seen, market.seed) for seen in scores)
    sides = ((places(buyers), market.worth), (places(stands), market.worth.T))
    covered = [_covered(*side, most) for side, most in zip(sides, (LIST_OF_VISITOR, LIST_OF_STAND), strict=True)]
    return Judgement(
        float(np.mean([_precision(place, worth) for place, worth in sides])),
        float(np.mean([_recall(place, worth) for place, worth in sides])),
        float(np.mean([_gain(place, worth) for place, worth in sides])),
        float(np.mean(covered)),
        float(np.mean([_covered(place, worth, ON_TOP) for place, worth in sides])),
        max(gini(exposure(buyers, TOP)), gini(exposure(stands, TOP))),
        *covered,
    )


def shuffled(scores: Floats, seed: int) -> Floats:
    """The order alone, as numbers above 0; equals at random."""
    lots = np.random.default_rng(seed).random(scores.shape)
    order = np.lexsort((lots, scores), axis=1)
    found = np.empty(scores.shape)
    np.put_along_axis(found, order, np.arange(1.0, scores.shape[1] + 1)[None, :], axis=1)
    return found


def _precision(place: NDArray[np.int64], worth: Floats) -> float:
    """Of the first ten, how many are acceptable."""
    return float(np.mean(np.sum((place <= TOP) & (worth > 0), axis=1) / TOP))


def _recall(place: NDArray[np.int64], worth: Floats) -> float:
    """Of the acceptable ones, or of fifty of them, how many are among the first fifty."""
    there = np.sum(worth > 0, axis=1)
    found = np.sum((place <= FIRST) & (worth > 0), axis=1)
    return float(np.mean((found / np.minimum(np.maximum(there, 1), FIRST))[there > 0]))


def _gain(place: NDArray[np.int64], worth: Floats) -> float:
    """nDCG: what the first ten are worth, each place less, against the ten that are worth most."""
    most = -np.sort(-worth, axis=1)[:, :TOP]
    best = np.sum(most / np.log2(np.arange(2, most.shape[1] + 2)), axis=1)
    gained = np.sum(np.where(place <= TOP, worth / np.log2(place + 1), 0), axis=1)
    return float(np.mean((gained / np.where(best > 0, best, 1))[best > 0]))


def _covered(place: NDArray[np.int64], worth: Floats, most: int) -> float:
    """Of those who have enough acceptable partners, the share that finds as many among the first."""
    there = np.sum(worth > 0, axis=1) >= ENOUGH
    return float(np.mean((np.sum((place <= most) & (worth > 0), axis=1) >= ENOUGH)[there]))


def covered_buyers(market: Market, scores: Scores, some: NDArray[np.bool_]) -> float:
    """The coverage of some of the buyers alone."""
    return _covered(places(shuffled(scores.buyers, market.seed))[some], market.worth[some], LIST_OF_VISITOR)
