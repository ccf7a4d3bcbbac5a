"""What is due without anybody asking."""

from celery import shared_task
from django.utils import timezone

from matchmaking.exhibitors.actions.indexing import index_exhibitors
from matchmaking.exhibitors.directory import stale_exhibitors


@shared_task(name="exhibitors.index_stale_exhibitors", ignore_result=True)
def index_stale_exhibitors() -> int:
    """Bring the directory up to date with whatever changed behind its back. Late or doubled runs are harmless."""
    at = timezone.now()
    stale = list(stale_exhibitors().values_list("pk", flat=True))
    index_exhibitors(stale, at=at)
    return len(stale)
