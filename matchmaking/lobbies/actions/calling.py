"""Whoever does not come is called, once: the other side waits for him."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from matchmaking.lobbies import queries
from matchmaking.lobbies.actions.staying import touch
from matchmaking.lobbies.models import Lobby


def call_absent(*, booking_id: UUID, at: datetime) -> bool:
    """Whoever does not come is called now; False if he has been called, or nobody waits alone any more."""
    with transaction.atomic():
        waiting = queries.waiting_alone(at=at).filter(pk=booking_id)
        if not waiting.select_for_update(of=("self",), skip_locked=True).exists():
            return False
        Lobby.objects.filter(pk=booking_id).update(absent_called_at=at)
        touch(booking_id)
    return True
