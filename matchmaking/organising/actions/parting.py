"""Somebody deletes his account."""

from datetime import datetime

from django.db.models import Q, Value
from django.db.models.functions import Least

from matchmaking.accounts.models import User
from matchmaking.common.uploads import forget_file
from matchmaking.companies.models import Membership
from matchmaking.exhibitors.models import Representative
from matchmaking.fairs.models import Participant
from matchmaking.organising.actions.exporting import forget_export
from matchmaking.organising.models import Export, ImportedThing, ImportProblem, Parcel, Stead, TwoPeople
from matchmaking.visitors.models import VisitorProfile

What = ImportedThing.What


def part(*, user: User, at: datetime) -> list[str]:
    """His data lies ready nowhere, and no reason names him. Deeds stay, with the name of then. Imports know nothing of
    him any more, and lists that were written for him are gone. He may go."""
    for parcel in Parcel.objects.filter(person=user):
        forget_file(parcel.file)
    Parcel.objects.filter(person=user).delete()
    Stead.objects.filter(whom=user).delete()
    Stead.objects.filter(by=user, ended_at=None).update(ended_at=Least(Value(at), "ends_at"))
    TwoPeople.objects.filter(Q(one__user=user) | Q(other__user=user)).delete()
    forget_imported(user)
    for export in Export.objects.filter(by=user):
        forget_export(export=export)
    return []


def forget_imported(user: User) -> None:
    """Imports know nothing of the person any more."""
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
