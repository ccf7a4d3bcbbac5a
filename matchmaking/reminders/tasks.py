"""What is due without anybody asking."""

from time import monotonic

from celery import shared_task
from django.utils import timezone

from matchmaking.accounts.models import User
from matchmaking.reminders import pushing, sending
from matchmaking.reminders.actions import delivering, owing
from matchmaking.reminders.mails import test_of
from matchmaking.reminders.models import Announcement

LONGEST = 45  # seconds that one task sends; what waits then is the next one's
MOST_AT_ONCE = 4  # tasks that send side by side


@shared_task(name="reminders.note_what_is_owed", ignore_result=True)
def note_what_is_owed() -> int:
    """Whoever is to be told something has a notice. Late, doubled and missed runs heal themselves."""
    noted = owing.note_what_is_owed(at=timezone.now())
    for _ in range(min(MOST_AT_ONCE, -(-noted // sending.BATCH))):
        send_mails.apply_async(expires=LONGEST)
    if noted:
        send_pushes.apply_async(expires=LONGEST)
    return noted


@shared_task(name="reminders.send_mails", ignore_result=True)
def send_mails() -> int:
    """Mails that wait have gone out. Several workers send different ones; what one has no time for, the next does."""
    ends = monotonic() + LONGEST
    sent = sending.send_mails(until=ends)
    if monotonic() >= ends:
        send_mails.apply_async(expires=LONGEST)
    return sent


@shared_task(name="reminders.send_pushes", ignore_result=True)
def send_pushes() -> int:
    """Push messages that wait have gone out. Two workers send different ones."""
    return pushing.send_pushes(until=monotonic() + LONGEST)


@shared_task(name="reminders.send_digests", ignore_result=True)
def send_digests() -> int:
    """Summaries whose hour has come have gone out."""
    return sending.send_digests(until=monotonic() + LONGEST)


@shared_task(name="reminders.forget_old", ignore_result=True)
def forget_old() -> int:
    """Notices are kept for ninety days."""
    return delivering.forget_old(at=timezone.now())


@shared_task(name="reminders.send_test", ignore_result=True)
def send_test(announcement_id: str, user_id: int) -> None:
    """Whoever writes an announcement has it as a mail, marked as a test. Nobody else is told, and nothing is noted."""
    news = Announcement.objects.select_related("fair").prefetch_related("texts").filter(pk=announcement_id).first()
    reader = User.objects.filter(pk=user_id, is_active=True).first()
    if news is not None and reader is not None:
        test_of(news, reader, at=timezone.now()).send()
