"""An organiser's news: written, tried out, scheduled or sent, taken back; and what happens when its moment has come."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from matchmaking.accounts.models import User
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rules import moment
from matchmaking.reminders import errors, rules
from matchmaking.reminders.announcements import announce_test
from matchmaking.reminders.due import news as due
from matchmaking.reminders.models import Announcement, AnnouncementText

State = Announcement.State
Texts = Mapping[str, tuple[str, str]]  # title and text by language


def write(*, fair: Fair, by: User, said: Mapping[str, Any], texts: Texts, at: datetime) -> Announcement:
    """There is a draft that says this, to those."""
    with transaction.atomic():
        news = Announcement.objects.create(fair=fair, written_by=by, written_at=at, **said)
        say_otherwise(news, texts)
    return news


def rewrite(*, announcement: Announcement, said: Mapping[str, Any], texts: Texts) -> Announcement:
    """The draft says this now, to those."""
    with drafted(announcement) as news:
        for name, value in said.items():
            setattr(news, name, value)
        news.save(update_fields=[*said])
        news.texts.all().delete()
        say_otherwise(news, texts)
    return news


def say_otherwise(news: Announcement, texts: Texts) -> None:
    """It has these texts in other languages than its own."""
    AnnouncementText.objects.bulk_create(
        AnnouncementText(announcement=news, language=language, title=title, text=text)
        for language, (title, text) in texts.items()
        if language != news.language
    )


def discard(*, announcement: Announcement) -> None:
    """The draft is gone."""
    with drafted(announcement) as news:
        news.delete()


def schedule(*, announcement: Announcement, send_at: datetime, at: datetime, is_meant: bool = False) -> Announcement:
    """The draft goes out at that moment; at once, if it is this one. `is_meant`: even if the same was said just now."""
    if send_at < at:
        raise errors.InThePast
    if send_at > at + rules.FARTHEST:
        raise errors.TooFarAhead
    with drafted(announcement) as news:
        Fair.objects.select_for_update(no_key=True).get(pk=news.fair_id)  # whoever counts the day counts alone
        if not due.audience(news).exists():
            raise errors.NobodyToTell
        others = Announcement.objects.filter(fair=news.fair_id, send_at__isnull=False).exclude(pk=news.pk)
        if others.filter(send_at__range=day_around(send_at, news.fair)).count() >= rules.MOST_A_DAY:
            raise errors.TooManyThatDay
        near = (send_at - rules.SAME_WORDS, send_at + rules.SAME_WORDS)
        if not is_meant and others.filter(title=news.title, text=news.text, send_at__range=near).exists():
            raise errors.SaidJustNow
        news.send_at = send_at
        news.save(update_fields=["send_at"])
    return news


def day_around(when: datetime, fair: Fair) -> tuple[datetime, datetime]:
    """The first and the last moment of the day, by the fair's clock, in which this one lies."""
    day = when.astimezone(fair.zone).date()
    ends = moment(day + timedelta(days=1), time(0), fair.zone)
    return moment(day, time(0), fair.zone), ends - timedelta(microseconds=1)


def take_back(*, announcement: Announcement) -> Announcement:
    """It is a draft again, and goes out to nobody."""
    with held(announcement) as news:
        if news.begun_at is not None:
            raise errors.SentAlready
        if news.send_at is None:
            raise errors.NotScheduled
        news.send_at = None
        news.save(update_fields=["send_at"])
    return news


def ask_for_test(*, announcement: Announcement, by: User, at: datetime) -> None:
    """A mail that is marked as a test is on its way to whoever asks, and to nobody else. Once a minute."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        if Announcement.objects.filter(tested_by=by, tested_at__gt=at - rules.BETWEEN_TESTS).exists():
            raise errors.TestedJustNow
        Announcement.objects.filter(pk=announcement.pk).update(tested_by=by, tested_at=at)
        announce_test(announcement.pk, by.pk)


@contextmanager
def held(announcement: Announcement) -> Iterator[Announcement]:
    """The announcement as it is now. Nobody changes it meanwhile, and it does not begin to go out."""
    with transaction.atomic():
        yield (
            Announcement.objects.select_related("fair")
            .select_for_update(no_key=True, of=("self",))
            .get(pk=announcement.pk)
        )


@contextmanager
def drafted(announcement: Announcement) -> Iterator[Announcement]:
    """The same, of a draft; what is scheduled or has gone out is refused."""
    with held(announcement) as news:
        if news.begun_at is not None:
            raise errors.SentAlready
        if news.send_at is not None:
            raise errors.ScheduledAlready
        yield news


# When the moment has come ------------------------------------------------------------


def begin_due(*, at: datetime) -> int:
    """What is to go out by now has begun to, and it is known how many it concerns; how many have begun.

    One that concerns nobody any more ends here.
    """
    waiting = Announcement.objects.filter(begun_at=None, send_at__lte=at, send_at__gt=at - rules.MEMORY)
    return sum(begin(pk, at=at) for pk in list(waiting.order_by("send_at").values_list("pk", flat=True)))


def begin(announcement_id: UUID, *, at: datetime) -> bool:
    """From now on it stays as it is. False if another worker is at it, or it was taken back."""
    with transaction.atomic():
        waiting = Announcement.objects.select_for_update(no_key=True, skip_locked=True)
        news = waiting.filter(pk=announcement_id, begun_at=None, send_at__lte=at).first()
        if news is None:
            return False
        news.reached = due.audience(news).count()
        news.begun_at = at
        news.ended_at = None if news.reached else at
        news.save(update_fields=["begun_at", "reached", "ended_at"])
    return True


def end_told(*, at: datetime) -> None:
    """What everybody has been told whom it concerns is over: whoever comes later is not told."""
    for news in list(due.going_out(at)):
        if not due.untold(news).exists():
            news.ended_at = at
            news.save(update_fields=["ended_at"])
