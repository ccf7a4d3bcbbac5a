"""An import is taken back, row by row from the last: what it made goes, what it changed is as it was.

A row goes as a whole or stays as a whole. It stays if somebody has touched any of it since, or something hangs on it
that the import has not made. See docs/decisions/0033-what-an-import-may-touch.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.db.models import Model, ProtectedError, RestrictedError

from matchmaking.accounts.models import User
from matchmaking.companies.models import Company, Membership, Product
from matchmaking.discovery.models import Dossier, Pairing
from matchmaking.exhibitors.actions.indexing import index_exhibitors
from matchmaking.exhibitors.models import DirectoryEntry as StandEntry
from matchmaking.exhibitors.models import Exhibitor, Representative, ShownProduct
from matchmaking.fairs.models import Participant, Room
from matchmaking.meetings.models import Agenda, Availability
from matchmaking.organising.actions.importing.passing import Clock, tell
from matchmaking.organising.actions.importing.visitors import LISTS, Line, write_lists
from matchmaking.organising.models import Import, ImportedThing
from matchmaking.organising.rules.importing import CHUNK
from matchmaking.reminders.models import Notice
from matchmaking.visitors.actions.indexing import index_visitors
from matchmaking.visitors.models import DirectoryEntry as VisitorEntry
from matchmaking.visitors.models import SoughtHeading, VisitorProfile

What = ImportedThing.What
MODELS: Mapping[str, type[Model]] = {  # in the order in which they may be deleted
    What.REPRESENTATIVE: Representative,
    What.MEMBERSHIP: Membership,
    What.PROFILE: VisitorProfile,
    What.PRODUCT: Product,
    What.STAND: Exhibitor,
    What.PARTICIPANT: Participant,
    What.PERSON: User,
    What.COMPANY: Company,
    What.ROOM: Room,
}
# What comes by itself with a thing, and goes with it: derived, laid out, or written by the import as a part of it.
BELONGS: frozenset[type[Model]] = frozenset(
    {
        StandEntry,
        VisitorEntry,
        Dossier,
        Pairing,
        Agenda,
        Availability,
        Notice,
        EmailAddress,
        ShownProduct,
        SoughtHeading,
        Line,
    }
)
Present = Mapping[tuple[str, str], Any]  # by what a thing is and its key: the row itself
Hanging = Mapping[tuple[str, str], Sequence[tuple[str, str, str]]]  # likewise: (what or model, key, model) of each row

TOUCHED, NEEDED, GONE, TAKEN = "touched", "needed", "gone", "taken"
VETOES = (IntegrityError, ProtectedError, RestrictedError)
HOLDS = (models.CASCADE, models.PROTECT, models.RESTRICT)


def take_back(imported: Import, *, now: Clock) -> None:
    """Of every row is taken back what can be; of the others is said what keeps them."""
    counts = {"undo_removed": 0, "undo_restored": 0, "undo_kept": 0}
    counts = imported.counts | counts | {key: imported.counts[key] for key in counts if key in imported.counts}
    done, last = imported.done, _last_row(imported)
    while rows := _rows_below(imported, last):
        with transaction.atomic():
            _take_back_rows(imported, rows, counts, now())
            done += len(rows)
            tell(imported, done=done, counts=counts, at=now())
        last = rows[-1]


def _last_row(imported: Import) -> int:
    """The row from which on (upwards) nothing has been looked at: where a worker died, the next one goes on."""
    things = imported.things.filter(kept="").order_by("-row").values_list("row", flat=True)
    return (things.first() or 0) + 1


def _rows_below(imported: Import, row: int) -> list[int]:
    rows = imported.things.filter(row__lt=row).order_by("-row").values_list("row", flat=True).distinct()
    return list(rows[:CHUNK])


def _take_back_rows(imported: Import, rows: Sequence[int], counts: dict[str, int], at: datetime) -> None:
    by_row: defaultdict[int, list[ImportedThing]] = defaultdict(list)
    for thing in imported.things.filter(row__in=rows, kept=""):
        by_row[thing.row].append(thing)
    present = _present(thing for things in by_row.values() for thing in things)
    hanging, going, free = _hanging(present), set[tuple[str, str]](), []
    for row in sorted(by_row, reverse=True):  # what hangs on an earlier row came later
        if because := _why_row_stays(by_row[row], present, hanging, going):
            _keep(by_row[row], because, counts)
        else:
            going |= {(thing.what, thing.key) for thing in by_row[row]}
            free.append(row)
    try:
        with transaction.atomic():
            _remove([thing for row in free for thing in by_row[row]], present, at)
        _count([thing for row in free for thing in by_row[row]], counts)
    except VETOES:
        _take_back_one_by_one([by_row[row] for row in free], counts, at)


def _take_back_one_by_one(rows: Sequence[list[ImportedThing]], counts: dict[str, int], at: datetime) -> None:
    """The database has a veto about one of them: only that one stays, and what hangs on it."""
    for things in rows:
        present = _present(things)
        because = _why_row_stays(things, present, _hanging(present), set())
        try:
            with transaction.atomic():
                if not because:
                    _remove(things, present, at)
        except VETOES:
            because = (TAKEN, "")
        if because:
            _keep(things, because, counts)
        else:
            _count(things, counts)


def _why_row_stays(
    things: Sequence[ImportedThing], present: Present, hanging: Hanging, going: set[tuple[str, str]]
) -> tuple[str, str] | None:
    """(code, for what): the first reason against taking the row back; None if there is none."""
    leaving = going | {(thing.what, thing.key) for thing in things}
    reasons = (_why_kept(thing, present, hanging, leaving) for thing in things)
    return next((reason for reason in reasons if reason), None)


def _count(things: Sequence[ImportedThing], counts: dict[str, int]) -> None:
    made = {thing.row for thing in things if thing.is_created}
    counts["undo_removed"] += len(made)
    counts["undo_restored"] += len({thing.row for thing in things} - made)


def _keep(things: Sequence[ImportedThing], because: tuple[str, str], counts: dict[str, int]) -> None:
    """The row stays as a whole, for this reason."""
    counts["undo_kept"] += 1
    for thing in things:
        thing.kept, thing.kept_for = because
    ImportedThing.objects.bulk_update(things, ["kept", "kept_for"])


def _present(things: Iterable[ImportedThing]) -> dict[tuple[str, str], Any]:
    """The things that are still there, by what they are and their keys."""
    keys: defaultdict[str, list[str]] = defaultdict(list)
    for thing in things:
        keys[thing.what].append(thing.key)
    return {
        (what, str(row.pk)): row
        for what, wanted in keys.items()
        for row in MODELS[what]._default_manager.filter(pk__in=wanted)
    }


def plain_value(value: Any) -> Any:
    """A value as it is kept in JSON."""
    if isinstance(value, str | int | float | bool | list | dict | None):
        return value
    return DjangoJSONEncoder().default(value)


def _why_kept(
    thing: ImportedThing, present: Present, hanging: Hanging, leaving: set[tuple[str, str]]
) -> tuple[str, str] | None:
    there = present.get((thing.what, thing.key))
    if there is None:
        return None if thing.is_created else (GONE, "")
    fields = [name for name in thing.after if name not in LISTS]
    if any(plain_value(getattr(there, name)) != thing.after[name] for name in fields):
        return TOUCHED, ""
    if thing.is_created:
        for what, key, label in hanging.get((thing.what, thing.key), ()):
            if (what, key) not in leaving:
                return NEEDED, label
    return None


def _hanging(present: Present) -> Hanging:
    """By thing, what points to it so that it would go with it, or forbids it to go. One query per kind of relation."""
    kinds: Mapping[type[Model], str] = {model: what for what, model in MODELS.items()}
    found: defaultdict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for what, model in MODELS.items():
        keys = [key for kind, key in present if kind == what]
        for relation in _relations(model) if keys else ():
            dependent: Any = relation.related_model
            rows = dependent._base_manager.filter(**{f"{relation.field.name}__in": keys})
            for pk, owner in rows.values_list("pk", relation.field.attname):
                label = str(dependent._meta.label_lower)
                found[what, str(owner)].append((kinds.get(dependent, label), str(pk), label))
    return found


def _relations(model: type[Model]) -> list[Any]:
    """What may point to a row so that it goes with it, forbids it to go, or would miss it. Not who has written what."""
    return [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)
        and (relation.on_delete in HOLDS or (relation.on_delete is models.SET_NULL and not relation.hidden))
        and relation.related_model not in BELONGS
    ]


def _remove(things: Sequence[ImportedThing], present: Present, at: datetime) -> None:
    """What was made is gone, what was changed is as before, the directories know, and the notes of it are gone too."""
    made: defaultdict[str, list[str]] = defaultdict(list)
    for thing in things:
        if thing.is_created:
            made[thing.what].append(thing.key)
    shown = ShownProduct.objects.filter(product__in=made[What.PRODUCT]).values_list("exhibitor", flat=True)
    seats = Representative.objects.filter(pk__in=made[What.REPRESENTATIVE]).values_list("exhibitor", flat=True)
    stands, profiles = {*shown, *seats}, set()
    for what, model in MODELS.items():
        if made[what]:
            model._default_manager.filter(pk__in=made[what]).delete()
    if made[What.PERSON]:
        User.history.filter(id__in=made[What.PERSON]).delete()  # that they were removed is in it too
    for thing in things:
        if not thing.is_created:
            row = present[thing.what, thing.key]
            _restore(thing, row)
            stands |= {row.pk} if thing.what == What.STAND else set()
            profiles |= {row.pk} if thing.what == What.PROFILE else set()
    index_exhibitors(Exhibitor.objects.filter(pk__in=stands).values_list("pk", flat=True), at=at)
    index_visitors(profiles, at=at)
    ImportedThing.objects.filter(pk__in=[thing.pk for thing in things]).delete()


def _restore(thing: ImportedThing, row: Any) -> None:
    """The row is as it was before."""
    before: dict[str, Any] = thing.before or {}
    for name, value in before.items():
        if name not in LISTS:
            setattr(row, name, row._meta.get_field(name).to_python(value))
    row.save()
    if thing.what == What.PROFILE:
        write_lists([(row.pk, before)])
