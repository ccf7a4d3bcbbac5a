"""Tables as organisers have them, and imports carried out as a worker does."""

import csv
import io
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from matchmaking.organising.actions.importing import steps
from matchmaking.organising.tasks import carry_on_import


def csv_of(*rows, encoding="utf-8", separator=",", name="table.csv"):
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return SimpleUploadedFile(name, text.getvalue().encode(encoding))


def xlsx_of(*rows, sheets=("Sheet",), name="table.xlsx"):
    """A real workbook; the rows are in the last of the sheets."""
    book = Workbook()
    book.active.title = sheets[0]
    for title in sheets[1:]:
        book.create_sheet(title)
    for row in rows:
        book[sheets[-1]].append(row)
    held = io.BytesIO()
    book.save(held)
    return SimpleUploadedFile(name, held.getvalue())


def bomb(megabytes=400):
    """A workbook whose one sheet unpacks to so many megabytes of spaces."""
    held = io.BytesIO(xlsx_of(["name"], ["a"]).read())
    out = io.BytesIO()
    with ZipFile(held) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            if part.filename != "xl/worksheets/sheet1.xml":
                target.writestr(part.filename, source.read(part))
        with target.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(megabytes):
                sheet.write(b" " * 1024 * 1024)
    return SimpleUploadedFile("bomb.xlsx", out.getvalue())


def rows_in(content):
    """What a workbook holds, as openpyxl reads it: formulas would be formulas."""
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]


def uploaded(fair, kind, file, *, by=None):
    return steps.upload(fair=fair, kind=kind, file=file, by=by, at=timezone.now())


def checked(fair, kind, *rows, by=None, file=None):
    """The import after a worker has looked at every row, its columns meaning what their names say."""
    imported = uploaded(fair, kind, file or csv_of(*rows), by=by)
    steps.check(imported=imported, mapping=imported.mapping, at=timezone.now())
    assert carry_on_import(str(imported.pk))
    imported.refresh_from_db()
    return imported


def brought_in(fair, kind, *rows, by=None):
    """The import after its good rows are in the fair."""
    imported = checked(fair, kind, *rows, by=by)
    steps.bring_in(imported=imported, at=timezone.now())
    assert carry_on_import(str(imported.pk))
    imported.refresh_from_db()
    return imported


def undone(imported):
    steps.undo(imported=imported, at=timezone.now())
    assert carry_on_import(str(imported.pk))
    imported.refresh_from_db()
    return imported


def found(imported):
    """(row, column, code) of every problem, notes included."""
    return [(p.row, p.column, p.code) for p in imported.problems.order_by("row", "pk")]
