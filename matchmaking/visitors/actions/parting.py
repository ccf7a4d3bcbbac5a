"""Somebody deletes his account."""

from datetime import datetime

from matchmaking.accounts.models import User
from matchmaking.visitors.models import VisitorProfile


def part(*, user: User, at: datetime) -> list[str]:
    """What the person looked for, and every earlier wording of it, is gone. Nothing here keeps him."""
    VisitorProfile.objects.filter(participant__user=user).delete()
    VisitorProfile.history.filter(participant__user=user).delete()  # that they were removed is in it too
    return []
