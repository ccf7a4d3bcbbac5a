"""Somebody goes altogether: what he has vouched for goes with him."""

from datetime import datetime

from matchmaking.accounts.models import User
from matchmaking.trust.models import Endorsement


def part(*, user: User, at: datetime) -> list[str]:
    """Whoever deletes his account vouches for nobody; what he said is gone with every earlier wording. He may go."""
    Endorsement.objects.filter(endorser__user=user).delete()
    Endorsement.history.filter(endorser__user=user).delete()  # that they were removed is in it too
    return []
