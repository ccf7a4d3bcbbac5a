"""The secret address of one's meetings, for the calendar that one uses anyway."""

import uuid
from datetime import datetime

from matchmaking.accounts.models import User
from matchmaking.meetings.models import AgendaFeed


def renew_feed(*, user: User, at: datetime) -> AgendaFeed:
    """The user has an address that nobody else knows. The one that he had before leads nowhere from now on."""
    feed, _is_new = AgendaFeed.objects.update_or_create(user=user, defaults={"key": uuid.uuid4(), "created_at": at})
    return feed


def revoke_feed(*, user: User) -> None:
    """The user has no such address any more. Twice is once."""
    AgendaFeed.objects.filter(user=user).delete()
