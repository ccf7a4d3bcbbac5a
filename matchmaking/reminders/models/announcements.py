"""What an organiser tells many at once."""

import uuid
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from matchmaking.common.places import validate_country, validate_language
from matchmaking.fairs.models import Fair, Hall, Participant


class Announcement(models.Model):
    """News for those of a fair whom it concerns: everybody, or whoever all of these say. An empty one leaves nobody
    out. From the moment at which it begins to go out (`begun_at`) it stays as it is."""

    class State(StrEnum):
        DRAFT = "draft"
        SCHEDULED = "scheduled"
        SENDING = "sending"
        SENT = "sent"
        NOBODY = "nobody"  # it was to go out, and concerned nobody any more

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="announcements")
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=4000)
    language = models.CharField(_("language"), max_length=3, default="en", validators=[validate_language])
    roles = ArrayField(
        models.CharField(max_length=12, choices=Participant.Role), verbose_name=_("roles"), default=list, blank=True
    )
    hall = models.ForeignKey(
        Hall, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("stands in")
    )
    countries = ArrayField(
        models.CharField(max_length=2, validators=[validate_country]),
        verbose_name=_("countries"),
        default=list,
        blank=True,
    )
    languages = ArrayField(
        models.CharField(max_length=3, validators=[validate_language]),
        verbose_name=_("languages of their pages"),
        default=list,
        blank=True,
    )
    without_meetings = models.BooleanField(_("only those who have no meeting"), default=False)
    at_incomplete_stands = models.BooleanField(_("only teams of stands that are not complete"), default=False)
    not_checked_in = models.BooleanField(_("only those who are not checked in"), default=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)
    send_at = models.DateTimeField(
        _("to be sent at"), null=True, blank=True, help_text=_("A draft, until this is said.")
    )
    begun_at = models.DateTimeField(_("went out from"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("went out until"), null=True, blank=True, editable=False)
    reached = models.PositiveIntegerField(_("concerned"), null=True, blank=True, editable=False)  # when it went out
    tested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    tested_at = models.DateTimeField(null=True, blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["tested_by", "tested_at"])

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-written_at"]
        constraints = [
            models.CheckConstraint(
                name="announcement_begins_when_it_is_to",
                condition=Q(begun_at=None) | Q(send_at__isnull=False, begun_at__gte=models.F("send_at")),
            ),
            models.CheckConstraint(
                name="announcement_begun_iff_counted",
                condition=Q(begun_at=None, reached=None, ended_at=None)
                | Q(begun_at__isnull=False, reached__isnull=False),
            ),
        ]
        indexes = [models.Index(name="announcement_due", fields=["send_at"])]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> State:
        if self.send_at is None:
            return self.State.DRAFT
        if self.begun_at is None:
            return self.State.SCHEDULED
        if not self.reached:
            return self.State.NOBODY
        return self.State.SENT if self.ended_at else self.State.SENDING

    def is_late(self, at: datetime) -> bool:
        """It was to go out some time ago, and nothing has happened."""
        return self.begun_at is None and self.send_at is not None and self.send_at <= at


class AnnouncementText(models.Model):
    """The same news in another language, for those who read their pages in it."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=3, validators=[validate_language])
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=4000)

    class Meta:
        verbose_name = _("text of an announcement")
        verbose_name_plural = _("texts of announcements")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                name="announcement_says_it_once_in_a_language", fields=["announcement", "language"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"
