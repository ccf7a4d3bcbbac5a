"""Lists that leave the house as files. Pure."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: Any) -> str:
    """The cell as text that no spreadsheet takes for a formula."""
    said = "" if value is None else str(value)
    return f"'{said}" if said.startswith(FORMULAS) else said


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The lines of a CSV file, with the mark by which spreadsheets know that it is UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow([harmless(cell) for cell in head])
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])
