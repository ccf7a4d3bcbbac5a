"""The plan of a hall: where its stands, rooms and tables are drawn. Pure and deterministic; it knows no database.

A hall is read from its entrance, at the bottom: islands of stands back to back with aisles between them, rooms along
the back wall, tables in a lounge beside the entrance. Units are CSS pixels at full size; y grows downwards.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil, log, sqrt
from typing import TypeVar

from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

ROOM_WIDTH, ROOM_WIDEST, ROOM_DEPTH = 80, 148, 64
TABLE = 32  # across
TABLE_PITCH = 48
WALL = 10  # from the edge of the drawing to the inside of the wall
ENTRANCE = 104
NARROWEST = 336  # fits a phone without panning
WIDEST = 1216  # fits a desk without panning
SHAPE = 1.5  # width to height that a hall comes near to
CHARACTER = 6.6  # mean width of a letter in a label

Item = TypeVar("Item")


class State(TextChoices):
    FREE = "free", _("free")
    TAKEN = "taken", _("taken")
    MINE = "mine", _("yours")


@dataclass(frozen=True)
class Grain:
    """How finely a hall is built: stands along one side of an island, one stand's width and depth, the aisles."""

    length: int
    width: int
    depth: int
    aisle: int

    @property
    def pitch(self) -> int:
        """From the head of one island to the next one beside it."""
        return self.length * self.width + self.aisle

    @property
    def row(self) -> int:
        """From one row of islands to the next."""
        return 2 * self.depth + self.aisle


GRAINS = {8: Grain(3, 56, 44, 40), 40: Grain(4, 56, 44, 40), 160: Grain(5, 56, 44, 40), 10**9: Grain(6, 44, 36, 32)}


@dataclass(frozen=True)
class Stand:
    """One stand, as its hall's plan shows it."""

    number: str
    name: str = ""
    href: str = ""
    state: State = State.TAKEN
    is_highlighted: bool = False  # what was searched, the way to go
    is_on_now: bool = False  # somebody is there at this moment


@dataclass(frozen=True)
class Place:
    """A room or a table. `name` is what the sign says; `whose` names the exhibitor it is reserved to."""

    name: str
    kind: str = "video"  # or "table"
    href: str = ""
    state: State = State.FREE
    whose: str = ""
    is_highlighted: bool = False
    is_on_now: bool = False


@dataclass(frozen=True)
class Spot:
    """Where one of them is drawn."""

    item: Stand | Place
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def radius(self) -> float:
        return self.width / 2

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def classes(self) -> str:
        """The states that the drawing tells by its classes; the list beside it tells them in words."""
        marks = {"highlighted": self.item.is_highlighted, "now": self.item.is_on_now}
        return " ".join([f"is-{self.item.state}", *(f"is-{mark}" for mark, holds in marks.items() if holds)])

    @property
    def lamp(self) -> tuple[float, float]:
        """The corner where the light of what is on now burns."""
        inset = 3 if self.is_round else 8
        return self.right - inset, self.y + inset

    @property
    def door(self) -> str:
        """The opening of a room, as a path, in the middle of its front."""
        return f"M{self.middle[0] - 11:g} {self.bottom:g}h22"

    @property
    def is_round(self) -> bool:
        return isinstance(self.item, Place) and self.item.kind == "table"

    @property
    def sign(self) -> str:
        """What stands in the first column of the list."""
        return self.item.number if isinstance(self.item, Stand) else self.item.name

    @property
    def whose(self) -> str:
        """Who is there, for the second column; empty where nobody is."""
        return self.item.name if isinstance(self.item, Stand) else self.item.whose

    @property
    def words(self) -> str:
        """Everything that the drawing tells about it."""
        item = self.item
        if isinstance(item, Stand):
            told = [item.number, item.name]
        else:
            kind = _("table") if item.kind == "table" else _("video room")
            told = [item.name, str(kind), item.whose]
        speaks_for_itself = isinstance(item, Stand) and item.name and item.state == State.TAKEN
        told.append("" if speaks_for_itself else str(item.state.label))
        told.append(str(_("highlighted")) if item.is_highlighted else "")
        told.append(str(_("on now")) if item.is_on_now else "")
        return ", ".join(part for part in told if part)

    @property
    def label(self) -> str:
        """As much of the number or the sign as there is room for."""
        if isinstance(self.item, Stand):
            return self.item.number
        if self.item.kind == "table":
            number = re.search(r"\d+$", self.item.name)
            return number[0] if number else self.item.name[:2]
        room = int((self.width - 16) / CHARACTER)
        return self.item.name if len(self.item.name) <= room else f"{self.item.name[: room - 1].rstrip()}…"


