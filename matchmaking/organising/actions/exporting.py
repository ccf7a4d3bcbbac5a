"""A list of the fair goes out: at once where it is short, else written by a worker and fetched within a week."""

from collections.abc import Callable, Iterator
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import override

from matchmaking.accounts.models import User
from matchmaking.common.uploads import forget_file
from matchmaking.fairs.models import Fair
from matchmaking.organising.announcements import announce_export
from matchmaking.organising.errors.exports import ExportUnderWay
from matchmaking.organising.models import Export
from matchmaking.organising.queries.lists import LISTS, List, Row
from matchmaking.organising.rules.exporting import EVERY
from matchmaking.organising.rules.importing import has_died
from matchmaking.organising.sheets.writing import csv_pieces, json_pieces, write_xlsx

Status = Export.Status


class Superseded(Exception):
    """Another worker writes this list by now."""


def separator_for(language: str) -> str:
    """What spreadsheets expect between cells where this language is spoken."""
    return "," if language.startswith("en") else ";"


def write_list(file: IO[bytes], chosen: List, rows: Iterator[Row], *, form: str, language: str) -> None:
    """The file holds the list: its columns named in that language, in JSON by their keys."""
    with override(language):
        names = [str(label)[:1].upper() + str(label)[1:] for _key, label in chosen.columns]
        if form == "xlsx":
            write_xlsx(file, str(chosen.title), names, rows)
        elif form == "json":
            file.writelines(json_pieces([key for key, _label in chosen.columns], rows))
        else:
            file.writelines(csv_pieces(names, rows, separator_for(language)))


def want_export(*, fair: Fair, what: str, form: str, language: str, by: User, at: datetime) -> Export:
    """The list waits for a worker; ExportUnderWay if it does already."""
    try:
        with transaction.atomic():
            wanted = Export.objects.create(fair=fair, what=what, form=form, language=language, by=by, at=at)
    except IntegrityError as error:
        if "one_export_of_a_list_at_a_time_per_person" not in str(error):
            raise
        raise ExportUnderWay from error
    announce_export(wanted.pk)
    return wanted


def claim(pk: Any, *, at: datetime) -> Export | None:
    """The export, this worker's from now on; None if another one is at it, or it is over."""
    with transaction.atomic():
        waiting = Export.objects.filter(pk=pk, status=Status.RUNNING)
        ours = waiting.select_for_update(of=("self",)).select_related("fair").first()
        if ours is None or (ours.touched_at and not has_died(ours.touched_at, at)):
            return None
        ours.attempt += 1
        ours.touched_at, ours.done = at, 0
        ours.total = LISTS[ours.what].count(ours.fair)
        ours.save(update_fields=["attempt", "touched_at", "done", "total"])
    return ours


def carry_out(export: Export, *, now: Callable[[], datetime]) -> None:
    """The file is there to be fetched."""
    chosen = LISTS[export.what]
    with TemporaryFile() as file:
        rows = _counted(export, chosen.rows(export.fair), now)
        write_list(file, chosen, rows, form=export.form, language=export.language)
        file.seek(0)
        export.file.save(f"list.{export.form}", File(file), save=False)
    ended = {"status": Status.DONE, "ended_at": now(), "file": export.file.name}
    if not _ours(export).update(**ended):
        export.file.storage.delete(export.file.name)
        raise Superseded


def _counted(export: Export, rows: Iterator[Row], now: Callable[[], datetime]) -> Iterator[Row]:
    """The rows; every now and then it is said how many have gone by, and that the worker is alive."""
    done = 0
    for done, row in enumerate(rows, start=1):
        yield row
        if done % EVERY == 0:
            _tell(export, done, now())
    _tell(export, done, now())


def _tell(export: Export, done: int, at: datetime) -> None:
    if not _ours(export).update(done=done, total=max(done, export.total), touched_at=at):
        raise Superseded


def _ours(export: Export) -> Any:
    return Export.objects.filter(pk=export.pk, attempt=export.attempt, status=Status.RUNNING)


def give_up(export: Export, *, at: datetime) -> None:
    """It has failed. The list may be wanted again."""
    _ours(export).update(status=Status.FAILED, ended_at=at)


@transaction.atomic
def forget_export(*, export: Export) -> None:
    """Nothing is left of it, and its file goes with the commit."""
    forget_file(export.file)
    export.delete()
