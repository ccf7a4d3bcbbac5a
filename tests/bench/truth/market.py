"""What each of a drawn fair is truly worth to whom, and what the profiles tell of it.

Utilities are products of factors, with chance in each; the product's own score is a mean of signals. Neither knows the
numbers of the other. docs/discovery.md writes them down.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaking.common.encoder import encode
from matchmaking.discovery.queries.tariff import tariff
from matchmaking.discovery.scoring.facts import Offered, Party, Sought, Vectors
from matchmaking.discovery.scoring.guessing import guess_headings
from tests.bench.truth.pairs import Pair, Part, names
from tests.bench.truth.people import Crowd, Goods, Person, crowd
from tests.bench.truth.phrases import PHRASES

Floats = NDArray[np.floating[Any]]

WORTHWHILE = 0.25
"""A meeting worth less to somebody than this is not acceptable to him."""

CHANCE = 0.12
"""How far a utility strays, as the deviation of its logarithm."""

SAID = {"languages": 0.95, "wanted": 0.75, "certificates": 0.65, "volumes": 0.65}
"""How likely somebody is to have said so much of himself, of either side."""

CODES_SOUGHT, TEXT_WRITTEN = 0.75, 0.85
"""How likely a buyer is to have chosen headings, and to have written what he looks for. He has done one of the two."""

SHOWN = 0.9
"""How likely a stand shows each of its goods, which has a name and a code then; it shows at least one."""

MISCODED = 0.08
"""How likely a code of goods is a wrong one of the same chapter."""


@dataclass(frozen=True)
class Profile:
    """What is known of somebody: his texts by topic, and his party without their vectors."""

    party: Party
    texts: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Market:
    """Two sides that look at each other; of buyers and stands, (buyers, stands) unless it says otherwise."""

    buyers: tuple[Profile, ...]
    stands: tuple[Profile, ...]
    worth: Floats
    """How good the meeting is: the geometric mean of what it is worth to both, 0 unless both accept it."""

    buyer_meetings: NDArray[np.int64]
    stand_meetings: NDArray[np.int64]
    seed: int


def market(part: Part, seed: int) -> Market:
    """A drawn fair: who came, what they are worth to each other, what they told."""
    people = crowd(part, seed)
    chance = np.random.default_rng(seed + 1)
    to_buyers, to_stands = utilities(people, chance)
    accepted = (to_buyers >= WORTHWHILE) & (to_stands >= WORTHWHILE)
    return Market(
        buyers=told(people, people.buyers, chance, is_stand=False),
        stands=told(people, people.stands, chance, is_stand=True),
        worth=np.where(accepted, np.sqrt(to_buyers * to_stands), 0),
        buyer_meetings=np.array([each.meetings for each in people.buyers]),
        stand_meetings=np.array([each.meetings for each in people.stands]),
        seed=seed,
    )


def utilities(people: Crowd, chance: np.random.Generator) -> tuple[Floats, Floats]:
    """What each stand is worth to each buyer and each buyer to each stand, from 0 to 1: both (buyers, stands)."""
    buyers, stands = people.buyers, people.stands
    fit = np.array([[_fit(people, buyer, stand) for stand in stands] for buyer in buyers])
    talk = np.where(_common(buyers, stands, lambda each: each.languages) > 0, 1, 0.55)
    amount = np.where(_common(buyers, stands, lambda each: each.volumes) > 0, 1, 0.75)
    time = 1 - np.exp(-_common(buyers, stands, lambda each: each.hours) / 2)
    grades = np.abs(np.subtract.outer([each.grade for each in buyers], [each.grade for each in stands]))
    alike = np.array((1, 0.85, 0.6))[grades]
    shared = fit * talk * amount * time * alike
    lacking = _lacking(buyers, stands, lambda each: each.certificates)
    to_buyers = shared * _wished(buyers, stands, 0.6) * 0.8**lacking
    to_stands = shared * _wished(stands, buyers, 0.65).T
    good = np.array([each.standing for each in stands])[None, :]
    big = np.array([each.standing for each in buyers])[:, None]
    to_buyers *= np.exp(0.12 * good + chance.normal(0, CHANCE, fit.shape))
    to_stands *= np.exp(0.15 * big + chance.normal(0, CHANCE, fit.shape))
    return np.minimum(to_buyers, 1), np.minimum(to_stands, 1)


def _fit(people: Crowd, buyer: Person, stand: Person) -> float:
    """How near the best of what is offered comes to what is wanted."""
    return max(people.nearness[wanted.topic, there.topic] for wanted in buyer.goods for there in stand.goods)


def _common(
    ones: Sequence[Person], others: Sequence[Person], things: Callable[[Person], AbstractSet[Any]]
) -> NDArray[np.int64]:
    return np.array([[len(things(one) & things(other)) for other in others] for one in ones])


def _lacking(
    ones: Sequence[Person], others: Sequence[Person], things: Callable[[Person], AbstractSet[Any]]
) -> NDArray[np.int64]:
    return np.array([[len(things(one) - things(other)) for other in others] for one in ones])


def _wished(ones: Sequence[Person], others: Sequence[Person], otherwise: float) -> Floats:
    """1 where the other is in a country that is wanted, or none is wanted."""
    return np.array(
        [
            [1 if not one.wanted or one.wanted & (other.branches | {other.country}) else otherwise for other in others]
            for one in ones
        ]
    )


def told(
    people: Crowd, persons: Sequence[Person], chance: np.random.Generator, *, is_stand: bool
) -> tuple[Profile, ...]:
    """The profiles: a part of what is true, some of it wrong."""
    profile = _stand if is_stand else _buyer
    return with_vectors([profile(people, person, chance) for person in persons])


def with_vectors(profiles: Sequence[Profile]) -> tuple[Profile, ...]:
    """The same with the vectors of their texts. What somebody asks for is what he says: goods, of either side."""
    vectors = iter(encode([text for profile in profiles for text in profile.texts]))
    found = []
    for profile in profiles:
        rows = np.array([next(vectors) for _ in profile.texts], dtype=np.float32)
        party = profile.party
        if len(rows):
            party = replace(_guessed(party, rows), asks=rows, says=rows)
        found.append(Profile(party, profile.texts))
    return tuple(found)


def _guessed(party: Party, texts: Vectors) -> Party:
    """As the product does it: of whoever has chosen nothing, what his text seems to be about."""
    if party.seeks.headings or party.seeks.services:
        return party
    headings = guess_headings(texts, tariff())
    return replace(party, seeks=replace(party.seeks, headings=headings), offers=replace(party.offers, codes=headings))


def _buyer(people: Crowd, person: Person, chance: np.random.Generator) -> Profile:
    """A visitor's profile: headings of four digits, sectors of services, one text."""
    says = {name: chance.random() < likely for name, likely in SAID.items()}
    codes = _codes(people, person.goods, chance) if chance.random() < CODES_SOUGHT else frozenset[str]()
    writes = chance.random() < TEXT_WRITTEN or not codes
    headings, sectors = frozenset(code[:4] for code in codes if _is_of_goods(code)), _sectors(codes)
    volumes = person.volumes if says["volumes"] else frozenset[str]()
    sought = Sought(
        headings,
        person.wanted if says["wanted"] else frozenset(),
        person.certificates if says["certificates"] else frozenset(),
        volumes,
        sectors,
    )
    offered = Offered(headings, person.country, volumes=volumes, services=sectors)
    texts = _texts(people, person, person.goods, chance, is_stand=False) if writes else ()
    return Profile(Party(sought, offered, person.languages if says["languages"] else frozenset(), person.hours), texts)


