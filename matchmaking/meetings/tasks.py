"""What is due without anybody asking."""

import logging
from concurrent.futures import ThreadPoolExecutor, as_completed

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from matchmaking.common.fetching import OPEN, Ways
from matchmaking.fairs.models import Participant
from matchmaking.meetings.actions import calendars
from matchmaking.meetings.actions.agendas import lay_out_agendas as lay_out
from matchmaking.meetings.actions.answering import expire_due_requests as expire
from matchmaking.meetings.actions.waiting import offer_freed_slots as offer
from matchmaking.meetings.models import OwnCalendar
from matchmaking.meetings.queries import last_days, newest_slots

logger = logging.getLogger(__name__)

AT_ONCE = 500  # agendas, so that no transaction is long
BATCH = 40  # calendars that one worker reads in one go,
SIDE_BY_SIDE = 12  # so many at the same time: whoever is slow holds up nobody but a twelfth of them


@shared_task(name="meetings.lay_out_agendas", ignore_result=True)
def lay_out_agendas() -> int:
    """Whoever takes part in a fair with a timetable can be asked for its times. Late or doubled runs are harmless."""
    at, laid_out = timezone.now(), 0
    for fair, newest in newest_slots():
        without = Participant.objects.filter(
            Q(agenda=None) | Q(agenda__laid_out_at__lt=newest), fair=fair, status=Participant.Status.APPROVED
        )
        while some := lay_out(participants=without.select_related("user").order_by("pk")[:AT_ONCE], at=at):
            laid_out += some
    return laid_out


@shared_task(name="meetings.expire_due_requests", ignore_result=True)
def expire_due_requests() -> int:
    """Requests that nobody has answered in time are closed."""
    return expire(at=timezone.now())


@shared_task(name="meetings.read_calendar", ignore_result=True, soft_time_limit=60, time_limit=75)
def read_calendar(user_id: int) -> int:
    """The person's own calendar has been read. Nothing if it has been removed meanwhile."""
    return read(list(OwnCalendar.objects.filter(user=user_id).select_related("user")))


@shared_task(name="meetings.read_due_calendars", ignore_result=True, soft_time_limit=170, time_limit=180)
def read_due_calendars() -> int:
    """A batch of calendars whose turn it is has been read. Nobody else has the same; a full one is not the last."""
    due = calendars.claim_due_calendars(most=BATCH, at=timezone.now())
    if len(due) == BATCH:
        read_due_calendars.delay()
    return read(due)


def read(due: list[OwnCalendar], ways: Ways = OPEN) -> int:
    """Each of them is looked into, several at a time, and what is found is kept; how many could be kept."""
    at, kept = timezone.now(), 0
    days = last_days(calendar.pk for calendar in due)
    with ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="calendars") as threads:
        looks = {
            threads.submit(calendars.look_into, each, last_day=days.get(each.pk), at=at, ways=ways): each
            for each in due
        }
        for done in as_completed(looks):
            try:
                kept += calendars.keep_look(calendar=looks[done], look=done.result(), at=at)
            except Exception:
                logger.exception("The calendar of person %s could not be read", looks[done].pk)
    return kept


@shared_task(name="meetings.offer_freed_slots", ignore_result=True)
def offer_freed_slots() -> int:
    """Whatever has become free is offered to those who wait. Late or doubled runs are harmless."""
    return offer(at=timezone.now())
