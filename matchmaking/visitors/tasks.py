"""What is due without anybody asking."""

from celery import shared_task
from django.utils import timezone

from matchmaking.visitors.actions.indexing import index_visitors
from matchmaking.visitors.directory import stale_profiles


@shared_task(name="visitors.index_stale_visitors", ignore_result=True)
def index_stale_visitors() -> int:
    """Bring the directory up to date with whatever changed behind its back. Late or doubled runs are harmless."""
    at = timezone.now()
    stale = list(stale_profiles().values_list("pk", flat=True))
    index_visitors(stale, at=at)
    return len(stale)
