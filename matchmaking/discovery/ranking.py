"""The order in which everybody sees the other side: views of a crowd, cleared as a market. Pure."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matchmaking.discovery.market import ClearedMarket, Floats, clear_market, join_market
from matchmaking.discovery.scoring.crowds import CrowdScores
from matchmaking.discovery.scoring.facts import Vectors

CHANCE = 0.03
"""How much chance there is in the market of views, its β: the lower, the more a better view counts."""

WORTH_AN_HOUR = 0.76
"""Who see each other like this would as soon keep the hour free. The lower, the more meetings are held at all, the
dearer those become whom many want, and the more evenly all are shown. Both were tuned (docs/discovery.md)."""

HARDLY = np.float32(1e-6)
"""A view of nothing has a logarithm too."""


def rank_market(
    scores: CrowdScores,
    *,
    left_capacity: ArrayLike = 1.0,
    right_capacity: ArrayLike = 1.0,
    excluded: NDArray[np.bool_] | None = None,
) -> ClearedMarket:
    """The scores by which the left and the right are shown each other, the highest first, neither of them crowded.

    A like is the logarithm of a view, so that the likes of both add up to the score of the pair, their geometric mean,
    and wanting somebody who does not want it gains nothing: `K = (√(left · right) / WORTH_AN_HOUR) ** (1 / CHANCE)`.
    """
    return clear_market(
        _likes(scores.left),
        _likes(scores.right).T,
        left_capacity=left_capacity,
        right_capacity=right_capacity,
        excluded=excluded,
        beta=CHANCE,
    )


def rank_one(
    mine: Vectors,
    theirs: Vectors,
    *,
    capacity: float,
    prices: Floats,
    excluded: NDArray[np.bool_] | None = None,
) -> tuple[Floats, float]:
    """The scores of one person with all of the other side, and his price, in a market that has been cleared.

    `mine` and `theirs` are (m,): how he sees each of them, and each of them him; `prices` those of the other side.
    """
    likes = _likes(mine) + _likes(theirs)
    return join_market(likes, capacity=capacity, prices=prices, excluded=excluded, beta=CHANCE)


def _likes(views: Vectors) -> Vectors:
    """The logarithms of the views, over that of an hour kept free."""
    likes: Vectors = np.maximum(views, HARDLY)
    likes /= WORTH_AN_HOUR
    np.log(likes, out=likes)
    return likes
