"""What was not travelled because people met at a distance: kilometres and greenhouse gases. Pure.

The method, its assumptions and its range are said to readers in `figures/travel.py` and docs/results.md.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

EARTH_KM = 6371.0088  # the mean radius of the Earth (IUGG)
BY_RAIL_KM = 500
"""Who has no farther to go than this is taken to come by rail, everybody else by air."""

# Kilograms of CO2 equivalent per passenger and kilometre: UK Government GHG Conversion Factors for Company Reporting
# 2025 (DESNZ), business travel. Open Government Licence 3.0. The eight per cent by which flights are longer than the
# great circle are in the factors for flights already.
AIR = 0.10916  # international, to and from non-UK, economy class, with radiative forcing
AIR_LOW = 0.06449  # the same without radiative forcing
AIR_HIGH = 0.14253  # average of all classes, with radiative forcing
RAIL = 0.03546  # national rail
DISTANCE_IS_UNSURE = 0.10
"""By so much a distance may be wrong, because a country or a zone stands for where somebody lives."""


@dataclass(frozen=True)
class Place:
    """A point on the Earth, in degrees, and the zone that it is the principal place of."""

    country: str
    zone: str
    latitude: float
    longitude: float


@cache
def places() -> Mapping[str, Place]:
    """By time zone, its principal place; by country code, the place that stands for the country."""
    lines = (Path(__file__).parents[1] / "data/places.csv").read_text(encoding="utf-8").splitlines()
    found: dict[str, Place] = {}
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        place = Place(row["country"], row["zone"], float(row["latitude"]), float(row["longitude"]))
        found[place.zone] = place
        if row["principal"]:
            found[place.country] = place
    return found


def place_of(country: str, zone: str) -> Place | None:
    """Where somebody is taken to live: the place of his zone if that is in his country, else that of the country."""
    near = places().get(zone)
    return near if near and near.country == country else places().get(country)


def place_of_fair(city: str, zone: str) -> Place | None:
    """Where the fair is taken to be: at the place of its own zone; at the city's where a zone is named by it."""
    wanted = city.strip().casefold().replace(" ", "_")
    named = (place for name, place in places().items() if "/" in name and name.rpartition("/")[2].casefold() == wanted)
    return next(named, None) or places().get(zone)


def distance_km(here: Place, there: Place) -> float:
    """The great circle between both, by the haversine formula."""
    north, south = radians(here.latitude), radians(there.latitude)
    up = sin((south - north) / 2) ** 2
    across = sin(radians(there.longitude - here.longitude) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(up + cos(north) * cos(south) * across)))


@dataclass(frozen=True)
class Home:
    """So many people who met at a distance and are taken to live at the same place."""

    country: str
    zone: str
    people: int


@dataclass(frozen=True)
class Journey:
    """What the people of one country did not travel, there and back."""

    country: str
    people: int
    km: float
    tonnes: float
    low: float
    high: float


@dataclass(frozen=True)
class Saved:
    """All of it. `unknown` people have no country; `domestic` ones live in the fair's own: neither is counted."""

    journeys: tuple[Journey, ...]
    unknown: int
    domestic: int

    @property
    def people(self) -> int:
        return sum(journey.people for journey in self.journeys)

    @property
    def km(self) -> float:
        return sum(journey.km for journey in self.journeys)

    @property
    def tonnes(self) -> float:
        return sum(journey.tonnes for journey in self.journeys)

    @property
    def low(self) -> float:
        return sum(journey.low for journey in self.journeys)

    @property
    def high(self) -> float:
        return sum(journey.high for journey in self.journeys)


def saved(homes: Iterable[Home], fair: Place | None) -> Saved:
    """What all of these did not travel, by country, those who saved most first."""
    by_country: dict[str, list[tuple[int, float]]] = {}
    unknown = domestic = 0
    for home in homes:
        place = place_of(home.country, home.zone)
        if place is None or fair is None:
            unknown += home.people
        elif place.country == fair.country:
            domestic += home.people
        else:
            by_country.setdefault(home.country, []).append((home.people, 2 * distance_km(place, fair)))
    journeys = (_journey(country, trips) for country, trips in by_country.items())
    return Saved(tuple(sorted(journeys, key=lambda each: (-each.tonnes, each.country))), unknown, domestic)


def _journey(country: str, trips: list[tuple[int, float]]) -> Journey:
    return Journey(
        country=country,
        people=sum(people for people, _km in trips),
        km=sum(people * km for people, km in trips),
        tonnes=sum(tonnes(people, km, AIR) for people, km in trips),
        low=sum(tonnes(people, km, AIR_LOW) for people, km in trips) * (1 - DISTANCE_IS_UNSURE),
        high=sum(tonnes(people, km, AIR_HIGH) for people, km in trips) * (1 + DISTANCE_IS_UNSURE),
    )


def tonnes(people: int, there_and_back_km: float, by_air: float) -> float:
    """Tonnes of CO2 equivalent of so many return journeys; short ones are by rail, whatever flights cost."""
    factor = RAIL if there_and_back_km / 2 <= BY_RAIL_KM else by_air
    return people * there_and_back_km * factor / 1000
