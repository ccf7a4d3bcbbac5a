"""A table that an organiser brings in: the file, what its columns mean, what was wrong with it, what came of it."""

import uuid
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matchmaking.common.uploads import document_path
from matchmaking.exhibitors.models import documents_storage
from matchmaking.fairs.models import Fair


def import_path(instance: Any, filename: str) -> str:
    """Below the root of documents, where no web server looks, under an unguessable name."""
    return f"imports/{document_path(instance, filename)}"


class Import(models.Model):
    """One table on its way into a fair. It tells how far it is, and can be undone."""

    class Kind(models.TextChoices):
        EXHIBITORS = "exhibitors", _("Exhibitors")
        PRODUCTS = "products", _("Products")
        VISITORS = "visitors", _("Visitors")
        ROOMS = "rooms", _("Rooms")

    class Status(models.TextChoices):
        MAPPING = "mapping", _("columns to be said")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked")
        IMPORTING = "importing", _("being imported")
        DONE = "done", _("imported")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")
        FAILED = "failed", _("failed")

    class Step(models.TextChoices):
        CHECK = "check", _("check")
        IMPORT = "import", _("import")
        UNDO = "undo", _("undoing")

    UNDER_WAY = (Status.CHECKING, Status.IMPORTING, Status.UNDOING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="imports")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.MAPPING)
    step = models.CharField(_("last step"), max_length=6, choices=Step, blank=True)
    name = models.CharField(_("name of the file"), max_length=200)
    file = models.FileField(_("file"), storage=documents_storage, upload_to=import_path, blank=True)
    reading = models.JSONField(_("how it is read"), default=dict)
    header = models.JSONField(_("names of the columns"), default=list)
    samples = models.JSONField(_("first rows"), default=list, blank=True)
    mapping = models.JSONField(_("meaning of the columns"), default=dict, blank=True)
    counts = models.JSONField(_("figures"), default=dict, blank=True)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    total = models.PositiveIntegerField(_("rows in all"), default=0)
    attempt = models.PositiveIntegerField(_("attempt"), default=0)  # a worker whose number is not this one is too late
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    wanted_at = models.DateTimeField(_("wanted at"), null=True, blank=True)
    touched_at = models.DateTimeField(_("last heard of at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    forgotten_at = models.DateTimeField(_("file and past deleted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                name="one_import_under_way_per_fair",
                fields=["fair"],
                condition=Q(status__in=["checking", "importing", "undoing"]),
            ),
            models.CheckConstraint(name="import_does_no_more_than_all", condition=Q(done__lte=F("total"))),
            models.CheckConstraint(
                name="import_is_over_when_it_says_so",
                condition=Q(status__in=["done", "undone", "failed"], ended_at__isnull=False)
                | ~Q(status__in=["done", "undone", "failed"]),
            ),
        ]
        indexes = [models.Index(name="import_of_fair", fields=["fair", "-at"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_under_way(self) -> bool:
        return self.status in self.UNDER_WAY

    @property
    def good(self) -> int:
        """How many rows would do something."""
        return int(self.counts.get("created", 0)) + int(self.counts.get("changed", 0))


class ImportProblem(models.Model):
    """Something about one row: a mistake that keeps it out, or a note about a row that goes in nonetheless."""

    imported = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField(_("row"))
    column = models.CharField(_("column"), max_length=120, blank=True)
    value = models.CharField(_("value"), max_length=200, blank=True)
    code = models.CharField(_("code"), max_length=40)
    params = models.JSONField(default=dict, blank=True)
    is_note = models.BooleanField(_("note"), default=False)

    class Meta:
        verbose_name = _("problem of an import")
        verbose_name_plural = _("problems of imports")
        ordering = ["is_note", "row", "pk"]
        indexes = [models.Index(name="problem_of_import", fields=["imported", "is_note", "row"])]

    def __str__(self) -> str:
        return f"{self.row}: {self.code}"


class ImportedThing(models.Model):
    """A row of ours that an import made or changed, with what is needed to take that back."""

    class What(models.TextChoices):
        ROOM = "room", _("room")
        COMPANY = "company", _("company")
        STAND = "stand", _("stand")
        PERSON = "person", _("person")
        PARTICIPANT = "participant", _("participant")
        MEMBERSHIP = "membership", _("membership")
        REPRESENTATIVE = "representative", _("representative")
        PRODUCT = "product", _("product")
        PROFILE = "profile", _("visitor profile")

    imported = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="things")
    row = models.PositiveIntegerField(_("row"))
    what = models.CharField(_("what"), max_length=16, choices=What)
    key = models.CharField(max_length=36)
    name = models.CharField(_("name"), max_length=200, blank=True)
    before = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)  # nothing: it did not exist
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    kept = models.CharField(_("why it could not be undone"), max_length=40, blank=True)
    kept_for = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("imported thing")
        verbose_name_plural = _("imported things")
        ordering = ["row", "pk"]
        constraints = [
            models.UniqueConstraint(name="thing_is_imported_once", fields=["imported", "what", "key"]),
        ]
        indexes = [
            models.Index(name="thing_of_row", fields=["imported", "-row"]),
            models.Index(name="thing_by_key", fields=["what", "key"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.key}"

    @property
    def is_created(self) -> bool:
        return self.before is None
