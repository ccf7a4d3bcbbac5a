"""What notices say: read in bulk, and put into words in whatever language is active."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from matchmaking.reminders.models import Notice
from matchmaking.reminders.tellings import fairs, meetings, news, requests
from matchmaking.reminders.tellings.telling import Action, Moment, Telling

__all__ = ["Action", "Moment", "Telling", "read"]

Read = Callable[[Sequence[Notice], datetime], dict[UUID, Telling]]
Kind = Notice.Kind
READERS: dict[str, Read] = {
    **dict.fromkeys(meetings.KINDS, meetings.read),
    **dict.fromkeys(requests.KINDS, requests.read),
    **dict.fromkeys(fairs.KINDS, fairs.read),
    Kind.OFFER: requests.read_offers,
    Kind.ANNOUNCEMENT: news.read_announcements,
    Kind.NOBODY_TOLD: news.read_nobody_told,
    Kind.COMPLETE_STAND: news.read_nudges,
    Kind.DAY_AGENDA: meetings.read_agendas,
    Kind.DESK_MESSAGE: meetings.read_messages,
}


def read(notices: Iterable[Notice], *, at: datetime) -> dict[UUID, Telling]:
    """What each of these notices says, by its id. One whose subject is gone says nothing, and is left out.

    A few queries for each sort of subject, however many notices there are.
    """
    sorts: dict[Read, list[Notice]] = defaultdict(list)
    for notice in notices:
        sorts[READERS[notice.kind]].append(notice)
    found: dict[UUID, Telling] = {}
    for reader, its_notices in sorts.items():
        found |= reader(its_notices, at)
    return found
