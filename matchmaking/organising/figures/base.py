"""What a figure is made of, and how its values are written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matchmaking.common.templatetags.tradefair import short_day
from matchmaking.organising.figures.drawing import Drawing
from matchmaking.organising.rules.results import harmless

Value = str | int | float | date | None
NOTHING = "–"
MOST_BESIDE, COLUMNS_BESIDE = 9, 7  # rows and columns of a table that stands open


class Kind(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    DAY = "day"
    COUNT = "count"
    SHARE = "share"
    HOURS = "hours"
    KM = "km"
    TONNES = "tonnes"


@dataclass(frozen=True)
class Column:
    title: str
    kind: Kind = Kind.COUNT
    short: str = ""  # instead of a title that is too long for the head of many columns

    @property
    def is_number(self) -> bool:
        return self.kind not in (Kind.TEXT, Kind.DAY)


@dataclass(frozen=True)
class Cell:
    """A value and the column that it stands in."""

    column: Column
    value: Value

    @property
    def is_none(self) -> bool:
        return not self.value

    def __str__(self) -> str:
        return shown(self.column.kind, self.value)


@dataclass(frozen=True)
class Line:
    """A row: what it is about, and its cells."""

    head: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """Rows of values under titled columns, the first of which says what a row is about; `whole` is the sum of all."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Any]]
    whole: Sequence[Any] | None = None

    @property
    def lines(self) -> list[Line]:
        return [self._line(row) for row in self.rows]

    @property
    def foot(self) -> Line | None:
        return self._line(self.whole) if self.whole else None

    def _line(self, row: Sequence[Any]) -> Line:
        head, *cells = (Cell(column, value) for column, value in zip(self.columns, row, strict=True))
        return Line(head, tuple(cells))

    @property
    def as_text(self) -> list[list[str]]:
        """As a file of commas holds it: numbers plain, days as ISO writes them, and nothing that is a formula."""
        head = [harmless(column.title) for column in self.columns]
        rows = [*self.rows, *([self.whole] if self.whole else [])]
        return [head, *([_plain(value) for value in row] for row in rows)]


@dataclass(frozen=True)
class Figure:
    """One answer: a sentence, pictures and tables. Without any rows there is nothing to draw yet."""

    name: str
    title: str
    sentence: str
    drawings: tuple[Drawing, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.drawings

    @property
    def is_beside(self) -> bool:
        """Whether the first table is small enough to stand open beside the one picture."""
        first = self.tables[0]
        return len(self.drawings) == 1 and len(first.rows) <= MOST_BESIDE and len(first.columns) <= COLUMNS_BESIDE


@dataclass(frozen=True)
class Headline:
    """A figure that is asked for first, with its number in large, and the page that says more."""

    value: str
    unit: str
    figure: Figure
    view: str
    before: str = ""  # the same of the owner's last fair


@dataclass(frozen=True)
class Page:
    """Figures that belong together."""

    name: str
    title: str
    lede: str
    figures: tuple[Figure, ...] = field(default=())


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{round(value, 4):g}" if abs(value) < 1e5 else str(round(value))
    return harmless(value) if isinstance(value, str) else str(value)


def shown(kind: Kind, value: Any) -> str:
    """The value as the reader's language writes it."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, str):
        return value
    match kind:
        case Kind.DAY:
            return short_day(value)
        case Kind.SHARE:
            return per_cent(value)
        case Kind.HOURS | Kind.TONNES:
            return number(value, places=1)
    return number(value)


def number(value: float, places: int = 0) -> str:
    """Rounded first: Django's formats cut off what is too much."""
    return number_format(round(value, places), decimal_pos=places, use_l10n=True, force_grouping=True)


def per_cent(share: float | None) -> str:
    return NOTHING if share is None else f"{number(100 * share)}\N{NO-BREAK SPACE}%"


def lasting(seconds: float | None) -> str:
    """For how long, in the largest unit that says enough."""
    if seconds is None:
        return NOTHING
    length = timedelta(seconds=round(seconds))
    minutes, hours = round(length.total_seconds() / 60), round(length.total_seconds() / 3600)
    if minutes < 90:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": number(minutes)}
    if hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": number(hours)}
    return ngettext("%(n)s day", "%(n)s days", round(hours / 24)) % {"n": number(round(hours / 24))}


def all_together() -> str:
    """The head of the row of sums."""
    return _("All together")
