"""What somebody's deeds say about what counts for him: pure. His weights move slowly, within bounds, and can be reset.

A **taste** is a factor for each signal, from half to twice: by it the fair's weight of the signal is multiplied. Each
deed moves the factors by an exponential step, in the direction of what sets the other apart from those whom the list
usually shows (a multiplicative update, as of Littlestone and Warmuth, "The Weighted Majority Algorithm", Information
and Computation 108, 1994). Whoever speaks a common language says nothing by that where everybody does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import exp, log

from matchmaking.discovery.scoring.facts import HEAVIEST, SIGNALS, Weights

LEAST, MOST = 0.5, 2.0
RATE = 0.1

DEEDS = {
    "opened": 0.2,
    "saved": 0.5,
    "shortlisted": 0.8,
    "asked": 1.0,
    "accepted": 1.0,
    "declined": -1.0,
    "dismissed": -1.0,
}
"""How much each deed says in favour of the other. A meeting's stars say from -1 (one) to 1 (five)."""

CAUSES: dict[str, tuple[str, ...]] = {
    "goods": ("products", "texts"),
    "market": ("markets",),
    "language": ("languages",),
    "hours": ("hours",),
    "terms": ("certificates", "volumes", "services"),
    "known": (),
    "other": (),
}
"""Which signals matter more to whoever dismisses somebody for this cause."""


@dataclass(frozen=True)
class Deed:
    """What somebody has done about somebody else, and how he saw him: the value of each known signal."""

    strength: float
    values: Mapping[str, float]
    cause: str = ""


def strength_of_stars(stars: int) -> float:
    return (stars - 3) / 2


def taste_from(deeds: Iterable[Deed], usual: Mapping[str, float]) -> dict[str, float]:
    """The factor of each signal that has moved, from all deeds at once: in whatever order they came.

    `usual` is the mean value of each signal over those whom the list shows.
    """
    moved: dict[str, float] = {}
    for deed in deeds:
        if deed.cause:
            for name in CAUSES[deed.cause]:
                moved[name] = moved.get(name, 0.0) + RATE
        else:
            for name, value in deed.values.items():
                apart = value - usual.get(name, value)
                moved[name] = moved.get(name, 0.0) + RATE * deed.strength * apart
    factors = {name: exp(min(log(MOST), max(log(LEAST), step))) for name, step in moved.items()}
    return {name: round(factor, 3) for name, factor in factors.items() if abs(factor - 1) >= 0.01}


def tasting(weights: Weights, taste: Mapping[str, float]) -> Weights:
    """The weights by which somebody with this taste looks. A factor of what is no signal any more is left out."""
    if not taste:
        return weights
    moved = {
        name: min(HEAVIEST, getattr(weights, name) * min(MOST, max(LEAST, factor)))
        for name, factor in taste.items()
        if name in SIGNALS
    }
    return replace(weights, **moved)
