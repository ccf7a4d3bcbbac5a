"""Doors to imports and exports."""

from django.db.models import QuerySet

from matchmaking.fairs.access import Reader, fairs_organised_by
from matchmaking.fairs.rights import Right
from matchmaking.organising.models import Export, Import


def imports_open_to(user: Reader) -> QuerySet[Import]:
    """Imports of the fairs whose people the user looks after."""
    return Import.objects.filter(fair__in=fairs_organised_by(user, Right.PEOPLE))


def exports_open_to(user: Reader) -> QuerySet[Export]:
    """Lists that were written at the fairs whose lists the user may take out."""
    return Export.objects.filter(fair__in=fairs_organised_by(user, Right.EXPORT))
