"""The demo's attaché vouches for some stands of his country."""

from datetime import datetime

from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair, Participant
from matchmaking.trust.actions.endorsing import endorse
from matchmaking.trust.models import Endorsement

SOME = 4
WORDS = "Nous connaissons cette maison depuis des années : elle livre ce qu’elle promet."


def vouch_for_some(*, fair: Fair, at: datetime) -> None:
    """He vouches for the first few stands from Belgium, once."""
    attache = Participant.objects.filter(fair=fair, user__email="attache@example.com").first()
    if attache is None or Endorsement.objects.filter(endorser=attache).exists():
        return
    stands = Exhibitor.objects.filter(fair=fair, company__country="BE", status=Exhibitor.Status.APPROVED)
    for stand in stands.order_by("pk")[:SOME]:
        endorse(stand=stand, endorser=attache, words=WORDS, language="fr", at=at)
