"""Everybody of one side with everybody of the other, in blocks of columns: the scores that pairs have, no reasons."""

from collections.abc import Callable, Hashable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaking.discovery.scoring.facts import (
    ALIKE,
    ENOUGH_SLOTS,
    INDIFFERENT,
    SAME_CHAPTER,
    SAME_CODE,
    SAME_HEADING,
    SIGNALS,
    UNLIKE,
    Party,
    Vectors,
    beginnings,
    weights_of,
)

BLOCK = 1024
"""Columns at a time. The rows are looked through again for each block; what is in between takes some 150 MB for 2,000
rows, whatever the number of columns."""

Known = NDArray[np.bool_]
Things = Sequence[AbstractSet[Hashable]]


@dataclass(frozen=True, eq=False)
class CrowdScores:
    """(left, right) each, from 0 to 1: how the left see the right, how they are seen, and both. float32."""

    left: Vectors
    right: Vectors

    @property
    def both(self) -> Vectors:
        """The geometric mean, as for one pair; 0 for those who are kept apart."""
        product: Vectors = self.left * self.right
        np.sqrt(product, out=product)
        return product


def score_crowd(
    lefts: Sequence[Party],
    rights: Sequence[Party],
    *,
    excluded: Known | None = None,
    block: int = BLOCK,
    told: Callable[[int], None] | None = None,
) -> CrowdScores:
    """The views of all pairs. `excluded` is (left, right): these score 0 on both sides. `told` hears of each block."""
    shape = (len(lefts), len(rights))
    ours, theirs = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
    if lefts:
        for begins in range(0, len(rights), block):
            some = rights[begins : begins + block]
            columns = slice(begins, begins + len(some))
            ours[:, columns] = views(lefts, some)
            theirs[:, columns] = views(some, lefts).T
            if told:
                told(len(some))
    if excluded is not None:
        ours[excluded] = 0
        theirs[excluded] = 0
    return CrowdScores(ours, theirs)


def views(seekers: Sequence[Party], others: Sequence[Party]) -> Vectors:
    """(seekers, others): how each seeker sees each other."""
    weights = weights_of(seekers)
    total = np.repeat(weights[:, -1:], len(others), axis=1)
    score: Vectors = total * np.float32(INDIFFERENT)
    for number, name in enumerate(SIGNALS):
        asked, told, value = SIGNALS_OF[name](seekers, others)
        if not (asked.any() and told.any()):
            continue
        weight = np.outer(weights[:, number] * asked, told.astype(np.float32))
        total += weight
        score += weight * value
    score /= total
    return score


Measure = tuple[Known, Known, Vectors]
"""Which seekers ask for it, which others tell it, and for all pairs how well it fits."""


def _products(seekers: Sequence[Party], others: Sequence[Party]) -> Measure:
    sought, offered = [party.seeks.headings for party in seekers], [party.offers.codes for party in others]
    value = np.zeros((len(seekers), len(others)), dtype=np.float32)
    for digits, worth in ((2, SAME_CHAPTER), (4, SAME_HEADING), (6, SAME_CODE)):
        common = in_common(
            [beginnings(each, digits) for each in sought], [beginnings(each, digits) for each in offered]
        )
        value[common > 0] = worth
    return _said(sought), _said(offered), value


def _certificates(seekers: Sequence[Party], others: Sequence[Party]) -> Measure:
    needed, held = [party.seeks.certificates for party in seekers], [party.offers.certificates for party in others]
    common = in_common(needed, [each or frozenset() for each in held])
    numbers = np.array([max(1, len(each)) for each in needed], dtype=np.float32)
    return _said(needed), np.array([each is not None for each in held], dtype=np.bool_), common / numbers[:, None]


def _hours(seekers: Sequence[Party], others: Sequence[Party]) -> Measure:
    mine, theirs = [party.slots for party in seekers], [party.slots for party in others]
    return _said(mine), _said(theirs), np.minimum(in_common(mine, theirs) / np.float32(ENOUGH_SLOTS), np.float32(1))


def _endorsed(seekers: Sequence[Party], others: Sequence[Party]) -> Measure:
    """Whoever is vouched for is so for everybody; that nobody vouches for somebody says nothing of him."""
    told = _said([party.offers.endorsed_by for party in others])
    return np.ones(len(seekers), dtype=np.bool_), told, np.ones((len(seekers), len(others)), dtype=np.float32)


def _any_common(
    sought: Callable[[Party], AbstractSet[str]], offered: Callable[[Party], AbstractSet[str]]
) -> Callable[[Sequence[Party], Sequence[Party]], Measure]:
    def measure(seekers: Sequence[Party], others: Sequence[Party]) -> Measure:
        wanted, there = [sought(party) for party in seekers], [offered(party) for party in others]
        return _said(wanted), _said(there), (in_common(wanted, there) > 0).astype(np.float32)

    return measure


def _texts(seekers: Sequence[Party], others: Sequence[Party]) -> Measure:
    """The likeness of the two texts that are most alike, of all texts of both at once."""
    asks, says = [party.asks for party in seekers], [party.says for party in others]
    asked = np.array([len(each) > 0 for each in asks], dtype=np.bool_)
    told = np.array([len(each) > 0 for each in says], dtype=np.bool_)
    value = np.zeros((len(seekers), len(others)), dtype=np.float32)
    if asked.any() and told.any():
        asking, telling = [each for each in asks if len(each)], [each for each in says if len(each)]
        likeness = np.concatenate(asking) @ np.concatenate(telling).T
        likeness = np.maximum.reduceat(likeness, _starts(telling), axis=1)
        likeness = np.maximum.reduceat(likeness, _starts(asking), axis=0)
        value[np.ix_(asked, told)] = np.clip((likeness - UNLIKE) / (ALIKE - UNLIKE), 0, 1)
    return asked, told, value


SIGNALS_OF: dict[str, Callable[[Sequence[Party], Sequence[Party]], Measure]] = {
    "products": _products,
    "markets": _any_common(lambda party: party.seeks.markets, lambda party: party.offers.places),
    "languages": _any_common(lambda party: party.languages, lambda party: party.languages),
    "certificates": _certificates,
    "volumes": _any_common(lambda party: party.seeks.volumes, lambda party: party.offers.volumes),
    "services": _any_common(lambda party: party.seeks.services, lambda party: party.offers.services),
    "hours": _hours,
    "texts": _texts,
    "endorsed": _endorsed,
}


def _said(things: Sequence[AbstractSet[Any]]) -> Known:
    return np.array([bool(each) for each in things], dtype=np.bool_)


def _starts(parts: Sequence[Vectors]) -> NDArray[np.int64]:
    """Where each part begins once all stand one after the other."""
    return np.cumsum([0, *(len(each) for each in parts[:-1])], dtype=np.int64)


def in_common(ones: Things, others: Things) -> Vectors:
    """(ones, others): how many things each pair has in common. What only one side has needs no column."""
    shared = frozenset().union(*ones) & frozenset().union(*others)
    columns = {thing: number for number, thing in enumerate(shared)}
    return marked(ones, columns) @ marked(others, columns).T


def marked(people: Things, columns: dict[Hashable, int]) -> Vectors:
    """A one for each thing that somebody has."""
    marks = np.zeros((len(people), len(columns)), dtype=np.float32)
    seen: dict[AbstractSet[Hashable], int] = {}
    for row, things in enumerate(people):
        if things in seen:  # of thousands of people many have the very same hours, or languages
            marks[row] = marks[seen[things]]
            continue
        seen[things] = row
        for thing in things:
            if (column := columns.get(thing)) is not None:
                marks[row, column] = 1
    return marks
