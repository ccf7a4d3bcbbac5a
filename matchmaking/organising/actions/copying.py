"""Last year's fair once more: what was built is copied, who came and what was booked is not."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from datetime import date, datetime
from pathlib import PurePath
from typing import TypeVar

from django.core.files.base import ContentFile
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from simple_history.utils import bulk_create_with_history

from matchmaking.accounts.models import User
from matchmaking.discovery.models import FairWeights
from matchmaking.fairs import queries
from matchmaking.fairs.actions.founding import hold_founder, lay_foundation
from matchmaking.fairs.actions.referee import refereed
from matchmaking.fairs.models import (
    Break,
    Category,
    Fair,
    FairText,
    Hall,
    HallHours,
    OpeningHours,
    Participant,
    Question,
    Room,
)
from matchmaking.meetings.models import Barrier, FairTerms, Group, Quota
from matchmaking.reminders.models import FairLeads

Row = TypeVar("Row", bound=Model)
KEPT = ("time_zone", "city", "languages", "brand_colour", "registration", "slot_minutes", "gap_minutes")
PICTURES = ("picture", "logo")


def copy_fair(*, fair: Fair, name: str, starts_on: date, with_team: bool, by: User, at: datetime) -> Fair:
    """There is a draft of this name, as long as the old fair and built as it was, which belongs to whoever copies.

    No participant, stand, booking or slot comes along; the organisers do if wanted, each with his duty.
    """
    facts = {kept: getattr(fair, kept) for kept in KEPT}
    facts |= {"name": name, "starts_on": starts_on, "ends_on": starts_on + (fair.ends_on - fair.starts_on)}
    with copied_pictures(fair) as pictures, refereed():
        hold_founder(by)
        new = lay_foundation(facts | pictures, by=by, at=at)
        _copy_calendar(fair, new)
        _copy_ground(fair, new)
        _copy_words(fair, new)
        _copy_terms(fair, new)
        if with_team:
            _copy_team(fair, new, at)
    return new


def born_again(row: Row, **changes: object) -> Row:
    """The row as a new one, with these changes. Not saved."""
    new = copy(row)
    new.pk, new._state = None, copy(row._state)
    new._state.adding, new._state.fields_cache = True, {}
    for name, value in changes.items():
        setattr(new, name, value)
    return new


@contextmanager
def copied_pictures(fair: Fair) -> Iterator[dict[str, str]]:
    """The fair's pictures once more in the storage, by field; gone again if what follows fails."""
    made: dict[str, str] = {}
    try:
        for field in PICTURES:
            made |= _copied(field, getattr(fair, field))
        yield made
    except BaseException:
        for field, name in made.items():
            getattr(fair, field).storage.delete(name)
        raise


def _copied(field: str, file: FieldFile) -> dict[str, str]:
    """A file that is gone from the storage is not missed."""
    if not file or not file.storage.exists(str(file.name)):
        return {}
    with file.storage.open(str(file.name)) as original:
        name = file.field.generate_filename(file.instance, PurePath(str(file.name)).name)
        return {field: file.storage.save(name, ContentFile(original.read()))}


def _copy_calendar(fair: Fair, new: Fair) -> None:
    later = new.starts_on - fair.starts_on
    hours = [born_again(row, fair=new, day=row.day + later) for row in fair.opening_hours.all()]
    OpeningHours.objects.bulk_create(hours)
    Break.objects.bulk_create([born_again(row, fair=new) for row in fair.breaks.all()])


def _copy_ground(fair: Fair, new: Fair) -> None:
    old = list(fair.halls.all())
    made = bulk_create_with_history([born_again(hall, fair=new) for hall in old], Hall)
    halls = {hall.pk: new_hall for hall, new_hall in zip(old, made, strict=True)}
    later = new.starts_on - fair.starts_on
    hours = HallHours.objects.filter(hall__fair=fair)
    HallHours.objects.bulk_create([born_again(row, hall=halls[row.hall_id], day=row.day + later) for row in hours])
    rooms = Room.objects.filter(hall__fair=fair).order_by("pk")
    bulk_create_with_history([born_again(room, hall=halls[room.hall_id]) for room in rooms], Room, batch_size=1000)


def _copy_words(fair: Fair, new: Fair) -> None:
    bulk_create_with_history([born_again(text, fair=new) for text in fair.texts.all()], FairText)
    Category.objects.bulk_create([born_again(row, fair=new) for row in fair.categories.all()])
    asked = fair.questions.filter(retired_at=None)
    bulk_create_with_history([born_again(question, fair=new) for question in asked], Question)


def _copy_terms(fair: Fair, new: Fair) -> None:
    for model in (FairTerms, FairWeights, FairLeads):
        for row in model.objects.filter(fair=fair):
            row.pk, row._state.adding = new.pk, True
            row.save(force_insert=True)
    for quota in Quota.objects.filter(fair=fair):
        born_again(quota, fair=new).save()
    old = list(Group.objects.filter(fair=fair).order_by("pk"))
    made = Group.objects.bulk_create([Group(fair=new, name=group.name) for group in old])
    groups = {group.pk: new_group for group, new_group in zip(old, made, strict=True)}
    for barrier in Barrier.objects.filter(fair=fair):
        sides = {"asking_group_id": barrier.asking_group_id, "asked_group_id": barrier.asked_group_id}
        there = {name: groups[pk].pk if pk else None for name, pk in sides.items()}
        born_again(barrier, fair=new, **there).save()


def _copy_team(fair: Fair, new: Fair, at: datetime) -> None:
    for organiser in queries.organisers_of(fair).exclude(user__in=new.participants.values("user")):
        Participant.objects.create(
            fair=new,
            user=organiser.user,
            roles=[Participant.Role.ORGANISER],
            duty=organiser.duty,
            status=Participant.Status.APPROVED,
            applied_at=at,
            decided_at=at,
        )
