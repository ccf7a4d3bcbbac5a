"""An organiser stands in for somebody, and comes back to himself."""

from datetime import datetime

from django.db import IntegrityError, transaction

from matchmaking.accounts.models import User
from matchmaking.fairs.models import Participant
from matchmaking.organising.actions.recording import record
from matchmaking.organising.errors.data import InAName
from matchmaking.organising.models import Deed, Stead
from matchmaking.organising.models.steads import LASTS
from matchmaking.organising.queries.steads import organises_anywhere
from matchmaking.organising.rules.steads import END, check_may_be_stood_in_for


@transaction.atomic
def begin_stead(*, participant: Participant, by: User, because: str, at: datetime) -> Stead:
    """For half an hour at most the organiser sees the fair as this person does.

    NotInHisName if this is nobody to stand in for; InAName if the organiser stands in for somebody already.
    """
    person = Participant.objects.select_related("user", "fair").select_for_update(of=("self",)).get(pk=participant.pk)
    check_may_be_stood_in_for(person, by=by, organises=organises_anywhere(person.user_id))
    end_those_over(at=at, by=by)
    try:
        with transaction.atomic():
            return Stead.objects.create(
                fair=person.fair, by=by, whom=person.user, because=because, began_at=at, ends_at=at + LASTS
            )
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") == "one_stands_in_for_one_at_a_time":
            raise InAName from error
        raise


def end_stead(*, stead: Stead, at: datetime) -> None:
    """The organiser is himself again; the other will be told. Nothing happens to one that has ended."""
    Stead.objects.filter(pk=stead.pk, ended_at=None).update(ended_at=min(at, stead.ends_at))


@transaction.atomic
def end_those_over(*, at: datetime, by: User | None = None) -> int:
    """Those whose half hour is over, and nobody came back, have ended then, which is written down. How many."""
    over = Stead.objects.filter(ended_at=None, ends_at__lte=at).select_related("fair", "by", "whom")
    if by:
        over = over.filter(by=by)
    ended = 0
    for stead in over.select_for_update(of=("self",), skip_locked=True):
        stead.ended_at = stead.ends_at
        stead.save(update_fields=["ended_at"])
        record(fair=stead.fair, by=stead.by, as_whom=stead.whom, kind=Deed.Kind.STEAD, view=END, at=stead.ends_at)
        ended += 1
    return ended
