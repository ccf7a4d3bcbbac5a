"""Personal data of closed fairs is erased when its time is over. Late, doubled and missed runs heal themselves."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import F

from matchmaking.fairs.models import Fair, Participant
from matchmaking.organising.actions.erasing import erase
from matchmaking.organising.actions.recording import forget_deeds, record
from matchmaking.organising.models import Deed, Retention
from matchmaking.organising.models.retention import NOTICE
from matchmaking.organising.rules.retaining import due_on, is_to_be_told

logger = logging.getLogger(__name__)
BATCH = 25  # people in one run
ERASED = "organising:erase-when-due"


@transaction.atomic
def change_retention(*, fair: Fair, months: int | None) -> Fair:
    """The fair's data is erased so many months after its end, or (None) kept as long as people keep their accounts."""
    ours = Fair.objects.select_for_update(no_key=True).get(pk=fair.pk)
    ours.kept_months = months
    ours.version += 1
    ours.save()
    return ours


def note_ends(*, at: datetime) -> int:
    """Of each fair whose data has thirty days left it is noted since when its owners are told; how many are new."""
    noted = 0
    for fair in Fair.objects.filter(status=Fair.Status.CLOSED).exclude(kept_months=None).select_related("retention"):
        known, day = getattr(fair, "retention", None), due_on(fair)
        if day is None or (known and (known.erased_at or known.due_on == day)):
            continue
        if is_to_be_told(fair, at.date()):
            Retention.objects.update_or_create(fair=fair, defaults={"due_on": day, "warned_at": at})
            noted += 1
        elif known:  # somebody has chosen a later day
            known.delete()
    return noted


def erase_due(*, at: datetime) -> int:
    """Some people of each fair whose time is over are erased; how many. The last run writes down that it is done."""
    erased = 0
    due = Retention.objects.filter(erased_at=None, due_on__lte=at.date(), warned_at__lte=at - NOTICE)
    for retention in due.select_related("fair").order_by("due_on"):
        if due_on(retention.fair) != retention.due_on:  # reopened, or another day was chosen meanwhile
            continue
        people = list(people_of(retention.fair)[:BATCH])
        failed = sum(not _erase_one(person, retention, at=at) for person in people)
        erased += len(people) - failed
        if not failed and not people_of(retention.fair).exists():
            close(retention, at=at)
    return erased


def people_of(fair: Fair):  # type: ignore[no-untyped-def]  # a queryset with what erase() needs
    """Whoever has a name there and does not organise."""
    return Participant.objects.filter(fair=fair, duty="", user__left_at=None).select_related("user").order_by("pk")


def _erase_one(person: Participant, retention: Retention, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            erase(participant=person, at=at)
            Retention.objects.filter(pk=retention.pk).update(people=F("people") + 1)
    except Exception:
        logger.exception("Registration %s could not be erased", person.pk)
        return False
    return True


@transaction.atomic
def close(retention: Retention, *, at: datetime) -> None:
    """It is over: deeds at the fair are forgotten, and one says that it was done, of how many people."""
    ours = Retention.objects.select_for_update().get(pk=retention.pk)
    if ours.erased_at:
        return
    forget_deeds(fair=ours.fair, before=at)
    record(fair=ours.fair, by=None, view=ERASED, at=at, kind=Deed.Kind.RULE, parts={"people": str(ours.people)})
    ours.erased_at = at
    ours.save()
