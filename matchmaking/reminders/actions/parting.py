"""Whoever deletes his account is not told anything any more, in no browser."""

from datetime import datetime

from matchmaking.accounts.models import User
from matchmaking.reminders.models import PushSubscription


def part(*, user: User, at: datetime) -> list[str]:
    """No browser takes push messages for the person. Nothing here keeps him."""
    PushSubscription.objects.filter(user=user).delete()
    return []
