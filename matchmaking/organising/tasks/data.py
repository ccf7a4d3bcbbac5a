"""What becomes of people's data without anybody asking."""

from celery import shared_task
from django.utils import timezone

from matchmaking.organising.actions.parcels import due_parcels, forget_parcels, pack_parcel
from matchmaking.organising.actions.retaining import erase_due, note_ends
from matchmaking.organising.actions.steads import end_those_over


@shared_task(name="organising.end_steads_over", ignore_result=True)
def end_steads_over() -> int:
    """Visits in somebody's name whose half hour is over have ended."""
    return end_those_over(at=timezone.now())


@shared_task(name="organising.pack_parcels", ignore_result=True)
def pack_parcels() -> int:
    """Parcels that somebody waits for are packed. Several workers pack different ones."""
    return sum(pack_parcel(parcel, now=timezone.now) for parcel in due_parcels(at=timezone.now()))


@shared_task(name="organising.forget_parcels", ignore_result=True)
def forget_old_parcels() -> int:
    """Parcels lie ready for seven days."""
    return forget_parcels(at=timezone.now())


@shared_task(name="organising.erase_when_due", ignore_result=True)
def erase_when_due() -> int:
    """Owners of fairs whose data has thirty days left are told, and of those whose time is over some people erased."""
    note_ends(at=timezone.now())
    return erase_due(at=timezone.now())
