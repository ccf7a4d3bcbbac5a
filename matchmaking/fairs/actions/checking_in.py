"""People are let in on the spot, and a mistake is undone; badges are made anew."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from matchmaking.accounts.models import User
from matchmaking.fairs.errors import NotTakingPart
from matchmaking.fairs.models import Badge, CheckIn, Participant


def check_in(*, participant: Participant, by: User, at: datetime) -> tuple[CheckIn, bool]:
    """The person is here, and whether that is new. Two helpers at once let him in once: both see the same row."""
    ours = admitted(participant)
    fresh = CheckIn(participant=ours, at=at, by=by)
    CheckIn.objects.bulk_create([fresh], ignore_conflicts=True)  # the constraint knows who was first
    there = CheckIn.objects.select_related("by").get(participant=ours, undone_at=None)
    return there, (there.at, there.by_id) == (at, by.pk)


def admitted(participant: Participant) -> Participant:
    """The person as he is registered now, if he takes part."""
    ours = Participant.objects.get(pk=participant.pk)
    if not ours.is_approved:
        raise NotTakingPart
    return ours


def undo_check_in(*, participant: Participant, at: datetime) -> None:
    """The person is not here. Twice is once."""
    CheckIn.objects.filter(participant=participant, undone_at=None, at__lte=at).update(undone_at=at)


def renew_badge(*, participant: Participant, at: datetime) -> Badge:
    """The person has a new badge, and every earlier one opens nothing any more."""
    with transaction.atomic():
        Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
        badge, _is_new = Badge.objects.get_or_create(participant=participant)
        Badge.objects.filter(pk=badge.pk).update(number=F("number") + 1, renewed_at=at)
        badge.refresh_from_db()
    return badge
