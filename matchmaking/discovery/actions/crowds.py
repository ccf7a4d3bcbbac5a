"""Everybody of a fair at once: who is there, how all see each other, and who is on whose list."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaking.discovery import rules
from matchmaking.discovery.market import ClearedMarket
from matchmaking.discovery.models import Dossier
from matchmaking.discovery.queries.apart import Apart, kept_apart
from matchmaking.discovery.queries.parties import dossiers_of_stands, dossiers_of_visitors, parties_of
from matchmaking.discovery.ranking import rank_market
from matchmaking.discovery.scoring.crowds import CrowdScores, score_crowd
from matchmaking.discovery.scoring.facts import Party, Weights
from matchmaking.fairs.models import Fair

Floats = NDArray[np.float32]
Told = Callable[[int], None]


@dataclass(frozen=True, eq=False)
class Lists:
    """(stands, visitors) each: how both see each other, what the market makes of it, and who is on whose list."""

    scores: CrowdScores
    market: ClearedMarket
    for_stand: NDArray[np.bool_]
    for_visitor: NDArray[np.bool_]
    likeness: Floats


@dataclass(frozen=True, eq=False)
class Crowd:
    """Everybody of a fair: stands as rows, visitors as columns."""

    stands: list[Dossier]
    visitors: list[Dossier]
    lefts: list[Party]
    rights: list[Party]
    apart: Apart

    @classmethod
    def of(cls, fair: Fair, weights: Weights) -> "Crowd":
        stands, visitors = list(dossiers_of_stands(fair)), list(dossiers_of_visitors(fair))
        return cls(
            stands,
            visitors,
            parties_of(stands, weights),
            parties_of(visitors, weights),
            kept_apart(fair, stands, visitors),
        )

    def matched(self, told: Told) -> Lists:
        """Scored, cleared and cut to lists. Tells how many people more are done."""
        scores = score_crowd(self.lefts, self.rights, excluded=self.apart.excluded, told=told)
        market = rank_market(
            scores,
            left_capacity=[dossier.capacity for dossier in self.stands],
            right_capacity=[dossier.capacity for dossier in self.visitors],
            excluded=self.apart.excluded,
        )
        likeness = scores.both
        for_stand = _best(market.scores, likeness, self.apart.closed_to_stand, rules.LIST_OF_STAND, axis=1)
        for_visitor = _best(market.scores, likeness, self.apart.closed_to_visitor, rules.LIST_OF_VISITOR, axis=0)
        told(len(self.lefts))
        return Lists(scores, market, for_stand, for_visitor, likeness)


def _best(worth: Floats, likeness: Floats, closed: NDArray[np.bool_], most: int, *, axis: int) -> NDArray[np.bool_]:
    """Who is on somebody's list: the best by the market, and the best by likeness, of those whom he may ask."""
    listed = np.zeros(worth.shape, dtype=np.bool_)
    number = worth.shape[axis]
    if number == 0:
        return listed
    for scores in (worth, likeness):
        if number <= most:
            listed[:] = True
        else:
            best = np.argpartition(scores, number - most, axis=axis)
            best = best[:, -most:] if axis == 1 else best[-most:, :]
            np.put_along_axis(listed, best, True, axis=axis)
    listed &= ~closed
    listed &= worth > 0
    return listed
