"""What is known of somebody, as far as it decides who suits him; and how much each signal weighs."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

SAME_CODE, SAME_HEADING, SAME_CHAPTER = 1.0, 0.8, 0.5
"""How near two HS codes are: by all six digits, the first four, the first two."""

ENOUGH_SLOTS = 6
"""So many comfortable slots in common are as good as any more."""

UNLIKE, ALIKE = 0.05, 0.5
"""Any two texts are as near as the first; from the second on they say the same."""

INDIFFERENT = 0.5
"""What somebody is worth of whom nothing is known."""

HEAVIEST = 5.0

SIGNALS = ("products", "markets", "languages", "certificates", "volumes", "services", "hours", "texts", "endorsed")


@dataclass(frozen=True)
class Weights:
    """How much each signal counts for somebody, from 0 to `HEAVIEST`.

    `doubt` is the weight of an indifferent signal that is always there: whoever says little is neither perfect nor bad.
    The defaults were tuned on a drawn market (tests/bench/truth/tune.py), and are not to be read as what fairs have
    taught.
    """

    products: float = 3.0
    markets: float = 0.3
    languages: float = 0.5
    certificates: float = 1.0
    volumes: float = 0.2
    services: float = 3.0
    hours: float = 0.7
    texts: float = 2.0
    endorsed: float = 0.3
    doubt: float = 3.0

    def __post_init__(self) -> None:
        for each in fields(self):
            if not 0 <= getattr(self, each.name) <= HEAVIEST:
                raise ValueError(f"the weight of {each.name} must be from 0 to {HEAVIEST:g}")
        if self.doubt == 0:
            raise ValueError("without any doubt nothing could be said of whom nothing is known")


@dataclass(frozen=True)
class Sought:
    """What somebody looks for in the other side. What is empty he has not said.

    Headings are HS codes of four digits, or six; markets are ISO countries. A buyer's headings are his needs; a stand's
    are those of its products, and its markets the countries that it wants to sell to.
    """

    headings: frozenset[str] = frozenset()
    markets: frozenset[str] = frozenset()
    certificates: frozenset[str] = frozenset()
    volumes: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Offered:
    """What somebody is to the other side. What is empty he has not said; `certificates` is None as long as he has not.

    Codes are HS codes of six digits, or four: a stand's products, or what a buyer needs.
    """

    codes: frozenset[str] = frozenset()
    country: str = ""
    markets: frozenset[str] = frozenset()
    certificates: frozenset[str] | None = None
    volumes: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    endorsed_by: frozenset[str] = frozenset()

    @property
    def places(self) -> frozenset[str]:
        """The countries where he is, or which he serves."""
        return self.markets | {self.country} if self.country else self.markets


def no_texts() -> Vectors:
    return np.zeros((0, 1), dtype=np.float32)


@dataclass(frozen=True, eq=False)
class Party:
    """One who looks for partners: a buyer or a stand.

    `slots` are the indexes of the fair's slots that are comfortable for him. Texts are (number, dimensions), each row a
    vector of length one: what he asks for, and what he says of himself. The weights are those by which he looks.
    """

    seeks: Sought = Sought()
    offers: Offered = Offered()
    languages: frozenset[str] = frozenset()
    slots: frozenset[int] = frozenset()
    asks: Vectors = field(default_factory=no_texts)
    says: Vectors = field(default_factory=no_texts)
    weights: Weights = Weights()


def weights_of(parties: Sequence[Party]) -> Vectors:
    """(people, signals + 1): everybody's weights in the order of `SIGNALS`, then his doubt."""
    names = (*SIGNALS, "doubt")
    rows: list[list[Any]] = [[getattr(party.weights, name) for name in names] for party in parties]
    return np.array(rows, dtype=np.float32).reshape(len(parties), len(names))


def beginnings(codes: frozenset[str], digits: int) -> frozenset[str]:
    """The codes cut to so many digits; what is shorter is left out."""
    return frozenset(code[:digits] for code in codes if len(code) >= digits)
