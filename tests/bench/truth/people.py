"""Who comes to a drawn fair: buyers and stands as they truly are, most of which no profile says.

What people are is drawn; what they think of each other follows in `market`. The numbers are judgement: they are meant
to be like a fair with people from everywhere. Whoever changes one has another truth, and must tune anew.
"""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from matchmaking.companies.classification import hs_lines
from tests.bench.truth.pairs import Pair, Part, pairs

STANDS, BUYERS = 400, 1200

# By language: countries, and by how many hours their clocks are before UTC.
HOMES = {
    "ar": {"AE": 4, "SA": 3, "MA": 1, "EG": 2}, "de": {"DE": 1, "AT": 1, "CH": 1},
    "en": {"GB": 0, "US": -5, "IN": 5, "ZA": 2}, "es": {"ES": 1, "MX": -6, "PE": -5, "AR": -3},
    "fr": {"FR": 1, "BE": 1, "SN": 0}, "it": {"IT": 1}, "ja": {"JP": 9}, "ko": {"KR": 9}, "nl": {"NL": 1},
    "pl": {"PL": 1}, "pt": {"PT": 0, "BR": -3}, "ru": {"KZ": 5}, "th": {"TH": 7}, "tr": {"TR": 3},
    "zh": {"CN": 8, "SG": 8},
}  # fmt: skip
REGIONS = (
    {"DE", "AT", "CH", "FR", "BE", "NL", "GB"}, {"ES", "IT", "PT", "PL", "TR"}, {"AE", "SA", "MA", "EG", "SN", "ZA"},
    {"US", "MX"}, {"PE", "AR", "BR"}, {"IN", "TH", "SG", "KZ"}, {"CN", "JP", "KR"},
)  # fmt: skip
CERTIFICATES = {
    "food": ("haccp", "ifs", "halal", "organic"),
    "wear": ("gots", "oeko-tex", "reach", "iso-9001"),
    "machines": ("ce", "iso-9001", "iso-14001", "iso-45001"),
}
FOOD = {
    "sweets", "tea and coffee", "dairy", "oils and sauces", "drinks", "fruit and nuts", "fish and meat",
    "grain and bakery",
}  # fmt: skip
WEAR = {"fabrics", "garments", "leather", "tableware", "beauty", "leisure", "packaging", "furniture"}
VOLUMES = ("sample", "pallet", "container", "contract")
HOURS = range(48)  # of two days, in UTC
STARS, CHAINS = 0.08, 0.05
"""The shares of stands and of buyers that suit nearly everybody: they trade in much, hold every certificate or need
none, take any volume, and have it all written in the languages of most."""

MOST_READ = ("en", "fr", "de", "es", "zh")


class Goods(NamedTuple):
    """One topic of somebody's, with its code of six digits or the sector of a service."""

    topic: int
    code: str


@dataclass(frozen=True)
class Person:
    """A buyer or a stand as it truly is. Of grade and standing no profile has a word."""

    goods: tuple[Goods, ...]
    writes: tuple[str, ...]
    languages: frozenset[str]
    country: str
    branches: frozenset[str]
    wanted: frozenset[str]
    certificates: frozenset[str]
    volumes: frozenset[str]
    hours: frozenset[int]
    meetings: int
    """How many he has time for."""

    grade: int
    """From 0, cheap, to 2, the best."""

    standing: float
    """How good a stand is, or how big a buyer, beyond anything that is said: about 0, seldom beyond 2."""


@dataclass(frozen=True)
class Crowd:
    """Who came, and how near the topics are to each other: those of a part alone."""

    topics: tuple[Pair, ...]
    nearness: np.ndarray
    """(topics, topics): 1 of each to itself, between 0.3 and 0.75 within a family, 0.05 beyond."""

    buyers: tuple[Person, ...]
    stands: tuple[Person, ...]


def crowd(part: Part, seed: int, *, stands: int = STANDS, buyers: int = BUYERS) -> Crowd:
    """A fair of people who trade in the topics of one part."""
    chance = np.random.default_rng(seed)
    topics = tuple(pair for pair in pairs() if pair.part == part)
    families = np.array([pair.family for pair in topics])
    drawn = chance.uniform(0.3, 0.75, (len(topics), len(topics)))
    nearness = np.where(families[:, None] == families[None, :], (drawn + drawn.T) / 2, 0.05)
    np.fill_diagonal(nearness, 1)
    return Crowd(
        topics,
        nearness,
        tuple(_buyer(topics, chance) for _ in range(buyers)),
        tuple(_stand(topics, chance) for _ in range(stands)),
    )


def _buyer(topics: tuple[Pair, ...], chance: np.random.Generator) -> Person:
    is_chain = chance.random() < CHAINS
    mine = _topics(topics, chance, (0, 0, 0.35, 0.35, 0.3) if is_chain else (0.7, 0.3))
    language = _language(topics[mine[0]].need_language, chance)
    country, clock = _home(language, chance)
    return Person(
        goods=tuple(Goods(each, _code(topics[each], chance)) for each in mine),
        writes=_writes(language, is_chain),
        languages=_languages(language, chance) | (frozenset(MOST_READ) if is_chain else frozenset()),
        country=country,
        branches=frozenset(),
        wanted=frozenset() if is_chain or chance.random() < 0.4 else _regions(chance, 2, 4),
        certificates=frozenset() if is_chain else _some(_standards(topics[mine[0]]), chance, 0.25),
        volumes=frozenset(VOLUMES) if is_chain else _rungs(chance, 2),
        hours=_hours(clock, chance, 12 if is_chain else 9),
        meetings=int(chance.integers(4, 13)),
        grade=int(chance.choice(3, p=(0.3, 0.45, 0.25))),
        standing=float(chance.normal(1.0 if is_chain else 0.0)),
    )


