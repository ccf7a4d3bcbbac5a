"""Notices are read."""

from datetime import datetime

from matchmaking.accounts.models import User
from matchmaking.reminders.announcements import announce_notices
from matchmaking.reminders.models import Notice


def mark_read(*, user: User, at: datetime) -> int:
    """The user has read everything that he was told by now; how much of it was new."""
    read = Notice.objects.filter(recipient=user, read_at=None, owed_at__lte=at).update(read_at=at)
    if read:
        announce_notices([user.pk])
    return read
