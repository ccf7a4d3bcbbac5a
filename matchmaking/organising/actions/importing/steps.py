"""An import goes from step to step: uploaded, its columns said, checked, brought in, undone; forgotten in the end."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import IO, Any

from django.core.files.base import File
from django.db import IntegrityError, transaction

from matchmaking.accounts.models import User
from matchmaking.common.uploads import forget_file
from matchmaking.fairs.models import Fair
from matchmaking.organising.actions.importing.passing import Clock, pass_through
from matchmaking.organising.actions.importing.undoing import take_back
from matchmaking.organising.announcements import announce_import
from matchmaking.organising.errors.imports import ImportUnderWay
from matchmaking.organising.models import Import, ImportedThing, ImportProblem
from matchmaking.organising.rules import importing as rules
from matchmaking.organising.rules.kinds import guess
from matchmaking.organising.sheets.reading import survey

Status, Step = Import.Status, Import.Step
STATUS_OF = {Step.CHECK: Status.CHECKING, Step.IMPORT: Status.IMPORTING, Step.UNDO: Status.UNDOING}
AFTER = {Step.CHECK: Status.CHECKED, Step.IMPORT: Status.DONE, Step.UNDO: Status.UNDONE}


def upload(*, fair: Fair, kind: str, file: "File[bytes]", by: User, at: datetime) -> Import:
    """The file is kept, and what its columns mean is guessed. FileRefused says why it is not taken."""
    name = (file.name or "table").replace("\0", "")[-200:]
    stream: IO[Any] = file.file or file
    found = survey(stream, name)
    stream.seek(0)
    imported = Import(
        fair=fair,
        kind=kind,
        name=name,
        reading=asdict(found.reading),
        header=found.header,
        samples=found.samples,
        total=found.rows,
        mapping=guess(kind, found.header),
        by=by,
        at=at,
    )
    imported.file.save(f"table.{found.reading.form}", File(stream), save=False)
    imported.save()
    return imported


def check(*, imported: Import, mapping: Mapping[str, int], at: datetime) -> Import:
    """The columns mean this, and a worker looks what would come of it; what an earlier look found is gone."""
    with transaction.atomic():
        ours = Import.objects.select_for_update().get(pk=imported.pk)
        rules.check_may_be_mapped(ours)
        ours.mapping = dict(mapping)
        return _begin(ours, Step.CHECK, at)


def bring_in(*, imported: Import, at: datetime) -> Import:
    """A worker brings in the rows that are good by then."""
    with transaction.atomic():
        ours = Import.objects.select_for_update().get(pk=imported.pk)
        rules.check_may_go_in(ours)
        return _begin(ours, Step.IMPORT, at)


def undo(*, imported: Import, at: datetime) -> Import:
    """A worker takes back what nobody has touched since."""
    with transaction.atomic():
        ours = Import.objects.select_for_update().get(pk=imported.pk)
        rules.check_may_be_undone(ours)
        return _begin(ours, Step.UNDO, at)


def _begin(ours: Import, step: str, at: datetime) -> Import:
    ours.status, ours.step, ours.wanted_at = STATUS_OF[Step(step)], step, at
    ours.touched_at, ours.ended_at, ours.done = None, None, 0
    ours.attempt += 1  # whoever was at it is too late
    if step == Step.UNDO:
        rows = ImportedThing.objects.filter(imported=ours)
        rows.update(kept="", kept_for="")
        ours.total = rows.values("row").distinct().count()
        ours.counts = {key: value for key, value in ours.counts.items() if not key.startswith("undo_")}
    else:
        ImportProblem.objects.filter(imported=ours).delete()
        ours.counts = {}
    try:
        with transaction.atomic():
            ours.save()
    except IntegrityError as error:
        if "one_import_under_way_per_fair" not in str(error):
            raise
        raise ImportUnderWay from error
    announce_import(ours.pk)
    return ours


def claim(pk: Any, *, at: datetime) -> Import | None:
    """The import, this worker's from now on; None if another one is at it and heard of, or nothing is to be done."""
    under_way = Import.objects.filter(pk=pk, status__in=Import.UNDER_WAY)
    with transaction.atomic():
        ours = under_way.select_for_update(of=("self",)).select_related("fair", "by").first()
        if ours is None or (ours.touched_at and not rules.has_died(ours.touched_at, at)):
            return None
        ours.attempt += 1
        ours.touched_at = at
        ours.save(update_fields=["attempt", "touched_at"])
    return ours


def carry_on(imported: Import, *, now: Clock) -> None:
    """The step that was wanted is over."""
    if imported.step == Step.UNDO:
        take_back(imported, now=now)
    else:
        pass_through(imported, is_for_real=imported.step == Step.IMPORT, now=now)
    at = now()
    ours = Import.objects.filter(pk=imported.pk, attempt=imported.attempt, status__in=Import.UNDER_WAY)
    with transaction.atomic():
        if ours.update(status=AFTER[Step(imported.step)], ended_at=at, touched_at=at) and imported.step == Step.UNDO:
            _forget_file(Import.objects.get(pk=imported.pk))


def give_up(imported: Import, *, at: datetime) -> None:
    """The step has failed. What it had done until then stays, and can be undone."""
    ours = Import.objects.filter(pk=imported.pk, attempt=imported.attempt, status__in=Import.UNDER_WAY)
    ours.update(status=Status.FAILED, ended_at=at)


@transaction.atomic
def discard(*, imported: Import) -> None:
    """The import has never been, and its file is gone."""
    ours = Import.objects.select_for_update().get(pk=imported.pk)
    rules.check_may_be_discarded(ours)
    forget_file(ours.file)
    ours.delete()


@transaction.atomic
def forget(*, imported: Import, at: datetime) -> None:
    """The file, its rows' problems and what they changed are gone; that there was an import, and its figures, stay."""
    ours = Import.objects.select_for_update().get(pk=imported.pk)
    ours.problems.all().delete()
    ours.things.all().delete()
    ours.samples, ours.forgotten_at = [], at
    ours.save(update_fields=["samples", "forgotten_at"])
    _forget_file(ours)


def _forget_file(ours: Import) -> None:
    forget_file(ours.file)
    Import.objects.filter(pk=ours.pk).update(file="")
