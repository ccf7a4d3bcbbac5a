"""What is due without anybody asking."""

import logging

from celery import shared_task
from django.utils import timezone

from matchmaking.lobbies import queries
from matchmaking.lobbies.actions import calling, staying, walking_in
from matchmaking.lobbies.mails import call_absent
from matchmaking.lobbies.models import Lobby

logger = logging.getLogger(__name__)


@shared_task(name="lobbies.close_lost_stays", ignore_result=True)
def close_lost_stays() -> int:
    """Whoever is not heard of any more has left. Late or doubled runs are harmless."""
    at = timezone.now()
    return staying.close_lost_stays(at=at) + walking_in.close_lost_stays(at=at)


@shared_task(name="lobbies.call_the_absent", ignore_result=True)
def call_the_absent() -> int:
    """For whom somebody has waited long enough is written to, once. What cannot be sent is tried again."""
    called = 0
    for booking_id in queries.waiting_alone(at=timezone.now()).values_list("pk", flat=True):
        if not calling.claim_call(booking_id=booking_id, at=timezone.now()):
            continue
        try:
            called += call_absent(Lobby.objects.select_related("booking__fair").get(pk=booking_id))
        except Exception:
            calling.release_call(booking_id=booking_id)
            logger.exception("Nobody could be called to the meeting %s", booking_id)
    return called
