"""The labelled pairs, and how many needs find their right partner by their text alone."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np

from matchmaking.common.encoder import encode

HERE = Path(__file__).parent
NAMED_IN = ("en", "fr", "de", "es", "zh")

Part = Literal["tune", "held"]


@dataclass(frozen=True)
class Pair:
    """A topic: somebody's need, and the offer in another language that answers it."""

    part: str
    topic: str
    family: str
    heading: str
    """Of the Harmonized System; empty for services."""

    service: str
    """The sector of a service; empty for goods."""

    need_language: str
    need: str
    offer_language: str
    offer: str


@cache
def pairs() -> tuple[Pair, ...]:
    with (HERE / "pairs.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Pair(**row) for row in csv.DictReader(file))


@cache
def names() -> dict[str, dict[str, str]]:
    """What the goods of each topic are called, by topic and language."""
    with (HERE / "topics.csv").open(encoding="utf-8", newline="") as file:
        return {row["topic"]: {language: row[language] for language in NAMED_IN} for row in csv.DictReader(file)}


def share_found(part: Part, first: int = 10) -> float:
    """The share of a part's needs whose right partner is among the first of all offers, of both parts."""
    every = pairs()
    offers = encode([pair.offer for pair in every])
    asked = [number for number, pair in enumerate(every) if pair.part == part]
    likeness = encode([every[number].need for number in asked]) @ offers.T
    right = likeness[np.arange(len(asked)), asked]
    better = np.count_nonzero(likeness > right[:, None], axis=1)
    return float(np.mean(better < first))
