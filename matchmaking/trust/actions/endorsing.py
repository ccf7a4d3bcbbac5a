"""Vouching for a stand, and taking it back."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from matchmaking.companies.models import Membership
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Participant
from matchmaking.trust.errors import NothingToWithdraw, OwnCompany
from matchmaking.trust.models import Endorsement

ONCE = "endorsed_once_at_a_time_by_the_same_person"


def endorse(*, stand: Exhibitor, endorser: Participant, words: str = "", language: str = "en", at: datetime) -> None:
    """The endorser vouches for the stand, with these words. Whoever does so already has said it in other words now."""
    if Membership.objects.filter(user=endorser.user_id, company=stand.company_id).exists():
        raise OwnCompany
    said = {"words": words, "language": language}
    mine = Endorsement.objects.filter(exhibitor=stand, endorser=endorser, withdrawn_at=None)
    try:
        with transaction.atomic():
            if not _say_anew(mine, said):
                Endorsement.objects.create(exhibitor=stand, endorser=endorser, at=at, **said)
    except IntegrityError as error:
        if ONCE not in str(error):
            raise
        _say_anew(mine, said)  # he has pressed twice


def _say_anew(mine: QuerySet[Endorsement], said: dict[str, str]) -> bool:
    endorsement = mine.first()
    if endorsement is None:
        return False
    endorsement.words, endorsement.language = said["words"], said["language"]
    endorsement.save(update_fields=["words", "language"])
    return True


def withdraw(*, stand: Exhibitor, endorser: Participant, at: datetime) -> None:
    """The endorser does not vouch for the stand any more."""
    endorsement = Endorsement.objects.filter(exhibitor=stand, endorser=endorser, withdrawn_at=None).first()
    if endorsement is None:
        raise NothingToWithdraw
    endorsement.withdrawn_at = max(at, endorsement.at)
    endorsement.save(update_fields=["withdrawn_at"])
