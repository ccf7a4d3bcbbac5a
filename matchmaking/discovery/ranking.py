"""How the lists of a fair are ranked: the market of both views, cleared."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matchmaking.discovery.market import ClearedMarket, Floats, clear_market, join_market
from matchmaking.discovery.scoring.crowds import CrowdScores

CHANCE = 1.0


def rank_market(
    scores: CrowdScores,
    *,
    left_capacity: ArrayLike,
    right_capacity: ArrayLike,
    excluded: NDArray[np.bool_] | None = None,
) -> ClearedMarket:
    return clear_market(
        scores.left,
        scores.right.T,
        left_capacity=left_capacity,
        right_capacity=right_capacity,
        excluded=excluded,
        beta=CHANCE,
    )


def rank_one(
    mine: Floats,
    theirs: Floats,
    *,
    capacity: float,
    prices: Floats,
    excluded: NDArray[np.bool_] | None = None,
) -> tuple[Floats, float]:
    """One person's place in a market that is cleared."""
    return join_market(mine + theirs, capacity=capacity, prices=prices, excluded=excluded, beta=CHANCE)
