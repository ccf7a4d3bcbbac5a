"""Doors to stands that somebody may vouch for. What you may not touch is not in the queryset."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet

from matchmaking.accounts.models import User
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Participant
from matchmaking.trust.models import Endorsement

Reader = User | AnonymousUser


def supporting(user: User) -> QuerySet[Participant]:
    """The user's registrations as one of a support organisation, where he was let in."""
    return Participant.objects.filter(
        user=user, status=Participant.Status.APPROVED, roles__contains=[Participant.Role.SUPPORT]
    )


def stands_endorsable_by(user: Reader) -> QuerySet[Exhibitor]:
    """Approved stands at fairs at which the user supports exporters; his own company's as well: he is told why not."""
    if not user.is_authenticated:
        return Exhibitor.objects.none()
    here = supporting(user).filter(fair=OuterRef("fair"))
    return Exhibitor.objects.filter(Exists(here), status=Exhibitor.Status.APPROVED)


def endorsements_by(user: Reader) -> QuerySet[Endorsement]:
    """The user's own endorsements that stand."""
    if not user.is_authenticated:
        return Endorsement.objects.none()
    return Endorsement.objects.filter(endorser__user=user, withdrawn_at=None)
