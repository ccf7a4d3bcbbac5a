"""Somebody's data is packed, lies ready for a week, and is gone."""

import csv
import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation

from matchmaking.accounts.models import User
from matchmaking.common.uploads import forget_file
from matchmaking.fairs.models import Fair
from matchmaking.organising.errors.data import PackedAlready
from matchmaking.organising.holdings import HOLDINGS, held_about
from matchmaking.organising.models import Parcel
from matchmaking.organising.rules.files import harmless

logger = logging.getLogger(__name__)
KEPT = timedelta(days=7)
PATIENCE = timedelta(minutes=5)  # a worker that is not heard of for so long has died
Status = Parcel.Status


def want_parcel(*, person: User, fair: Fair | None, by: User, at: datetime) -> Parcel:
    """The data of the person will be packed. PackedAlready if it is being packed."""
    try:
        with transaction.atomic():
            return Parcel.objects.create(person=person, fair=fair, wanted_by=by, wanted_at=at, total=len(HOLDINGS))
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
        if name.startswith("one_parcel_at_a_time"):
            raise PackedAlready from error
        raise


def due_parcels(*, at: datetime) -> list[Parcel]:
    """Those that wait, and those whose worker has died."""
    dead = Q(status=Status.RUNNING, touched_at__lt=at - PATIENCE)
    return list(Parcel.objects.filter(Q(status=Status.WAITING) | dead).order_by("wanted_at")[:20])


def claim_parcel(parcel: Parcel, *, at: datetime) -> bool:
    """Whether it is ours to pack: nobody else has it."""
    same = Parcel.objects.filter(pk=parcel.pk, status=parcel.status, touched_at=parcel.touched_at)
    return same.update(status=Status.RUNNING, touched_at=at, done=0) == 1


def pack_parcel(parcel: Parcel, *, now: Callable[[], datetime]) -> bool:
    """The file is there, or it is said that it failed. False if another worker has it or it failed."""
    if not claim_parcel(parcel, at=now()):
        return False
    try:
        packed = packed_of(parcel, now=now)
    except Exception:
        logger.exception("The data of parcel %s could not be packed", parcel.pk)
        Parcel.objects.filter(pk=parcel.pk).update(status=Status.FAILED, ended_at=now())
        return False
    with transaction.atomic():
        ours = Parcel.objects.select_for_update().filter(pk=parcel.pk, status=Status.RUNNING).first()
        if ours is None:  # its person has gone meanwhile
            return False
        ours.file.save("parcel.zip", ContentFile(packed), save=False)
        ours.status, ours.ended_at, ours.done = Status.DONE, now(), ours.total
        ours.save()
    return True


def packed_of(parcel: Parcel, *, now: Callable[[], datetime]) -> bytes:
    """The archive: for each table a JSON and a CSV file, the person's own files, and a page that explains them."""
    person, packed, contents = parcel.person, BytesIO(), []
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for number, (holding, rows) in enumerate(held_about(person, parcel.fair), 1):
            Parcel.objects.filter(pk=parcel.pk).update(done=number, touched_at=now())
            if not rows:
                continue
            name = holding.table.lower()
            archive.writestr(f"json/{name}.json", json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
            archive.writestr(f"csv/{name}.csv", as_csv(rows))
            contents.append((name, len(rows)))
        if parcel.fair is None and person.photo and person.photo.storage.exists(person.photo.name):
            with person.photo.open("rb") as photo:
                archive.writestr(f"files/{person.photo.name.rpartition('/')[2]}", photo.read())
        with translation.override(person.language):
            facts = {"person": person, "fair": parcel.fair, "contents": contents, "at": now()}
            archive.writestr("README.txt", render_to_string("organising/parcel_readme.txt", facts))
    return packed.getvalue()


def as_csv(rows: list[dict[str, object]]) -> str:
    """The same rows as a table in which nothing is a formula."""
    table = StringIO()
    writer = csv.writer(table)
    writer.writerow(rows[0])
    for row in rows:
        writer.writerow([harmless(value) for value in row.values()])
    return "\ufeff" + table.getvalue()


def forget_parcels(*, at: datetime) -> int:
    """Parcels that are older than a week are gone, and their files with them."""
    old = list(Parcel.objects.filter(ended_at__lt=at - KEPT))
    for parcel in old:
        with transaction.atomic():
            forget_file(parcel.file)
            parcel.delete()
    return len(old)
