"""Somebody deletes his account."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from matchmaking.accounts.models import User
from matchmaking.fairs import queries, rules
from matchmaking.fairs.actions.joining import forget_what_was_said, hold_participant
from matchmaking.fairs.errors import LastOrganiser
from matchmaking.fairs.models import Badge, CheckIn, Fair, OrganiserInvitation, Participant


def part(*, user: User, at: datetime) -> list[str]:
    """The person takes part in no fair any more. One that is not over and would have no organiser keeps him."""
    reasons = []
    CheckIn.objects.filter(by=user).update(by=None)
    for registered in Participant.objects.filter(user=user).select_related("fair").order_by("fair"):
        ours, fair = hold_participant(registered), registered.fair
        try:
            if fair.status != Fair.Status.CLOSED:
                rules.check_owner_remains(ours, queries.other_owners(ours))
        except LastOrganiser:
            reasons.append(
                _("%(fair)s needs an organiser. Make somebody else an organiser first.") % {"fair": fair.name}
            )
        _go(ours, at=at)
    OrganiserInvitation.objects.filter(Q(accepted_by=user) | Q(email=user.email)).delete()  # his address is in them
    return reasons


def _go(ours: Participant, *, at: datetime) -> None:
    """Who took part has left; what he wrote to the organiser is gone, whatever came of it."""
    if ours.status in (Participant.Status.APPLIED, Participant.Status.APPROVED):
        ours.status, ours.left_at = Participant.Status.LEFT, at
    forget_what_was_said(ours)
    ours.save()
    ours.history.all().delete()
    Badge.objects.filter(participant=ours).delete()
    CheckIn.objects.filter(participant=ours).delete()  # when somebody was where is his
