"""How ready a stand is: what is missing, why it would help, and where it is done. Pure; weights add up to 100."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class StandState:
    """What the meter looks at."""

    has_picture: bool
    has_logo: bool
    headline: str
    pitch: str
    products: int
    team: int
    languages: int
    documents: int
    has_website: bool


@dataclass(frozen=True)
class Point:
    """One thing that a good stand has. `place` is the URL name of the page where it is done."""

    code: str
    weight: int
    name: str | Promise
    why: str | Promise
    place: str
    is_done: bool


@dataclass(frozen=True)
class Readiness:
    """The meter: `percent` from 0 to 100, every point, and the missing ones, the weightiest first."""

    points: tuple[Point, ...]

    @property
    def percent(self) -> int:
        return sum(point.weight for point in self.points if point.is_done)

    @property
    def missing(self) -> list[Point]:
        return sorted((point for point in self.points if not point.is_done), key=lambda point: -point.weight)

    @property
    def next_step(self) -> Point | None:
        return next(iter(self.missing), None)


def readiness_of(stand: StandState) -> Readiness:
    """The meter of a stand in this state."""
    return Readiness(tuple(_points(stand)))


def _points(stand: StandState) -> Iterable[Point]:
    yield Point(
        "products",
        20,
        _("Show at least three products"),
        _("Buyers search by product: a stand without products is not found."),
        "exhibitors:show-products",
        stand.products >= 3,
    )
    yield Point(
        "pitch",
        15,
        _("Say in a few sentences what you offer and whom you look for"),
        _("Two hundred characters are enough for a buyer to know whether it is worth an hour."),
        "exhibitors:edit-stand",
        len(stand.pitch) >= 200,
    )
    yield Point(
        "team",
        15,
        _("Have two people on the team"),
        _("With one person every break closes the stand; with two somebody is always there."),
        "exhibitors:list-team",
        stand.team >= 2,
    )
    yield Point(
        "headline",
        10,
        _("Say in one line what you do"),
        _("It is the line that stands beside your name in the directory."),
        "exhibitors:edit-stand",
        bool(stand.headline),
    )
    yield Point(
        "logo",
        10,
        _("Give your company a logo"),
        _("People recognise a picture faster than a name."),
        "companies:edit-company",
        stand.has_logo,
    )
    yield Point(
        "languages",
        10,
        _("Say which languages your team speaks"),
        _("Buyers filter by the languages in which they can talk to you."),
        "accounts:me",
        stand.languages >= 1,
    )
    yield Point(
        "picture",
        10,
        _("Add a picture of your stand or your work"),
        _("A stand with a picture is opened more often."),
        "exhibitors:edit-stand",
        stand.has_picture,
    )
    yield Point(
        "documents",
        5,
        _("Hand out a price list or a certificate"),
        _("Buyers who have read it come to the meeting prepared."),
        "exhibitors:list-documents",
        stand.documents >= 1,
    )
    yield Point(
        "website",
        5,
        _("Link to your website"),
        _("It is where a careful buyer looks next."),
        "exhibitors:edit-stand",
        stand.has_website,
    )
