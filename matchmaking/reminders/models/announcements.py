"""What an organiser tells many at once."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from matchmaking.common.places import validate_country, validate_language
from matchmaking.fairs.models import Fair, Hall, Participant


class Announcement(models.Model):
    """News for those of a fair whom it concerns: everybody, or whoever all of these say. An empty one leaves nobody
    out."""

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
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)
    send_at = models.DateTimeField(
        _("to be sent at"), null=True, blank=True, help_text=_("A draft, until this is said.")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-written_at"]
        indexes = [models.Index(name="announcement_due", fields=["send_at"])]

    def __str__(self) -> str:
        return self.title
