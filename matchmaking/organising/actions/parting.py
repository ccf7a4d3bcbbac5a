"""Somebody deletes his account."""

from datetime import datetime

from django.db.models import Q

from matchmaking.accounts.models import User
from matchmaking.companies.models import Membership
from matchmaking.exhibitors.models import Representative
from matchmaking.fairs.models import Participant
from matchmaking.organising.actions.exporting import forget_export
from matchmaking.organising.models import Export, ImportedThing, ImportProblem
from matchmaking.visitors.models import VisitorProfile

What = ImportedThing.What


def part(*, user: User, at: datetime) -> list[str]:
    """Imports know nothing of him any more, and lists that were written for him are gone. Nothing here keeps him."""
    his = {
        What.PERSON: [user.pk],
        What.PARTICIPANT: Participant.objects.filter(user=user).values_list("pk", flat=True),
        What.MEMBERSHIP: Membership.objects.filter(user=user).values_list("pk", flat=True),
        What.REPRESENTATIVE: Representative.objects.filter(participant__user=user).values_list("pk", flat=True),
        What.PROFILE: VisitorProfile.objects.filter(participant__user=user).values_list("pk", flat=True),
    }
    noted = Q()
    for what, keys in his.items():
        noted |= Q(what=what, key__in=[str(key) for key in keys])
    ImportedThing.objects.filter(noted).delete()
    ImportProblem.objects.filter(value__iexact=user.email).delete()
    for export in Export.objects.filter(by=user):
        forget_export(export=export)
    return []
