"""What the house holds about one person, packed for him to take away."""

import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matchmaking.fairs.models import Fair


def documents() -> Storage:
    """Where a parcel lies: never below MEDIA_ROOT, and handed out by views that ask who is reading."""
    return storages["documents"]


def parcel_path(instance: "Parcel", filename: str) -> str:
    return f"parcels/{uuid.uuid4().hex}.zip"


class Parcel(models.Model):
    """Somebody's data as a ZIP file: all of it, or what belongs to one fair. It lies ready for seven days."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("waits")
        RUNNING = "running", _("is being packed")
        DONE = "done", _("ready")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="parcels", verbose_name=_("person")
    )
    fair = models.ForeignKey(
        Fair, on_delete=models.CASCADE, null=True, blank=True, related_name="parcels", verbose_name=_("fair")
    )
    wanted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("wanted by")
    )
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.WAITING)
    wanted_at = models.DateTimeField(_("wanted at"))
    touched_at = models.DateTimeField(_("last heard of"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    done = models.PositiveIntegerField(_("steps done"), default=0)
    total = models.PositiveIntegerField(_("steps"), default=0)
    file = models.FileField(_("file"), storage=documents, upload_to=parcel_path, blank=True)

    class Meta:
        verbose_name = _("parcel of personal data")
        verbose_name_plural = _("parcels of personal data")
        ordering = ["-wanted_at"]
        constraints = [
            models.UniqueConstraint(
                name="one_parcel_at_a_time_of_everything",
                fields=["person"],
                condition=Q(fair=None, status__in=["waiting", "running"]),
            ),
            models.UniqueConstraint(
                name="one_parcel_at_a_time_of_a_fair",
                fields=["person", "fair"],
                condition=Q(status__in=["waiting", "running"]),
            ),
            models.CheckConstraint(
                name="parcel_ended_iff_stamped",
                condition=Q(status__in=["waiting", "running"], ended_at=None)
                | Q(status__in=["done", "failed"], ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.fair or '∀'})"
