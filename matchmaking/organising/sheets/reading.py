"""Tables from outside, read row by row: whatever the program they come from, a header and rows of plain text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import IO

from matchmaking.organising.errors import imports as errors
from matchmaking.organising.sheets import texts, workbooks
from matchmaking.organising.sheets.writing import BEGIN_FORMULAS

MOST_ROWS = 20_000
SAMPLES = 5
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Reading:
    """How a file is to be read, once that is known; kept with the import, so that every pass reads the same."""

    form: str  # "csv" or "xlsx"
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: int = 1


@dataclass(frozen=True)
class Survey:
    """What a file holds: the names of its columns, its first rows, and how many there are."""

    reading: Reading
    header: list[str]
    samples: list[list[str]] = field(default_factory=list)
    rows: int = 0


def survey(file: IO[bytes], name: str) -> Survey:
    """What the file holds, if it is a table of a size that we take; FileRefused says why not.

    Read as a stream: of a file with a million rows nothing is kept but the number.
    """
    reading = recognise(file, name)
    rows = records(file, reading)
    header = next(rows, None)
    if header is None:
        raise errors.EmptyFile
    names, count = named(header[1]), 0
    samples: list[list[str]] = []
    for _number, cells in rows:
        count += 1
        if count > MOST_ROWS:
            _refuse_crowd(file, reading, rows, count)
        if len(samples) < SAMPLES:
            samples.append([cell[:200] for cell in cells])
    if not count:
        raise errors.OnlyHeader
    return Survey(reading, names, samples, count)


def _refuse_crowd(file: IO[bytes], reading: Reading, rest: Iterator[object], count: int) -> None:
    """Says how many rows there are: counted where that is quick, else as the workbook itself declares."""
    if reading.form == "csv":
        raise errors.TooManyRows(count + sum(1 for _ in rest), MOST_ROWS)
    declared = workbooks.declared_rows(file, reading.sheet) - 1
    if declared > MOST_ROWS:
        raise errors.TooManyRows(declared, MOST_ROWS)
    raise errors.TooManyRows(MOST_ROWS, MOST_ROWS, is_more=True)


def recognise(file: IO[bytes], name: str) -> Reading:
    """How to read it, told from what is in it: a suffix is only believed for what has no signature."""
    file.seek(0)
    head = file.read(8)
    if not head:
        raise errors.EmptyFile
    if head.startswith(ZIP):
        workbooks.check(file, name)
        sheet, sheets = workbooks.first_sheet(file)
        return Reading("xlsx", sheet=sheet, sheets=sheets)
    if head.startswith(OLE):
        raise errors.OldExcel
    if head.startswith(b"%PDF-") or PurePath(name).suffix.lower() in (".doc", ".docx", ".pdf", ".odt", ".rtf"):
        raise errors.OtherDocument
    encoding, separator = texts.recognise(file)
    return Reading("csv", encoding=encoding, separator=separator)


def records(file: IO[bytes], reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """Every row that says something, header first, with its number as a spreadsheet shows it."""
    file.seek(0)
    found = (
        workbooks.records(file, reading.sheet)
        if reading.form == "xlsx"
        else texts.records(file, reading.encoding, reading.separator)
    )
    for number, cells in found:
        plain = [clean(cell) for cell in cells]
        while plain and not plain[-1]:
            plain.pop()
        if plain:
            yield number, plain


def rows_of(file: IO[bytes], reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """The rows below the header."""
    rows = records(file, reading)
    next(rows, None)
    return rows


def clean(text: str) -> str:
    """Without space at its ends, without characters that nobody sees and no database keeps, and without the apostrophe
    that our own exports put before what would be a formula."""
    plain = text.replace("\0", "").replace("\N{NO-BREAK SPACE}", " ").replace("\ufeff", "").strip()
    return plain[1:] if plain.startswith("'") and plain[1:].startswith(BEGIN_FORMULAS) else plain


def named(header: list[str]) -> list[str]:
    """A name for every column; what has none is called by its letter, as spreadsheets do."""
    if len(header) > workbooks.MOST_COLUMNS:
        raise errors.TooManyColumns
    return [name[:120] or letters(place) for place, name in enumerate(header)]


def letters(place: int) -> str:
    """A, B … Z, AA: what a spreadsheet calls the column at this place, counted from nought."""
    name = ""
    while place >= 0:
        place, letter = divmod(place, 26)
        name = chr(ord("A") + letter) + name
        place -= 1
    return name
