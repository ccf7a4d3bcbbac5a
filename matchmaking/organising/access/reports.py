"""Doors to reports: whoever may see a fair's result may fetch them."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from matchmaking.accounts.models import User
from matchmaking.fairs.access import fairs_organised_by
from matchmaking.fairs.rights import Right
from matchmaking.organising.models import Report


def reports_open_to(user: User | AnonymousUser) -> QuerySet[Report]:
    return Report.objects.filter(fair__in=fairs_organised_by(user, Right.RESULTS))
