"""How the figures of a fair are put together. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

MOST_DAYS = 45
"""Longer than so many days is shown by weeks, which begin on Mondays."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell of a table may begin with that a spreadsheet would carry out."""


def share(part: float, whole: float) -> float | None:
    """A part of a whole, from 0 to 1; none where there is no whole."""
    return part / whole if whole else None


def stretch(days: Iterable[date]) -> list[date]:
    """Every day from the first to the last of these, or the Monday of every week where they are too many."""
    known = sorted(set(days))
    if not known:
        return []
    step = step_of(known)
    first, last = beginning_of(known[0], step), known[-1]
    return [first + timedelta(days=n) for n in range(0, (last - first).days + 1, step)]


def every_day(days: Iterable[date]) -> list[date]:
    """Every day from the first to the last of these."""
    known = sorted(set(days))
    return [known[0] + timedelta(days=n) for n in range((known[-1] - known[0]).days + 1)] if known else []


def step_of(days: Sequence[date]) -> int:
    """One day, or the seven of a week, whichever these days are shown by."""
    return 1 if (max(days) - min(days)).days < MOST_DAYS else 7


def beginning_of(day: date, step: int) -> date:
    """The day itself, or the Monday of its week."""
    return day if step == 1 else day - timedelta(days=day.weekday())


def top(sums: Mapping[str, float], most: int) -> list[str]:
    """The keys with the largest sums, largest first; of equals the first by name. Nothing unknown is among them."""
    return sorted((key for key in sums if key), key=lambda key: (-sums[key], key))[:most]


def level_of(value: float, most: float, levels: int = 5) -> int:
    """How strongly a value is coloured: nothing for nothing, then so many equal steps up to the largest."""
    if value <= 0 or most <= 0:
        return 0
    return min(levels, 1 + int(value / most * levels * 0.9999))


def harmless(cell: str) -> str:
    """The text as a spreadsheet may read it: what would be a formula begins with an apostrophe."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
