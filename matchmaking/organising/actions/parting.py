"""Somebody deletes his account."""

from datetime import datetime

from django.db.models import Q, Value
from django.db.models.functions import Least

from matchmaking.accounts.models import User
from matchmaking.common.uploads import forget_file
from matchmaking.organising.models import Parcel, Stead, TwoPeople


def part(*, user: User, at: datetime) -> list[str]:
    """His data lies ready nowhere, and no reason names him. Deeds stay, with the name of then. He may go."""
    for parcel in Parcel.objects.filter(person=user):
        forget_file(parcel.file)
    Parcel.objects.filter(person=user).delete()
    Stead.objects.filter(whom=user).delete()
    Stead.objects.filter(by=user, ended_at=None).update(ended_at=Least(Value(at), "ends_at"))
    TwoPeople.objects.filter(Q(one__user=user) | Q(other__user=user)).delete()
    return []
