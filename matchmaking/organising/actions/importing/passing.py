"""A file is passed through, row by row: to see what would come of it, or to bring it in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from django.db import DataError, IntegrityError, transaction

from matchmaking.organising.actions.importing.exhibitors import Exhibitors
from matchmaking.organising.actions.importing.products import Products
from matchmaking.organising.actions.importing.rooms import Rooms
from matchmaking.organising.actions.importing.rows import (
    CHANGED,
    CREATED,
    SAME,
    WRONG,
    Ledger,
    Register,
    Row,
    read_row,
)
from matchmaking.organising.actions.importing.visitors import Visitors
from matchmaking.organising.models import Import, ImportedThing, ImportProblem
from matchmaking.organising.rules.importing import CHUNK
from matchmaking.organising.sheets.reading import Reading, rows_of

REGISTERS: Mapping[str, type[Register]] = {
    register.kind: register for register in (Exhibitors, Products, Visitors, Rooms)
}
OUTCOMES = (CREATED, CHANGED, SAME, WRONG)
Clock = Callable[[], datetime]


class Superseded(Exception):
    """Another worker has taken this import over, since this one was not heard of."""


def tell(imported: Import, *, done: int, counts: Mapping[str, int], at: datetime) -> None:
    """How far it is, and that its worker is alive. Superseded if it is another worker's by now."""
    ours = Import.objects.filter(pk=imported.pk, attempt=imported.attempt, status__in=Import.UNDER_WAY)
    if not ours.update(done=done, total=max(imported.total, done), counts=dict(counts), touched_at=at):
        raise Superseded
    imported.done, imported.counts = done, dict(counts)


def pass_through(imported: Import, *, is_for_real: bool, now: Clock) -> None:
    """Every row has been judged, and what is the matter is noted; for real the good ones are in the fair.

    What was written before a worker died stays, and the next one goes on behind it: each chunk is one transaction with
    the figure that says so.
    """
    register = REGISTERS[imported.kind](imported, at=now())
    counts = dict.fromkeys(OUTCOMES, 0) | {key: int(value) for key, value in imported.counts.items() if key in OUTCOMES}
    begun, done = imported.done, 0
    with imported.file.open("rb") as file:
        for rows in _chunks(imported, file):
            done += len(rows)
            if done <= begun:
                _remember(register, rows)
                continue
            with transaction.atomic():
                ledger = Ledger(imported)
                _judge(register, rows)
                if is_for_real:
                    _write(register, rows, ledger)
                for row in rows:
                    counts[row.outcome or WRONG] += 1
                _note(imported, rows)
                ImportedThing.objects.bulk_create(ledger.things, batch_size=1000)
                tell(imported, done=done, counts=counts, at=now())


def _chunks(imported: Import, file: object) -> Iterator[list[Row]]:
    rows = (
        read_row(imported.kind, imported.mapping, number, cells)
        for number, cells in rows_of(file, Reading(**imported.reading))  # type: ignore[arg-type]
    )
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _remember(register: Register, rows: Sequence[Row]) -> None:
    """These rows are in already; later ones that repeat them are told so."""
    register.learn(rows)
    for row in rows:
        register.judge(row)


def _judge(register: Register, rows: Sequence[Row]) -> None:
    register.learn(rows)
    for row in rows:
        register.judge(row)
        if not row.is_good:
            row.outcome = WRONG


def _write(register: Register, rows: Sequence[Row], ledger: Ledger) -> None:
    """The good rows at once; if the database has a veto, one by one, so that only that row stays out."""
    good = [row for row in rows if row.outcome in (CREATED, CHANGED)]
    if not good:
        return
    try:
        with transaction.atomic():
            register.write(good, ledger)
        return
    except (IntegrityError, DataError):
        ledger.things.clear()
    for row in good:
        kept = len(ledger.things)
        row.findings = [finding for finding in row.findings if not finding.is_note]
        try:
            with transaction.atomic():
                _judge(register, [row])
                if row.outcome in (CREATED, CHANGED):
                    register.write([row], ledger)
        except (IntegrityError, DataError):
            del ledger.things[kept:]
            row.outcome = WRONG
            row.wrong("refused")


def _note(imported: Import, rows: Sequence[Row]) -> None:
    """What is the matter is kept, under the name that the column has in the file."""
    problems = []
    for row in rows:
        for finding in row.findings:
            place = imported.mapping.get(finding.key)
            problems.append(
                ImportProblem(
                    imported=imported,
                    row=row.number,
                    column=imported.header[place] if place is not None else "",
                    value=row.said.get(finding.key, "")[:200],
                    code=finding.code,
                    params=dict(finding.params),
                    is_note=finding.is_note,
                )
            )
    ImportProblem.objects.bulk_create(problems, batch_size=1000)