def _stand(topics: tuple[Pair, ...], chance: np.random.Generator) -> Person:
    is_star = chance.random() < STARS
    mine = _topics(topics, chance, (0, 0, 0, 0.25, 0.25, 0.25, 0.25) if is_star else (0.55, 0.3, 0.15))
    language = _language(topics[mine[0]].offer_language, chance)
    country, clock = _home(language, chance)
    standards = _standards(topics[mine[0]])
    return Person(
        goods=tuple(Goods(each, _code(topics[each], chance)) for each in mine),
        writes=_writes(language, is_star),
        languages=_languages(language, chance) | (frozenset(MOST_READ) if is_star else frozenset()),
        country=country,
        branches=_regions(chance, 3, 5) if is_star else frozenset(),
        wanted=_regions(chance, 5, 7) if is_star else _regions(chance, 2, 5),
        certificates=frozenset(standards) if is_star else _some(standards, chance, 0.65),
        volumes=frozenset(VOLUMES) if is_star else _rungs(chance, 3),
        hours=_hours(clock, chance, 14 if is_star else 10),
        meetings=int(chance.integers(12, 37)),
        grade=int(chance.choice(3, p=(0.3, 0.45, 0.25))),
        standing=float(chance.normal(1.0 if is_star else 0.0)),
    )


def _writes(own: str, has_translators: bool) -> tuple[str, ...]:
    return tuple(dict.fromkeys((own, *MOST_READ))) if has_translators else (own,)


def _topics(topics: tuple[Pair, ...], chance: np.random.Generator, numbers: tuple[float, ...]) -> list[int]:
    """One at random, and more: mostly of the same family as long as it has any."""
    mine = [int(chance.integers(len(topics)))]
    for _ in range(int(chance.choice(len(numbers), p=numbers))):
        others = [each for each in range(len(topics)) if each not in mine]
        near = [each for each in others if topics[each].family == topics[mine[0]].family]
        mine.append(int(chance.choice(near if near and chance.random() < 0.8 else others)))
    return mine


def _language(written: str, chance: np.random.Generator) -> str:
    """That of the topic's own text for a third, else one of those in which there are phrases."""
    if chance.random() < 0.35:
        return written
    return str(chance.choice(MOST_READ, p=(0.35, 0.15, 0.15, 0.2, 0.15)))


def _home(language: str, chance: np.random.Generator) -> tuple[str, int]:
    countries = HOMES[language]
    country = str(chance.choice(list(countries)))
    return country, countries[country]


def _languages(own: str, chance: np.random.Generator) -> frozenset[str]:
    more = {"en"} if chance.random() < 0.6 else set()
    return frozenset({own} | more | ({str(chance.choice(list(HOMES)))} if chance.random() < 0.2 else set()))


def _regions(chance: np.random.Generator, least: int, most: int) -> frozenset[str]:
    chosen = chance.choice(len(REGIONS), size=int(chance.integers(least, most + 1)), replace=False)
    return frozenset[str]().union(*(REGIONS[each] for each in chosen))


def _standards(topic: Pair) -> tuple[str, ...]:
    return CERTIFICATES["food" if topic.family in FOOD else "wear" if topic.family in WEAR else "machines"]


def _some(things: tuple[str, ...], chance: np.random.Generator, share: float) -> frozenset[str]:
    return frozenset(each for each in things if chance.random() < share)


def _rungs(chance: np.random.Generator, most: int) -> frozenset[str]:
    """Some neighbours on the ladder of volumes."""
    number = int(chance.integers(1, most + 1))
    lowest = int(chance.integers(len(VOLUMES) - number + 1))
    return frozenset(VOLUMES[lowest : lowest + number])


def _hours(clock: int, chance: np.random.Generator, length: int) -> frozenset[int]:
    """A working day by the clock at home, begun a little sooner or later; on one day or both."""
    begins = 8 + int(chance.integers(-1, 3)) - clock
    days = (0, 1) if chance.random() < 0.75 else (int(chance.integers(2)),)
    return frozenset(hour for hour in HOURS if hour // 24 in days and (hour - begins) % 24 < length)


@cache
def _children() -> dict[str, tuple[str, ...]]:
    """The codes of six digits by heading."""
    found: dict[str, list[str]] = {}
    for line in hs_lines():
        if len(line.code) == 6:
            found.setdefault(line.code[:4], []).append(line.code)
    return {heading: tuple(codes) for heading, codes in found.items()}


def _code(topic: Pair, chance: np.random.Generator) -> str:
    """Six digits under the topic's heading: for most people the same, for some another of it."""
    if topic.service:
        return topic.service
    codes = _children()[topic.heading]
    usual = codes[sum(map(ord, topic.topic)) % len(codes)]
    return usual if chance.random() < 0.7 else str(chance.choice(codes))
