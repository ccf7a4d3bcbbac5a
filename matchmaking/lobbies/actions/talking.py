"""What is said in a lobby, in writing and from page to page."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from matchmaking.accounts.models import User
from matchmaking.lobbies import errors, queries, rules
from matchmaking.lobbies.actions.staying import held, touch
from matchmaking.lobbies.models import Lobby, Remark


def say(*, user: User, stay_id: UUID, remark_id: UUID, text: str, at: datetime) -> Remark:
    """The others read it, and it is kept with the meeting. Sent twice, by a page that was not sure, it is said once."""
    text = rules.check_remark(text)
    with transaction.atomic():
        stay = held(user, stay_id, at)
        facts = {"lobby_id": stay.lobby_id, "author": user, "text": text, "said_at": at}
        remark, is_new = Remark.objects.get_or_create(pk=remark_id, defaults=facts)
        if (remark.lobby_id, remark.author_id) != (stay.lobby_id, user.pk):
            raise errors.LobbyRefused  # the number of somebody else's
        if is_new:
            touch(stay.lobby_id)
    return remark


def write_from_desk(*, booking_id: UUID, by: User, to: User | None = None, text: str, at: datetime) -> Remark:
    """The people of the meeting read it in its room, or only this one of them does. It is kept with the meeting."""
    text = rules.check_remark(text)
    with transaction.atomic():
        lobby, _is_new = Lobby.objects.get_or_create(pk=booking_id)
        remark = Remark.objects.create(lobby=lobby, author=by, to=to, text=text, said_at=at, is_from_desk=True)
        touch(lobby.pk)
    return remark


def pass_signal(*, user: User, stay_id: UUID, to: UUID, data: dict[str, Any], at: datetime) -> dict[str, Any]:
    """What one page in the call says to another one of it, under its own name. NotInTheCall unless both are in it."""
    with transaction.atomic():
        stay = held(user, stay_id, at)
    others = queries.in_call(stay.lobby_id, at=at).exclude(user=user)
    if not stay.entered_at or not others.filter(pk=to).exists():
        raise errors.NotInTheCall
    return {"to": str(to), "from": str(stay.pk), "data": data}
