"""Judgements about imports: how long a worker is waited for, how long a file stays, and which step follows which."""

from datetime import datetime, timedelta

from matchmaking.organising.errors.imports import FileIsGone, NothingToImport, NotNow
from matchmaking.organising.models import Import

PATIENCE = timedelta(seconds=90)
"""A worker that has not been heard of for so long has died: another one begins where it ended."""

KEPT = timedelta(days=30)
"""How long the file, and what an undoing needs, are kept after the last step."""

MOST_BYTES = 20 * 1024 * 1024
CHUNK = 500

Status, Step = Import.Status, Import.Step


def has_died(touched_at: datetime | None, at: datetime) -> bool:
    return touched_at is not None and at - touched_at > PATIENCE


def check_may_be_mapped(imported: Import) -> None:
    """Columns may be said anew until rows have gone in."""
    if not _has_changed_nothing(imported):
        raise NotNow
    _check_file(imported)


def check_may_go_in(imported: Import) -> None:
    if imported.status != Status.CHECKED:
        raise NotNow
    _check_file(imported)
    if not imported.good:
        raise NothingToImport


def check_may_be_undone(imported: Import) -> None:
    """What went in may come out, as long as it is known what it was; also what went in before a failure."""
    if imported.status not in (Status.DONE, Status.FAILED) or imported.step not in (Step.IMPORT, Step.UNDO):
        raise NotNow
    if imported.forgotten_at:
        raise FileIsGone


def check_may_be_discarded(imported: Import) -> None:
    """What has changed nothing may go without a trace."""
    if not _has_changed_nothing(imported):
        raise NotNow


def _has_changed_nothing(imported: Import) -> bool:
    if imported.status == Status.FAILED:
        return imported.step == Step.CHECK
    return imported.status in (Status.MAPPING, Status.CHECKED)


def _check_file(imported: Import) -> None:
    if not imported.file:
        raise FileIsGone
