"""What is said because an organiser says so: announcements, and reminders to stands that lack something."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matchmaking.accounts.models import User
from matchmaking.exhibitors.lacking import measured, readiness_measured
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.reminders.models import Announcement, AnnouncementText, Notice, Nudge
from matchmaking.reminders.tellings.telling import Telling

Kind = Notice.Kind
MOST_POINTS = 5  # of what is missing: more is no help


class News(Telling):
    """What an organiser says, in the language of whoever reads it if it was said in that, too."""

    button = gettext_lazy("Go to the fair")

    def __init__(self, notice: Notice, at: datetime, announcement: Announcement) -> None:
        super().__init__(notice, at)
        self.announcement = announcement

    @cached_property
    def said(self) -> Announcement | AnnouncementText:
        others = {text.language: text for text in self.announcement.texts.all()}
        return others.get(self.reader.language, self.announcement)

    @property
    def is_true(self) -> bool:
        """It may have been taken back."""
        return self.announcement.send_at is not None

    @property
    def title(self) -> str:
        return self.said.title

    @property
    def quote(self) -> str:
        return self.said.text

    @property
    def quote_language(self) -> str:
        return self.said.language

    @property
    def path(self) -> str:
        return reverse("exhibitors:show-fair", args=[self.notice.fair.slug])


class Foretold(News):
    """How it will be said, before it is."""

    is_true = True


def telling_of(news: Announcement, reader: User, *, at: datetime) -> News:
    """How this reader would be told of it. He is not."""
    notice = Notice(recipient=reader, fair=news.fair, kind=Kind.ANNOUNCEMENT, subject=news.pk, due_at=at, owed_at=at)
    return Foretold(notice, at, news)


def read_announcements(notices: Sequence[Notice], at: datetime) -> dict[UUID, Telling]:
    """Two queries, however many they are."""
    news = Announcement.objects.prefetch_related("texts").in_bulk({notice.subject for notice in notices})
    return {notice.pk: News(notice, at, news[notice.subject]) for notice in notices if notice.subject in news}


class NobodyTold(Telling):
    """The writer's news have gone to nobody."""

    button = gettext_lazy("Look at the announcement")

    def __init__(self, notice: Notice, at: datetime, announcement: Announcement) -> None:
        super().__init__(notice, at)
        self.announcement = announcement

    @property
    def title(self) -> str:
        return _("Nobody was told: %(title)s") % {"title": self.announcement.title}

    @property
    def text(self) -> str:
        return _(
            "When your announcement was to go out, nobody at the fair was meant by it any more. It has not gone out. "
            "Write a new one for whom it is meant."
        )

    @property
    def path(self) -> str:
        return reverse("organising:show-announcement", args=[self.notice.fair.slug, self.announcement.pk])


def read_nobody_told(notices: Sequence[Notice], at: datetime) -> dict[UUID, Telling]:
    """One query, however many they are."""
    news = Announcement.objects.in_bulk({notice.subject for notice in notices})
    return {notice.pk: NobodyTold(notice, at, news[notice.subject]) for notice in notices if notice.subject in news}


class CompleteStand(Telling):
    """The stand lacks something, and the organiser asks for it."""

    button = gettext_lazy("Complete the stand")

    def __init__(self, notice: Notice, at: datetime, stand: Any) -> None:
        super().__init__(notice, at)
        self.stand, self.readiness = stand, readiness_measured(stand)

    @property
    def is_true(self) -> bool:
        """It may have been completed, or given up."""
        status = Exhibitor.Status
        return self.stand.status in (status.APPLIED, status.APPROVED) and bool(self.readiness.missing)

    @property
    def title(self) -> str:
        return _("The stand of %(company)s is not complete yet") % {"company": self.stand.company}

    @property
    def text(self) -> str:
        return _(
            "The organiser of %(fair)s asks you to complete it. It is %(percent)d %% done; this is what helps buyers "
            "most:"
        ) % {"fair": self.notice.fair, "percent": self.readiness.percent}

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        return [(str(point.name), str(point.why)) for point in self.readiness.missing[:MOST_POINTS]]

    @property
    def path(self) -> str:
        return reverse("exhibitors:edit-stand", args=[self.notice.fair.slug, self.stand.slug])


def read_nudges(notices: Sequence[Notice], at: datetime) -> dict[UUID, Telling]:
    """Two queries, however many they are."""
    nudges = Nudge.objects.in_bulk({notice.subject for notice in notices})
    found = measured(Exhibitor.objects.filter(pk__in={nudge.stand_id for nudge in nudges.values()}))
    stands = {stand.pk: stand for stand in found.select_related("company")}
    return {
        notice.pk: CompleteStand(notice, at, stands[nudges[notice.subject].stand_id])
        for notice in notices
        if notice.subject in nudges
    }
