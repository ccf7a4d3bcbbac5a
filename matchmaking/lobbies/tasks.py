"""What is due without anybody asking."""

from celery import shared_task
from django.utils import timezone

from matchmaking.lobbies.actions import staying


@shared_task(name="lobbies.close_lost_stays", ignore_result=True)
def close_lost_stays() -> int:
    """Whoever is not heard of any more has left. Late or doubled runs are harmless."""
    return staying.close_lost_stays(at=timezone.now())
