"""Does clearing the market find more pairs than scores do, and fairly? One JSON line per figure.

The market is a published one, drawn from numpy's legacy generator: Tomita and Yokoyama, "Fair Reciprocal Recommendation
in Matching Markets", RecSys 2024. Its values for 30 × 20 people must come out again to all four digits, or it fails.
`ratio_to_product_1000`: expected matches of the cleared market against those of ranking by the product of both likes.
`gini_1000`: how unequally the places in everybody's top ten are shared; of the two sides the worse one.
"""

import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaking.discovery.market import TOLERANCE, clear_market, expected_matches, exposure, gini
from tests.bench.figures import figure

Floats = NDArray[np.floating[Any]]

PUBLISHED = {"own_preference": 6.0976, "product": 13.2147, "cleared": 15.4475}
TOP = 10
EXACT = 1e-6  # published to the end: coarser, a few of the 1,200 places are not settled yet


def published_market(lefts: int, rights: int, popularity: float, seed: int = 0) -> tuple[Floats, Floats]:
    """The likes of both sides: (n, m) and (m, n). `popularity` is how far all of a side like the same people."""
    chance = np.random.RandomState(seed)
    left, right = chance.random_sample((lefts, rights)), chance.random_sample((rights, lefts))
    left = np.clip((1 - popularity) * left + popularity * np.linspace(1, 0, rights)[None, :], 0, 1)
    right = np.clip((1 - popularity) * right + popularity * np.linspace(1, 0, lefts)[None, :], 0, 1)
    return left, right


def rankings(left: Floats, right: Floats, tolerance: float = TOLERANCE) -> dict[str, tuple[Floats, Floats]]:
    """Scores by which either side sees the other, by three ways of ranking."""
    product, cleared = left * right.T, clear_market(left, right, tolerance=tolerance).scores
    return {
        "own_preference": (left, right),
        "product": (product, product.T),
        "cleared": (cleared, cleared.T),
    }


def matches(left: Floats, right: Floats, ranked: dict[str, tuple[Floats, Floats]]) -> dict[str, float]:
    return {
        name: expected_matches(left, right, left_scores=ours, right_scores=theirs)
        for name, (ours, theirs) in ranked.items()
    }


def unevenness(scores: tuple[Floats, Floats]) -> tuple[float, float]:
    """Of the worse side: the Gini coefficient of its exposure, and the share of those whom nobody is shown."""
    shown = [exposure(side, TOP) for side in scores]
    return max(map(gini, shown)), max(float(np.mean(each == 0)) for each in shown)


def small() -> None:
    left, right = published_market(30, 20, 0.5)
    found = {name: round(value, 4) for name, value in matches(left, right, rankings(left, right, EXACT)).items()}
    assert found == PUBLISHED, f"published values not reproduced: {found}"
    reference = {"product": found["product"], "own_preference": found["own_preference"]}
    figure("market", "expected_matches_30x20", found["cleared"], "matches", reference)


def large() -> None:
    left, right = published_market(1000, 1000, 0.5)
    began = time.perf_counter()
    cleared = clear_market(left, right)
    seconds = time.perf_counter() - began
    ranked = rankings(left, right)
    found = matches(left, right, ranked)
    spread = {name: unevenness(scores) for name, scores in ranked.items()}
    ratio = found["cleared"] / found["product"]
    gini_cleared, unexposed = spread["cleared"]
    reference: dict[str, Any] = {name: round(value, 1) for name, value in found.items()}
    figure("market", "ratio_to_product_1000", ratio, "ratio", {"at_least": 2.2} | reference)
    reference = {name: round(uneven, 3) for name, (uneven, _share) in spread.items() if name != "cleared"}
    shares = {f"unexposed_{name}": round(share, 4) for name, (_uneven, share) in spread.items()}
    figure("market", "gini_1000", gini_cleared, "gini", {"at_most": 0.25, "top": TOP} | reference | shares)
    figure("market", "seconds_1000", seconds, "s", {"at_most": 3, "rounds": cleared.rounds})
    assert unexposed == 0, "somebody is in nobody's top ten"


def main() -> None:
    small()
    large()


if __name__ == "__main__":
    main()
