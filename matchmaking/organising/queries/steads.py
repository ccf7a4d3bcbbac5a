"""What is asked about visits in somebody's name."""

from datetime import datetime
from uuid import UUID

from matchmaking.accounts.models import User
from matchmaking.fairs.access import fairs_organised_by
from matchmaking.fairs.models import Participant
from matchmaking.fairs.rights import Right
from matchmaking.organising.errors.data import NotInHisName
from matchmaking.organising.models import Stead
from matchmaking.organising.rules.steads import check_may_be_stood_in_for


def organises_anywhere(user_id: int) -> bool:
    """Whether the person organises any fair. Whoever does is never stood in for."""
    return Participant.objects.filter(user=user_id, status=Participant.Status.APPROVED).exclude(duty="").exists()


def stead_of(key: str, by: User, *, at: datetime) -> Stead | None:
    """The visit that a session of this person stands under, if it may still go on: asked afresh at every request."""
    try:
        stead = Stead.objects.select_related("fair", "by", "whom").get(pk=UUID(key), by=by)
    except (Stead.DoesNotExist, ValueError):
        return None
    if stead.is_over(at=at) or not fairs_organised_by(by, Right.OWN).filter(pk=stead.fair_id).exists():
        return None
    person = Participant.objects.select_related("user").filter(fair=stead.fair_id, user=stead.whom_id).first()
    try:
        if person is None:
            return None
        check_may_be_stood_in_for(person, by=by, organises=organises_anywhere(stead.whom_id))
    except NotInHisName:
        return None
    return stead
