"""A market of two sides, cleared so that a few stars do not get everything. Pure: numpy in, numpy out.

Left are n people, right m. The method is matching with transferable utility (Choo and Siow, "Who Marries Whom and
Why", Journal of Political Economy 114, 2006) by iterative proportional fitting (Galichon and Salanié, "Cupid's
Invisible Hand", Review of Economic Studies 89, 2022). As a ranking, and how to judge one: Tomita and
Yokoyama, "Fair Reciprocal Recommendation in Matching Markets", RecSys 2024.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.floating[Any]]

TOLERANCE = 1e-3
MOST_ROUNDS = 200


@dataclass(frozen=True, eq=False)
class ClearedMarket:
    """How many meetings of each pair clear the market, and how well it is cleared."""

    scores: Floats
    """(n, m), none below nothing: the meetings expected of each pair. Both sides rank each other by them."""

    rounds: int
    gap: float
    """How much the sum of the left and what is left of their time falls short of a capacity, at most. Where both sides
    are of one size it closes slowly, long after the rankings have settled; the right side has none."""

    left_prices: Floats
    right_prices: Floats
    """(n,) and (m,): a and b. What is known of one person more is ranked by the prices of the others."""

    is_cleared: bool
    """The last round changed nothing by more than the tolerance: if not, the rounds were over first."""


def clear_market(
    left_likes: Floats,
    right_likes: Floats,
    *,
    left_capacity: ArrayLike = 1.0,
    right_capacity: ArrayLike = 1.0,
    excluded: NDArray[np.bool_] | None = None,
    beta: float = 1.0,
    tolerance: float = TOLERANCE,
    most_rounds: int = MOST_ROUNDS,
) -> ClearedMarket:
    """Scores of all pairs, of which no person's sum is above his capacity, whenever the rounds end.

    `left_likes` is (n, m): how much each of the left likes each of the right, from 0 to 1; `right_likes` is (m, n).
    A capacity is one number for all of a side or one for each: the meetings that somebody has time for (his free
    slots); nothing at all is allowed, and such a person scores nothing with anybody. `excluded` is (n, m): these
    pairs score exactly 0. `beta` is how much chance there is: towards 0 the market becomes an auction, the higher the
    more alike all pairs. It is computed in the type of `left_likes`: float32 takes half the memory.

    With `K = exp((L + Rᵀ) / 2β)` it finds a and b with `a_i² + a_i Σ_j K_ij b_j = capacity_i`, and the same for b, by
    turns, until no a and b moves by more than `tolerance`; a pair scores `a_i K_ij b_j`, and `a_i²` is what is left of
    somebody's time. As b begins at its largest and only falls, a only rises: sums come near capacities from below.
    """
    if beta <= 0:
        raise ValueError("beta must be above 0")
    if right_likes.shape != left_likes.shape[::-1]:
        raise ValueError("the likes of the two sides must have each other's shape")
    affinity = left_likes + right_likes.T.astype(left_likes.dtype, copy=False)
    affinity /= 2 * beta
    np.exp(affinity, out=affinity)
    if excluded is not None:
        affinity[excluded] = 0
    lefts, rights = affinity.shape
    of_left = _capacities(left_capacity, lefts, affinity)
    of_right = _capacities(right_capacity, rights, affinity)
    one, other = np.zeros_like(of_left), np.sqrt(of_right)
    rounds, is_cleared = 0, False
    # A product of matrices says now and then that a number is none, by what lies beside them in the memory.
    with np.errstate(invalid="ignore"):
        while rounds < most_rounds and not is_cleared:
            before, before_other = one, other
            one = _share(of_left, affinity @ other)
            other = _share(of_right, one @ affinity)
            rounds += 1
            is_cleared = _moved(before, one) <= tolerance and _moved(before_other, other) <= tolerance
        gap = float(np.max(of_left - one * (one + affinity @ other), initial=0.0))
    if not np.isfinite(gap):
        raise ArithmeticError("likes of such a size cannot be weighed")
    affinity *= one[:, None]
    affinity *= other[None, :]
    return ClearedMarket(affinity, rounds, gap, one, other, is_cleared)


def join_market(
    likes: Floats, *, capacity: float, prices: Floats, excluded: NDArray[np.bool_] | None = None, beta: float = 1.0
) -> tuple[Floats, float]:
    """The scores of one person with all of the other side, and his own price, while the prices of the others stand.

    `likes` is (m,): what both like of each other, added; `prices` those of the other side from `clear_market`. It is
    the round of that person alone: the next clearing moves everybody a little.
    """
    affinity = np.exp(likes / (2 * beta))
    if excluded is not None:
        affinity[excluded] = 0
    own = _share(np.asarray([capacity], dtype=affinity.dtype), np.asarray([affinity @ prices]))
    return own[0] * affinity * prices, float(own[0])


def _capacities(given: ArrayLike, people: int, like: Floats) -> Floats:
    capacities = np.broadcast_to(np.asarray(given, dtype=like.dtype), (people,))
    if not np.all(np.isfinite(capacities)) or np.any(capacities < 0):
        raise ValueError("a capacity must be a number and not below 0")
    return capacities


def _share(capacity: Floats, drawn: Floats) -> Floats:
    """The root that is not below 0 of `x² + x · drawn = capacity`, in the form that loses no digits."""
    below = drawn + np.sqrt(drawn * drawn + 4 * capacity)
    return np.divide(2 * capacity, below, out=np.zeros_like(below), where=below > 0)


def _moved(before: Floats, after: Floats) -> float:
    return float(np.max(np.abs(after - before), initial=0.0))


def places(scores: Floats) -> NDArray[np.int64]:
    """(n, m): in which place each row sees each column, the best first from 1; of equals the first comes first."""
    order = np.argsort(-scores, axis=1, kind="stable")
    found = np.empty(scores.shape, dtype=np.int64)
    np.put_along_axis(found, order, np.arange(1, scores.shape[1] + 1, dtype=np.int64)[None, :], axis=1)
    return found


def expected_matches(left_likes: Floats, right_likes: Floats, *, left_scores: Floats, right_scores: Floats) -> float:
    """How many pairs are expected to find and like each other, if everybody sees the other side in the order of scores.

    Whoever is in place k is looked at with probability 1/k, and whoever scores 0 never; a match is that both look and
    both like (Tomita and Yokoyama 2024). Those of the left are (n, m), those of the right (m, n).
    """
    left = np.where(left_scores > 0, left_likes / places(left_scores), 0)
    right = np.where(right_scores > 0, right_likes / places(right_scores), 0)
    return float(np.sum(left * right.T))


def exposure(scores: Floats, top: int) -> NDArray[np.int64]:
    """(m,): in how many rows each column is among the first `top`. What scores 0 is shown to nobody."""
    shown = (places(scores) <= top) & (scores > 0)
    counts: NDArray[np.int64] = np.count_nonzero(shown, axis=0).astype(np.int64)
    return counts


def gini(amounts: ArrayLike) -> float:
    """How unequal some amounts are: 0 if all have as much, towards 1 the more one has everything.

    The mean difference of any two, over twice the mean (Gini 1912), by way of the sorted amounts. Nothing shared among
    any number of people is shared equally.
    """
    ordered = np.sort(np.asarray(amounts, dtype=np.float64))
    total = float(ordered.sum())
    if total <= 0:
        return 0.0
    people = len(ordered)
    ranks = np.arange(1, people + 1)
    return float(2 * (ranks @ ordered) / (people * total) - (people + 1) / people)
