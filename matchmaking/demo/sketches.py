"""Sketches of demo companies and people: pure functions of a number and a seed.

The n-th sketch is the same whatever the size of the fair, so a larger fair only adds to a smaller one.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from django.utils.text import slugify

from matchmaking.companies.models import Incoterm
from matchmaking.demo.phrases import PHRASES, Phrases
from matchmaking.demo.world import COUNTRIES, EARS, FAMILY_PIECES, GIVEN_NAMES, HALLS, ROOTS, SECTORS, Country

EXPORTER, BUYER = "exporter@example.com", "buyer@example.com"  # numbers 0; the others are cast by hand
INTERPRETER = "interpreter@example.com"
Filling = dict[str, str | int]
GOODS = Path(__file__).parent / "data" / "products.csv"
JOBS = ("Export manager", "Sales director", "Founder", "Head of purchasing", "Category buyer", "Commercial assistant")
VOLUMES = ("sample", "pallet", "container", "contract")
BUYERS = ("Imports", "Trading", "Wholesale", "Markets", "Retail Group", "Sourcing", "Distribution")


@dataclass(frozen=True)
class Good:
    """Something that demo companies sell, with its name in each of their languages."""

    sector: str
    hs: str
    names: dict[str, str]


@dataclass(frozen=True)
class PersonSketch:
    email: str
    name: str
    job_title: str
    country: Country
    spoken: list[str]


@dataclass(frozen=True)
class ProductSketch:
    name: str
    description: str
    language: str
    hs: str
    certificates: list[str]
    incoterms: list[str]
    minimum_order: str
    lead_time_days: int


@dataclass(frozen=True)
class CompanySketch:
    name: str
    slug: str
    country: Country
    city: str
    sector: str
    hall: int  # index into HALLS
    founded_in: int
    employees: str
    texts: dict[str, tuple[str, str]]  # language -> headline, description
    headline: str
    pitch: str
    markets: list[str]
    volumes: list[str]
    products: list[ProductSketch]
    team: list[PersonSketch]


@dataclass(frozen=True)
class VisitorSketch:
    person: PersonSketch
    organisation: str
    looking_for: str
    language: str
    headings: list[str]
    markets: list[str]
    certificates: list[str]
    volume: str
    visibility: str
    works_from: int  # hour


@cache
def goods() -> tuple[Good, ...]:
    """Every good of data/products.csv."""
    with GOODS.open(encoding="utf-8", newline="") as file:
        return tuple(
            Good(row["sector"], row["hs"], {k: v for k, v in row.items() if k not in ("sector", "hs")})
            for row in csv.DictReader(file)
        )


@cache
def goods_of(sector: str) -> tuple[Good, ...]:
    return tuple(good for good in goods() if good.sector == sector)


def person_sketch(*, email: str, country: Country, job_title: str, dice: Random) -> PersonSketch:
    """Somebody of that country, with an invented family name and the languages of the place."""
    given = dice.choice(GIVEN_NAMES[country.names])
    front, back = FAMILY_PIECES[country.names]
    family = dice.choice(front) + dice.choice(back)
    name = f"{family}{given}" if country.names == "zh" else f"{given} {family}"
    spoken = list(dict.fromkeys([*country.tongues, "en"]))
    return PersonSketch(email, name, job_title, country, spoken)


def company_sketch(n: int, *, seed: int) -> CompanySketch:
    """The n-th company of the demo. Number 0 makes chocolate in Liège: it is the demo exporter's."""
    dice = Random(f"{seed} company {n}")
    country = COUNTRIES[n % len(COUNTRIES)]
    row = n // len(COUNTRIES)
    name = _company_name(country, row)
    sector = "food" if n == 0 else list(SECTORS)[(n * 5 + row) % len(SECTORS)]
    if sector == "drinks" and country.names == "ar":
        sector = "farming"
    words = PHRASES[country.language]
    range_ = list(goods_of(sector)) if n == 0 else dice.sample(goods_of(sector), k=len(goods_of(sector)))
    shown = range_[: 3 if n == 0 else dice.randint(2, min(4, len(range_)))]
    filling: Filling = {
        "product": _inside(shown[0].names, country.language),
        "other": _inside(shown[-1].names, country.language),
        "city": country.cities[row % len(country.cities)],
        "years": dice.randint(6, 90),
    }
    return CompanySketch(
        name=name,
        slug=f"{slugify(name)}-{country.code.lower()}",
        country=country,
        city=str(filling["city"]),
        sector=sector,
        hall=next(i for i, hall in enumerate(HALLS) if sector in hall[3]),
        founded_in=2026 - int(filling["years"]),
        employees=dice.choice(("1-9", "10-49", "10-49", "50-249", "250-999")),
        texts=_texts(country, shown, filling, dice),
        headline=_fill(dice.choice(words["headlines"]), filling),
        pitch=_fill(dice.choice(words["pitches"]), filling),
        markets=sorted(dice.sample([other.code for other in COUNTRIES if other != country], k=4)),
        volumes=sorted(Random(f"{seed} volumes {n}").sample(VOLUMES, k=2)),
        products=[_product(good, country, filling, sector, dice) for good in shown],
        team=[
            person_sketch(
                email=EXPORTER if (n, seat) == (0, 0) else f"stand-{n + 1}-{seat + 1}@example.com",
                country=country,
                job_title=JOBS[seat % 3],
                dice=dice,
            )
            for seat in range(dice.randint(1, 3))
        ],
    )


