"""Somebody deletes his account."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from matchmaking.accounts.models import User
from matchmaking.companies.models import Membership
from matchmaking.exhibitors.actions.indexing import index_exhibitors
from matchmaking.exhibitors.actions.referee import hold_exhibitor
from matchmaking.exhibitors.models import Exhibitor, ExhibitorInvitation, Representative, TeamInvitation
from matchmaking.fairs.models import Fair


def part(*, user: User, at: datetime) -> list[str]:
    """The person speaks for no stand any more; a stand that only he could look after keeps him until it is withdrawn.

    Owners of its company look after a stand whose last representative has gone.
    """
    seats = Representative.objects.filter(participant__user=user)
    stands = sorted(seats.values_list("exhibitor", flat=True))
    for stand in stands:
        hold_exhibitor(stand)
    seats.delete()
    Representative.history.filter(participant__user=user).delete()
    TeamInvitation.objects.filter(accepted_by=user).delete()  # his address is in them
    ExhibitorInvitation.objects.filter(Q(accepted_by=user) | Q(email=user.email)).delete()
    index_exhibitors(stands, at=at)
    return [
        _("%(company)s has a stand at %(fair)s. Withdraw it first, or make a colleague an owner of the company.")
        % {"company": stand.company.name, "fair": stand.fair.name}
        for stand in _left_alone(user)
    ]


def _left_alone(user: User) -> list[Exhibitor]:
    """Stands at fairs that are not over, of companies for which nobody else works."""
    others = Membership.objects.exclude(user=user)
    return list(
        Exhibitor.objects.filter(
            status__in=(Exhibitor.Status.APPLIED, Exhibitor.Status.APPROVED), company__memberships__user=user
        )
        .exclude(company__in=others.values("company"))
        .exclude(fair__status=Fair.Status.CLOSED)
        .select_related("company", "fair")
        .order_by("company__name", "fair__name")
    )
