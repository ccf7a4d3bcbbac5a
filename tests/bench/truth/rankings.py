"""The rankings that are compared, over the same profiles."""

import numpy as np

from matchmaking.discovery.ranking import rank_market
from matchmaking.discovery.scoring.crowds import score_crowd
from tests.bench.truth.judge import Scores
from tests.bench.truth.market import Market


def by_chance(market: Market) -> Scores:
    nothing = np.zeros(market.worth.shape)
    return Scores(nothing, nothing.T)


def by_likeness(market: Market) -> Scores:
    """One-sided: the cosine of a need and the nearest of a stand's texts, and the reverse; nothing without a text."""
    likeness = np.full(market.worth.shape, -1.0)
    for row, buyer in enumerate(market.buyers):
        for column, stand in enumerate(market.stands):
            if len(buyer.party.asks) and len(stand.party.says):
                likeness[row, column] = np.max(buyer.party.asks @ stand.party.says.T)
    return Scores(likeness, likeness.T)


def ours(market: Market) -> Scores:
    """As the product ranks: the views of both, cleared as a market with the meetings that each has time for."""
    views = score_crowd([each.party for each in market.buyers], [each.party for each in market.stands])
    cleared = rank_market(views, left_capacity=market.buyer_meetings, right_capacity=market.stand_meetings)
    return Scores(cleared.scores, cleared.scores.T)
