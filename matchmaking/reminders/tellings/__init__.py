"""What notices say: read in bulk, and put into words in whatever language is active."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from matchmaking.common.elsewhere import ask
from matchmaking.reminders.models import Notice
from matchmaking.reminders.tellings import fairs, meetings, news, requests
from matchmaking.reminders.tellings.telling import Action, Moment, Telling

__all__ = ["Action", "Moment", "Telling", "read"]

Read = Callable[[Sequence[Notice], datetime], dict[UUID, Telling]]
Kind = Notice.Kind


def read_above(notices: Sequence[Notice], at: datetime) -> dict[UUID, Telling]:
    """What apps above say: settings.TOLD_ABOVE names whom to ask, and each answers for what is its own."""
    found: dict[UUID, Telling] = {}
    for said in ask("TOLD_ABOVE", notices=notices, at=at):
        found |= said
    return found


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
    Kind.PERSONAL: read_above,
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