def visitor_sketch(n: int, *, seed: int) -> VisitorSketch:
    """The n-th buyer of the demo. Number 0 buys for shops in Lima: it is the demo buyer."""
    dice = Random(f"{seed} visitor {n}")
    country = next(c for c in COUNTRIES if c.code == "PE") if n == 0 else dice.choice(COUNTRIES)
    sector = "food" if n == 0 else dice.choice(list(SECTORS))
    wanted = list(goods_of(sector))[:2] if n == 0 else dice.sample(goods_of(sector), k=2)
    filling: Filling = {
        "product": _inside(wanted[0].names, country.language),
        "other": _inside(wanted[1].names, country.language),
        "city": dice.choice(country.cities),
        "years": 0,
    }
    return VisitorSketch(
        person=person_sketch(
            email=BUYER if n == 0 else f"buyer-{n + 1}@example.com",
            country=country,
            job_title=dice.choice(JOBS[3:]),
            dice=dice,
        ),
        organisation=f"{dice.choice(ROOTS[EARS.get(country.names, country.names)])} {dice.choice(BUYERS)}",
        looking_for=_fill(dice.choice(PHRASES[country.language]["needs"]), filling),
        language=country.language,
        headings=sorted({good.hs[:4] for good in wanted}),
        markets=sorted(dice.sample([other.code for other in COUNTRIES if other != country], k=3)),
        certificates=sorted(dice.sample(SECTORS[sector], k=dice.randint(0, 2))),
        volume=dice.choice(VOLUMES),
        visibility="everybody" if n == 0 else dice.choices(("everybody", "exhibitors", "nobody"), (7, 2, 1))[0],
        works_from=dice.choice((8, 9, 9, 10)),
    )


def _company_name(country: Country, row: int) -> str:
    """The row-th name of that country: each root in each pattern, then pairs of roots; unique within the country."""
    roots = ROOTS[EARS.get(country.names, country.names)]
    roots_and_pairs = [*roots, *(f"{one}-{two}" for one in roots for two in roots if one != two)]
    place = row % len(roots_and_pairs)
    if place < len(roots):  # neighbours with the same ear begin at different words
        place = (place + 4 * COUNTRIES.index(country)) % len(roots)
    root = roots_and_pairs[place]
    round_ = row // len(roots_and_pairs)
    name = country.company[round_ % len(country.company)].format(root=root)
    again = round_ // len(country.company)
    return f"{name} {again + 1}" if again else name


def _texts(country: Country, shown: list[Good], filling: Filling, dice: Random) -> dict[str, tuple[str, str]]:
    """Headline and description in the company's own language and, for most, in English."""
    tongues = [country.language] + (["en"] if country.language != "en" and dice.random() < 0.7 else [])
    texts = {}
    for tongue in tongues:
        words: Phrases = PHRASES[tongue]
        here = filling | {
            "product": _inside(shown[0].names, tongue),
            "other": _inside(shown[-1].names, tongue),
        }
        texts[tongue] = (_fill(dice.choice(words["headlines"]), here), _fill(dice.choice(words["descriptions"]), here))
    return texts


def _product(good: Good, country: Country, filling: Filling, sector: str, dice: Random) -> ProductSketch:
    here = filling | {"product": good.names[country.language]}
    return ProductSketch(
        name=good.names[country.language],
        description=_fill(dice.choice(PHRASES[country.language]["products"]), here),
        language=country.language,
        hs=good.hs,
        certificates=sorted(dice.sample(SECTORS[sector], k=dice.randint(1, 2))),
        incoterms=sorted(dice.sample(Incoterm.values, k=2)),
        minimum_order=dice.choice(("1 pallet", "200 kg", "500 pcs", "1 × 20′ container", "50 boxes")),
        lead_time_days=dice.choice((7, 14, 21, 30, 45)),
    )


def _inside(names: dict[str, str], language: str) -> str:
    """The name as it stands inside a sentence: small letters where the language has them, nouns in German kept."""
    name = names[language]
    if language in ("de", "zh", "ar") or name[:2].isupper() or name[1:2] == "-":
        return name
    return name[:1].lower() + name[1:]


def _fill(pattern: str, filling: Filling) -> str:
    text = pattern.format(**filling)
    return text[:1].upper() + text[1:]
