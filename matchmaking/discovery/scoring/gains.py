"""What somebody could add to his profile to suit more of those whom his goods suit already: pure."""

from collections.abc import Hashable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from matchmaking.discovery.scoring.crowds import BLOCK, SIGNALS_OF, in_common, marked
from matchmaking.discovery.scoring.facts import SAME_HEADING, Party

MOST_GAINS = 3
FEWEST = 2
"""So few are not worth a word."""

Gain = tuple[str, str, int]
"""What to add (certificate or language), which one, and how many more it would suit."""


def gains_of(parties: Sequence[Party], others: Sequence[Party], block: int = BLOCK) -> list[list[Gain]]:
    """For each party the certificates that others need and he does not show, and the languages of those with whom he
    has none in common; counted over those whose goods are of the same heading, the most frequent first."""
    certificates = _columns(party.seeks.certificates for party in others)
    languages = _columns(party.languages for party in others)
    needed = np.zeros((len(parties), len(certificates)), dtype=np.float32)
    spoken = np.zeros((len(parties), len(languages)), dtype=np.float32)
    for begins in range(0, len(others), block):
        some = others[begins : begins + block]
        fits = _fit(parties, some)
        needed += fits @ marked([party.seeks.certificates for party in some], certificates)
        strangers = fits * (in_common([p.languages for p in parties], [p.languages for p in some]) == 0)
        spoken += strangers @ marked([party.languages for party in some], languages)
    needed *= 1 - marked([party.offers.certificates or frozenset() for party in parties], certificates)
    return [
        _best([*_told("certificate", certificates, needed[row]), *_told("language", languages, spoken[row])])
        for row in range(len(parties))
    ]


def _fit(parties: Sequence[Party], others: Sequence[Party]) -> NDArray[np.float32]:
    asked, told, value = SIGNALS_OF["products"](parties, others)
    fits: NDArray[np.float32] = ((value >= np.float32(SAME_HEADING)) & np.outer(asked, told)).astype(np.float32)
    return fits


def _columns(things: Iterable[Iterable[str]]) -> dict[Hashable, int]:
    return {thing: number for number, thing in enumerate(sorted({each for some in things for each in some}))}


def _told(kind: str, columns: dict[Hashable, int], counts: NDArray[np.float32]) -> list[Gain]:
    return [(kind, str(thing), int(counts[number])) for thing, number in columns.items()]


def _best(gains: Iterable[Gain]) -> list[Gain]:
    worth = [gain for gain in gains if gain[2] >= FEWEST]
    return sorted(worth, key=lambda gain: (-gain[2], gain))[:MOST_GAINS]
