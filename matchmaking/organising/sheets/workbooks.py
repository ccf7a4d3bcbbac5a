"""Excel workbooks: checked before they are opened, then read as a stream. Formulas are never evaluated."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import PurePath
from typing import IO, Any
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from matchmaking.common import documents
from matchmaking.organising.errors import imports as errors

XLSX = next(kind for kind, suffix in documents.SUFFIXES.items() if suffix == "xlsx")
MOST_COLUMNS = 200
MOST_UNPACKED = 120 * 1024 * 1024  # all parts together
MOST_WORDS = 40 * 1024 * 1024  # the table of strings, the one part that has to be held in memory
WORST_RATIO = 250  # what spreadsheets of nothing but repetitions reach; bombs begin at a thousand
HARMLESS = 4 * 1024 * 1024
STRINGS = "xl/sharedStrings.xml"
REFUSALS: dict[str, type[errors.FileRefused]] = {
    "document_is_a_bomb": errors.Bomb,
    "document_has_macros": errors.FileWithMacros,
    "document_is_locked": errors.LockedFile,
}


def check(file: IO[bytes], name: str) -> None:
    """The archive is a workbook whose parts unpack to what they declare, and to no more than we take."""
    if PurePath(name).suffix.lower() == ".ods":
        raise errors.OpenDocument
    try:
        kind = documents.media_type_of(UploadedFile(file, name))
    except ValidationError as error:
        raise REFUSALS.get(error.code or "", errors.DamagedFile) from error
    if kind != XLSX:
        raise errors.OpenDocument if "opendocument" in kind else errors.OtherDocument
    file.seek(0)
    try:
        with ZipFile(file) as archive:
            _check_parts(archive)
    except (BadZipFile, ZlibError, EOFError, OSError, NotImplementedError) as error:
        raise errors.DamagedFile from error


def _check_parts(archive: ZipFile) -> None:
    parts = archive.infolist()
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if unpacked > MOST_UNPACKED or (unpacked > HARMLESS and unpacked > WORST_RATIO * max(1, packed)):
        raise errors.Bomb
    if any(part.filename == STRINGS and part.file_size > MOST_WORDS for part in parts):
        raise errors.Bomb
    really = 0
    for part in parts:  # what an archive declares may be a lie: its end is reached once, and a lie ends in an error
        with archive.open(part) as content:
            while piece := content.read(256 * 1024):
                really += len(piece)
                if really > MOST_UNPACKED:
                    raise errors.Bomb


@contextmanager
def opened(file: IO[bytes]) -> Iterator[Any]:
    """The workbook, to be read once from beginning to end. Cells with a formula hold what it came to when saved."""
    file.seek(0)
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, TypeError, OSError, SyntaxError) as error:
        raise errors.DamagedFile from error
    try:
        yield book
    finally:
        book._archive = None  # openpyxl would close the file, which is not its own


def first_sheet(file: IO[bytes]) -> tuple[str, int]:
    """(name of the first sheet that says something, how many sheets there are). Hidden ones are passed over."""
    with opened(file) as book:
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in shown:
            if any(any(cell not in (None, "") for cell in row) for row in _rows(sheet, most=1000)):
                return sheet.title, len(book.worksheets)
    raise errors.EmptyFile


def declared_rows(file: IO[bytes], sheet: str) -> int:
    """How many rows the sheet says it has."""
    with opened(file) as book:
        return int(book[sheet].max_row or 0)


def records(file: IO[bytes], sheet: str) -> Iterator[tuple[int, list[str]]]:
    """Every row with its number, its cells as text."""
    with opened(file) as book:
        for number, cells in enumerate(_rows(book[sheet]), start=1):
            yield number, [in_words(cell) for cell in cells]


def _rows(sheet: Any, most: int | None = None) -> Iterator[tuple[Any, ...]]:
    """What a sheet declares of its size is not believed: rows are as long as their cells."""
    sheet.reset_dimensions()
    try:
        yield from sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1, max_row=most)
    except (ValueError, KeyError, TypeError, IndexError, SyntaxError, OverflowError) as error:
        raise errors.DamagedFile from error


def in_words(cell: Any) -> str:
    """The cell as somebody would type it: 4 for 4.0, dates and times as ISO writes them."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    return cell.isoformat() if isinstance(cell, date) else str(cell)
