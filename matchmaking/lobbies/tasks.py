"""What is due without anybody asking."""

from celery import shared_task
from django.utils import timezone

from matchmaking.lobbies import queries
from matchmaking.lobbies.actions import calling, staying, walking_in


@shared_task(name="lobbies.close_lost_stays", ignore_result=True)
def close_lost_stays() -> int:
    """Whoever is not heard of any more has left. Late or doubled runs are harmless."""
    at = timezone.now()
    return staying.close_lost_stays(at=at) + walking_in.close_lost_stays(at=at)


@shared_task(name="lobbies.call_the_absent", ignore_result=True)
def call_the_absent() -> int:
    """Where somebody has waited long enough for the other side, that side is called, once: whoever tells people things
    finds it in the lobby. In how many lobbies."""
    alone = list(queries.waiting_alone(at=timezone.now()).values_list("pk", flat=True))
    return sum(calling.call_absent(booking_id=booking_id, at=timezone.now()) for booking_id in alone)