def _stand(people: Crowd, person: Person, chance: np.random.Generator) -> Profile:
    """A stand's profile: each of its goods that it shows, with its code and text."""
    says = {name: chance.random() < likely for name, likely in SAID.items()}
    shown = tuple(goods for goods in person.goods if chance.random() < SHOWN) or person.goods[:1]
    codes = _codes(people, shown, chance)
    of_goods, sectors = frozenset(filter(_is_of_goods, codes)), _sectors(codes)
    volumes = person.volumes if says["volumes"] else frozenset[str]()
    sought = Sought(of_goods, person.wanted if says["wanted"] else frozenset(), frozenset(), volumes, sectors)
    held = person.certificates if says["certificates"] else None
    offered = Offered(of_goods, person.country, person.branches, held, volumes, sectors)
    texts = _texts(people, person, shown, chance, is_stand=True)
    return Profile(Party(sought, offered, person.languages if says["languages"] else frozenset(), person.hours), texts)


def _is_of_goods(code: str) -> bool:
    return len(code) == 6


def _sectors(codes: AbstractSet[str]) -> frozenset[str]:
    return frozenset(code for code in codes if not _is_of_goods(code))


def _codes(people: Crowd, shown: Sequence[Goods], chance: np.random.Generator) -> frozenset[str]:
    """Those of the goods, a few of them wrong: of another heading of the same chapter."""
    told = []
    for goods in shown:
        near = [each.heading for each in people.topics if each.heading and each.heading[:2] == goods.code[:2]]
        told.append(f"{chance.choice(near)}90" if near and chance.random() < MISCODED else goods.code)
    return frozenset(told)


def _texts(
    people: Crowd, person: Person, shown: Sequence[Goods], chance: np.random.Generator, *, is_stand: bool
) -> tuple[str, ...]:
    """One of each of the goods in each language that he writes."""
    return tuple(
        _text(people.topics[goods.topic], language, chance, is_stand) for goods in shown for language in person.writes
    )


def _text(topic: Pair, language: str, chance: np.random.Generator, is_stand: bool) -> str:
    """The topic's own text in its language, else a phrase about its goods; and for half something that says nothing."""
    own, written = (topic.offer, topic.offer_language) if is_stand else (topic.need, topic.need_language)
    if language not in PHRASES or (language == written and chance.random() < 0.5):
        language, text = written, own
    else:
        phrases = PHRASES[language].offers if is_stand else PHRASES[language].needs
        text = str(chance.choice(phrases)).format(goods=names()[topic.topic][language])
    if language in PHRASES and chance.random() < 0.5:
        text = f"{text} {chance.choice(PHRASES[language].stands if is_stand else PHRASES[language].buyers)}"
    return text
