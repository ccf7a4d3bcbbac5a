"""What somebody looks for who has only written a text: the HS headings whose names mean nearly the same. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matchmaking.discovery.scoring.facts import Vectors

MOST_GUESSES = 5
LIKE_A_NAME = 0.35
"""A text that is no nearer to any name of goods than this is about none that is known."""

NEARLY_AS_GOOD = 0.15
"""Of the others those are guessed that are no farther than this from the nearest."""


@dataclass(frozen=True, eq=False)
class Tariff:
    """Names of goods: (names, dimensions), each row of length one, with the heading that each of them leads to."""

    meanings: Vectors
    headings: Sequence[str]


def guess_headings(texts: Vectors, tariff: Tariff) -> frozenset[str]:
    """The headings nearest to any of the texts; none where no name of goods is near."""
    if not len(texts) or not len(tariff.headings):
        return frozenset()
    near = np.max(tariff.meanings @ texts.T, axis=1)
    best: dict[str, float] = {}
    for row in np.argsort(-near, kind="stable")[: 20 * MOST_GUESSES].tolist():
        best.setdefault(tariff.headings[row], float(near[row]))
    found = sorted(best.items(), key=lambda each: -each[1])[:MOST_GUESSES]
    bar = max(LIKE_A_NAME, found[0][1] - NEARLY_AS_GOOD)
    return frozenset(heading for heading, likeness in found if likeness >= bar)