@dataclass(frozen=True)
class Sign:
    """A letter on the floor, at the head of the islands whose numbers begin with it."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Plan:
    width: float
    height: float
    stands: tuple[Spot, ...]
    rooms: tuple[Spot, ...]
    tables: tuple[Spot, ...]
    signs: tuple[Sign, ...]
    lounge: tuple[float, float, float, float] | None  # x, y, width, height
    entrance: float  # where its middle is

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        return self.rooms + self.stands + self.tables

    @property
    def listed(self) -> tuple[Spot, ...]:
        """In the order in which people read: stands by number, then rooms, then tables."""
        return self.stands + self.rooms + self.tables

    @property
    def legend(self) -> list[tuple[str, str]]:
        """(class, words) of the states that occur here."""
        words = {
            "is-free": _("free"),
            "is-taken": _("taken"),
            "is-mine": _("yours"),
            "is-highlighted": _("highlighted"),
            "is-now": _("on now"),
        }
        seen = {name for spot in self.spots for name in spot.classes.split()}
        return [(name, str(word)) for name, word in words.items() if name in seen]

    @property
    def size(self) -> str:
        """How much of it a small screen can show at once."""
        return "small" if self.width <= NARROWEST + 2 * WALL else "medium" if self.width <= 720 else "large"

    @property
    def wall(self) -> str:
        """The wall, as a path that leaves the entrance open."""
        left, top, right, bottom = WALL / 2, WALL / 2, self.width - WALL / 2, self.height - WALL / 2
        return (
            f"M{self.entrance - ENTRANCE / 2:g} {bottom:g}H{left:g}V{top:g}H{right:g}V{bottom:g}"
            f"H{self.entrance + ENTRANCE / 2:g}"
        )


def lay_out(stands: Iterable[Stand], places: Iterable[Place] = ()) -> Plan:
    """The plan on which everything has its place and nothing overlaps. The same hall is always drawn the same."""
    ordered = sorted(stands, key=lambda stand: natural_key(stand.number))
    everywhere = sorted(places, key=lambda place: natural_key(place.name))
    rooms = [place for place in everywhere if place.kind != "table"]
    tables = [place for place in everywhere if place.kind == "table"]

    grain = grain_for(len(ordered))
    islands = [island for group in lettered(ordered, grain) for island in evenly(group, 2 * grain.length)]
    across = islands_across(len(islands), grain)
    inside = max(NARROWEST, across * grain.pitch + grain.aisle)
    indent = (inside - across * grain.pitch + grain.aisle) / 2

    drawn_rooms, y = place_rooms(rooms, inside, grain.aisle)
    drawn_stands, signs = [], []
    y += grain.aisle if islands else grain.aisle / 2
    for n, island in enumerate(islands):
        row, column = divmod(n, across)
        x, top = WALL + indent + column * grain.pitch, y + row * grain.row
        drawn_stands += place_island(island, x, top, grain)
        if letter := letter_of(island[0].number):
            signs.append(Sign(letter, x - grain.aisle / 2, top + grain.depth))
    y += ceil(len(islands) / across) * grain.row

    drawn_tables, lounge = place_tables(tables, inside, y)
    y = lounge[1] + lounge[3] if lounge else y + grain.aisle / 2
    return Plan(
        width=inside + 2 * WALL,
        height=y + WALL,
        stands=tuple(drawn_stands),
        rooms=tuple(drawn_rooms),
        tables=tuple(drawn_tables),
        signs=tuple(signs),
        lounge=lounge,
        entrance=WALL + (ENTRANCE if lounge else inside / 2),
    )


def natural_key(name: str) -> list[tuple[int, int, str]]:
    """Sorts A2 before A10."""
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in re.findall(r"\d+|\D+", name)
    ]


def letter_of(number: str) -> str:
    """The letters before the digits, if they are few enough for a sign."""
    letters = re.match(r"[^\W\d_]{1,2}(?=\W*\d)", number)
    return letters[0].upper() if letters else ""


def grain_for(count: int) -> Grain:
    """Small halls have short islands; very large ones have narrow stands."""
    return next(grain for most, grain in GRAINS.items() if count <= most)


def lettered(stands: Sequence[Stand], grain: Grain) -> list[list[Stand]]:
    """One group per letter, so that an island has one; a single group where the letters would scatter the hall."""
    groups = [list(group) for _, group in groupby(stands, key=lambda stand: letter_of(stand.number))]
    return groups if groups and len(stands) / len(groups) >= grain.length else [list(stands)] * bool(stands)


def evenly(things: Sequence[Item], most: int) -> list[Sequence[Item]]:
    """Parts of nearly equal size, none longer than `most`; only the last may be odd where `most` is even."""
    found, rest, left = [], things, ceil(len(things) / most)
    while rest:
        size = min(most, 2 * ceil(len(rest) / left / 2), len(rest))
        found.append(rest[:size])
        rest, left = rest[size:], max(left - 1, 1)
    return found


def islands_across(count: int, grain: Grain) -> int:
    """How many islands stand side by side so that the hall comes nearest to its shape."""
    most = max(1, min(count, (WIDEST - grain.aisle) // grain.pitch))
    wished = sqrt(max(1, count) * SHAPE * grain.row / grain.pitch)
    return min(range(1, most + 1), key=lambda across: abs(log(across / wished)))


def place_rooms(rooms: Sequence[Place], inside: float, aisle: float) -> tuple[list[Spot], float]:
    """Rooms along the back wall, in further rows with an aisle between them if they are many; and where they end."""
    spots: list[Spot] = []
    y: float = WALL
    for row in evenly(rooms, int(inside / ROOM_WIDTH)) if rooms else []:
        if spots:
            y += aisle
        width = min(inside // len(row), ROOM_WIDEST)
        spots += [Spot(room, WALL + n * width, y, width, ROOM_DEPTH) for n, room in enumerate(row)]
        y += ROOM_DEPTH
    return spots, y


def place_island(island: Sequence[Stand], x: float, y: float, grain: Grain) -> list[Spot]:
    """Two rows back to back; an odd one out is the head stand, as deep as the island."""
    pairs = len(island) // 2
    spots = [
        Spot(stand, x + n % pairs * grain.width, y + n // pairs * grain.depth, grain.width, grain.depth)
        for n, stand in enumerate(island[: 2 * pairs])
    ]
    if len(island) % 2:
        spots.append(Spot(island[-1], x + pairs * grain.width, y, grain.width, 2 * grain.depth))
    return spots


def place_tables(
    tables: Sequence[Place], inside: float, y: float
) -> tuple[list[Spot], tuple[float, float, float, float] | None]:
    """The lounge in the corner away from the entrance, with its tables; nothing where there is no table."""
    if not tables:
        return [], None
    room = int((inside - 2 * ENTRANCE) / TABLE_PITCH)
    per_row = max(2, min(room, ceil(sqrt(len(tables) * 3))))
    rows = ceil(len(tables) / per_row)
    per_row = ceil(len(tables) / rows)
    width = per_row * TABLE_PITCH
    x = WALL + inside - width
    gap = (TABLE_PITCH - TABLE) / 2
    spots = [
        Spot(table, x + n % per_row * TABLE_PITCH + gap, y + n // per_row * TABLE_PITCH + gap, TABLE, TABLE)
        for n, table in enumerate(tables)
    ]
    return spots, (x, y, width, rows * TABLE_PITCH)
