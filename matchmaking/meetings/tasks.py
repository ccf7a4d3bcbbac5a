"""What is due without anybody asking."""

from celery import shared_task
from django.utils import timezone

from matchmaking.fairs.models import Fair, Participant
from matchmaking.meetings.actions.agendas import lay_out_agendas as lay_out
from matchmaking.meetings.actions.answering import expire_due_requests as expire

AT_ONCE = 500  # agendas, so that no transaction is long


@shared_task(name="meetings.lay_out_agendas", ignore_result=True)
def lay_out_agendas() -> int:
    """Whoever has joined a fair with a timetable can be asked for a meeting. Late or doubled runs are harmless."""
    missing = Participant.objects.filter(
        status=Participant.Status.APPROVED,
        agenda=None,
        fair__status__in=(Fair.Status.OPEN, Fair.Status.LIVE),
        fair__slots__isnull=False,
    ).distinct()
    return lay_out(participants=missing.select_related("user").order_by("pk")[:AT_ONCE], at=timezone.now())


@shared_task(name="meetings.expire_due_requests", ignore_result=True)
def expire_due_requests() -> int:
    """Requests that nobody has answered in time are closed."""
    return expire(at=timezone.now())
