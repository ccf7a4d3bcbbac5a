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


def mark_one_read(*, notice: Notice, at: datetime) -> None:
    """The notice is read. Twice is once, and the first time stays."""
    if Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at):
        announce_notices([notice.recipient_id])
