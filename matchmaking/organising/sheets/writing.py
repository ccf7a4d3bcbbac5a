"""Tables on their way out: CSV, Excel and JSON, written row by row. No cell of them is a formula."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
BEGIN_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 32_000  # characters that a cell of Excel holds
WIDE, WIDEST = 14, 48


def neutral(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: what would begin one has an apostrophe before it."""
    if isinstance(value, str) and value.startswith(BEGIN_FORMULAS):
        return f"'{value}"
    return value


def in_cell(value: Any) -> Any:
    """The value as a table shows it: several in one cell are parted by semicolons, moments are ISO."""
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return "" if value is None else neutral(value if isinstance(value, int | float) else str(value))


def csv_pieces(header: Sequence[str], rows: Iterable[Sequence[Any]], separator: str = ",") -> Iterator[bytes]:
    """With the mark by which Excel knows UTF-8."""
    held = io.StringIO()
    write = csv.writer(held, delimiter=separator).writerow
    held.write("\ufeff")
    write([in_cell(str(name)) for name in header])
    for number, row in enumerate(rows, start=1):
        write([in_cell(value) for value in row])
        if number % 100 == 0:
            yield _taken(held)
    yield _taken(held)


def _taken(held: io.StringIO) -> bytes:
    text = held.getvalue()
    held.seek(0)
    held.truncate()
    return text.encode()


def json_pieces(keys: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A list of objects, with the keys that stay the same in every language and release. Nothing in it is changed."""
    yield b"["
    for number, row in enumerate(rows):
        thing = json.dumps(dict(zip(keys, row, strict=True)), ensure_ascii=False, default=_in_json)
        yield (",\n" if number else "\n").encode() + thing.encode()
    yield b"\n]\n"


def _in_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)


def write_xlsx(file: IO[bytes], title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """One sheet with a header that stays in sight."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for place, name in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(WIDEST, max(WIDE, len(str(name)) + 4))
    sheet.append([_head(sheet, str(name)) for name in header])
    for row in rows:
        sheet.append([_xlsx_cell(value) for value in row])
    book.save(file)


def _head(sheet: Any, name: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=_xlsx_cell(name))
    cell.font = Font(bold=True)
    return cell


def _xlsx_cell(value: Any) -> Any:
    plain = in_cell(value)
    return ILLEGAL_CHARACTERS_RE.sub("", plain)[:LONGEST] if isinstance(plain, str) else plain
