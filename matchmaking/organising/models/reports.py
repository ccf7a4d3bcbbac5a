"""The report of a fair's result on paper: wanted, being made, kept for a while."""

import uuid
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matchmaking.common.places import validate_language
from matchmaking.fairs.models import Fair


def reports_storage() -> Storage:
    """Where no web server looks: a view asks who is reading."""
    return storages["documents"]


def report_path(instance: Any, filename: str) -> str:
    """An unguessable name in a folder of its own."""
    return f"reports/{uuid.uuid4().hex}.pdf"


class Report(models.Model):
    """The result of a fair as a file to print, in one language. It tells how far it is."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="reports")
    language = models.CharField(_("language"), max_length=10, validators=[validate_language])
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.WAITING)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("wanted by"),
    )
    at = models.DateTimeField(_("wanted at"), default=timezone.now)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    touched_at = models.DateTimeField(_("last heard of at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    done = models.PositiveIntegerField(_("steps done"), default=0)
    total = models.PositiveIntegerField(_("steps in all"), default=0)
    file = models.FileField(_("file"), storage=reports_storage, upload_to=report_path, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), default=0, editable=False)

    class Meta:
        verbose_name = _("report of a fair")
        verbose_name_plural = _("reports of fairs")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                name="one_report_under_way_per_fair_and_language",
                fields=["fair", "language"],
                condition=Q(status__in=["waiting", "running"]),
            ),
            models.CheckConstraint(
                name="report_ended_iff_stamped",
                condition=Q(status__in=["waiting", "running"], ended_at=None)
                | Q(status__in=["done", "failed"], ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="report_is_done_iff_it_has_a_file",
                condition=(Q(status="done") & ~Q(file="")) | (~Q(status="done") & Q(file="")),
            ),
            models.CheckConstraint(name="report_does_no_more_than_all", condition=Q(done__lte=F("total"))),
        ]
        indexes = [models.Index(name="report_of_fair", fields=["fair", "-at"])]

    def __str__(self) -> str:
        return f"{self.fair}, {self.language}, {self.at:%Y-%m-%d %H:%M} UTC"

    @property
    def is_under_way(self) -> bool:
        return self.status in (self.Status.WAITING, self.Status.RUNNING)
