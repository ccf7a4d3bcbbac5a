"""The fair that the same owner held before."""

from django.contrib.auth.models import AnonymousUser

from matchmaking.accounts.models import User
from matchmaking.fairs.access import fairs_organised_by
from matchmaking.fairs.models import Fair, Participant
from matchmaking.fairs.rights import Right


def fair_before(fair: Fair, reader: User | AnonymousUser) -> Fair | None:
    """The last one before this that has an owner in common with it, if the reader may see its result too. One query."""
    owned = Participant.objects.filter(duty=Participant.Duty.OWNER, status=Participant.Status.APPROVED)
    owners = owned.filter(fair=fair).values("user")
    earlier = fairs_organised_by(reader, Right.RESULTS).filter(ends_on__lt=fair.starts_on)
    return earlier.filter(pk__in=owned.filter(user__in=owners).values("fair")).order_by("-ends_on", "-pk").first()
