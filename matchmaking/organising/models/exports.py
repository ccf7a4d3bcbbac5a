"""A list of a fair on its way out, where it is too long to wait for."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matchmaking.common.uploads import document_path
from matchmaking.exhibitors.models import documents_storage
from matchmaking.fairs.models import Fair


def export_path(instance: Any, filename: str) -> str:
    """Below the root of documents, where no web server looks, under an unguessable name."""
    return f"exports/{document_path(instance, filename)}"


class Export(models.Model):
    """One list, in one form, for one person, who fetches it within a week."""

    class Status(models.TextChoices):
        RUNNING = "running", _("being written")
        DONE = "done", _("ready")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="exports")
    what = models.CharField(_("list"), max_length=16)
    form = models.CharField(_("form"), max_length=4)
    language = models.CharField(_("language"), max_length=10, default="en")
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.RUNNING)
    file = models.FileField(_("file"), storage=documents_storage, upload_to=export_path, blank=True)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    total = models.PositiveIntegerField(_("rows in all"), default=0)
    attempt = models.PositiveIntegerField(_("attempt"), default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("wanted at"), default=timezone.now)
    touched_at = models.DateTimeField(_("last heard of at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                name="one_export_of_a_list_at_a_time_per_person",
                fields=["fair", "what", "form", "by"],
                condition=Q(status="running"),
            ),
            models.CheckConstraint(
                name="export_ended_iff_stamped",
                condition=Q(status="running", ended_at=None) | (~Q(status="running") & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(name="export_does_no_more_than_all", condition=Q(done__lte=F("total"))),
        ]
        indexes = [models.Index(name="export_of_fair", fields=["fair", "-at"])]

    def __str__(self) -> str:
        return f"{self.what}.{self.form}"
