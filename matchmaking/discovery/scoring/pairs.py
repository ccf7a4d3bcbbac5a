"""One pair: how well they suit each other, with the reasons for both."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

from matchmaking.discovery.scoring.facts import (
    ALIKE,
    ENOUGH_SLOTS,
    INDIFFERENT,
    SAME_CHAPTER,
    SAME_CODE,
    SAME_HEADING,
    UNLIKE,
    Party,
    beginnings,
)


@dataclass(frozen=True)
class Reason:
    """Why, as a code and what belongs to it; words are made of it where the reader is known."""

    code: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Signal:
    """What one signal says, from 0 to 1, why, and what is missing for more."""

    name: str
    value: float
    reasons: tuple[Reason, ...] = ()
    missing: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class View:
    """How one sees the other."""

    score: float
    signals: tuple[Signal, ...]
    """Only those that are known on both sides."""

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return tuple(reason for signal in self.signals for reason in signal.reasons)

    @property
    def missing(self) -> tuple[Reason, ...]:
        return tuple(reason for signal in self.signals for reason in signal.missing)


@dataclass(frozen=True)
class PairScore:
    """How both see each other, and how well they suit each other: nothing at all if they are kept apart."""

    left: View
    right: View
    is_excluded: bool = False

    @property
    def score(self) -> float:
        """The geometric mean: interest of one side alone does not win."""
        return 0.0 if self.is_excluded else sqrt(self.left.score * self.right.score)


NOBODY = View(score=0.0, signals=())


def score_pair(left: Party, right: Party, *, is_excluded: bool = False) -> PairScore:
    """Both views; of whoever are kept apart nothing is told, not even a reason."""
    if is_excluded:
        return PairScore(NOBODY, NOBODY, is_excluded=True)
    return PairScore(view(left, right), view(right, left))


def view(seeker: Party, other: Party) -> View:
    """The mean of the signals that are known, each with the seeker's weight, and of his doubt."""
    signals = tuple(_signals(seeker, other))
    weights = seeker.weights
    weighed = [(getattr(weights, signal.name), signal.value) for signal in signals] + [(weights.doubt, INDIFFERENT)]
    return View(sum(w * value for w, value in weighed) / sum(w for w, _value in weighed), signals)


def _signals(seeker: Party, other: Party) -> Iterator[Signal]:
    seeks, offers = seeker.seeks, other.offers
    if seeks.headings and offers.codes:
        yield _products(seeks.headings, offers.codes)
    if seeks.markets and offers.places:
        yield _any_common("markets", "market", seeks.markets, offers.places)
    if seeker.languages and other.languages:
        yield _any_common("languages", "language", seeker.languages, other.languages)
    if seeks.certificates and offers.certificates is not None:
        yield _certificates(seeks.certificates, offers.certificates)
    if seeks.volumes and offers.volumes:
        yield _any_common("volumes", "volume", seeks.volumes, offers.volumes)
    if seeks.services and offers.services:
        yield _any_common("services", "service", seeks.services, offers.services)
    if seeker.slots and other.slots:
        yield _hours(seeker.slots & other.slots)
    if offers.endorsed_by:
        yield Signal("endorsed", 1.0, (Reason("endorsed", {"names": tuple(sorted(offers.endorsed_by))}),))
    if len(seeker.asks) and len(other.says):
        yield _texts(seeker, other)


def _products(headings: frozenset[str], codes: frozenset[str]) -> Signal:
    """The nearest of all: with the codes that are as near as that."""
    for digits, value, code in ((6, SAME_CODE, "code"), (4, SAME_HEADING, "heading"), (2, SAME_CHAPTER, "chapter")):
        common = sorted(beginnings(headings, digits) & beginnings(codes, digits))
        if common:
            return Signal("products", value, tuple(Reason(code, {"code": each}) for each in common))
    return Signal("products", 0.0)


def _any_common(name: str, code: str, sought: frozenset[str], offered: frozenset[str]) -> Signal:
    common = tuple(sorted(sought & offered))
    if common:
        return Signal(name, 1.0, (Reason(code, {"codes": common}),))
    return Signal(name, 0.0, missing=(Reason(f"{code} missing", {"codes": tuple(sorted(sought))}),))


def _certificates(needed: frozenset[str], held: frozenset[str]) -> Signal:
    """The share of those needed that are held."""
    there, lacking = tuple(sorted(needed & held)), tuple(sorted(needed - held))
    return Signal(
        "certificates",
        len(there) / len(needed),
        (Reason("certificate", {"codes": there}),) if there else (),
        (Reason("certificate missing", {"codes": lacking}),) if lacking else (),
    )


def _hours(common: frozenset[int]) -> Signal:
    if common:
        return Signal(
            "hours", min(1.0, len(common) / ENOUGH_SLOTS), (Reason("hours", {"slots": tuple(sorted(common))}),)
        )
    return Signal("hours", 0.0, missing=(Reason("hours missing", {}),))


def _texts(seeker: Party, other: Party) -> Signal:
    """The two texts that are most alike, if they are more alike than any two."""
    likeness = seeker.asks @ other.says.T
    asked, said = np.unravel_index(int(np.argmax(likeness)), likeness.shape)
    value = min(1.0, max(0.0, (float(likeness[asked, said]) - UNLIKE) / (ALIKE - UNLIKE)))
    return Signal("texts", value, (Reason("text", {"asked": int(asked), "said": int(said)}),) if value > 0 else ())
