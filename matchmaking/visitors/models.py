"""A person's presence at one fair as a buyer: what he looks for, when he works, and who may see that."""

import uuid
from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from matchmaking.common.places import validate_country, validate_language, validate_time_zone
from matchmaking.companies.models import Certificate, Company, HsCode, Service, Volume
from matchmaking.fairs.models import Fair, Participant


class VisitorProfile(models.Model):
    """What a visitor looks for at one fair."""

    class Visibility(models.TextChoices):
        EVERYBODY = "everybody", _("everybody registered at the fair")
        EXHIBITORS = "exhibitors", _("exhibitors only")
        NOBODY = "nobody", _("nobody: I make the first step")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="visitor_profile")
    company = models.ForeignKey(
        Company, on_delete=models.SET_NULL, null=True, blank=True, related_name="visitor_profiles"
    )
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    job_title = models.CharField(_("job title"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[validate_country])
    looking_for = models.TextField(_("what I look for"), max_length=3000, blank=True)
    language = models.CharField(_("language of this text"), max_length=3, default="en", validators=[validate_language])
    headings: "models.ManyToManyField[HsCode, SoughtHeading]" = models.ManyToManyField(
        HsCode, through="SoughtHeading", related_name="sought_by", blank=True
    )
    services = models.ManyToManyField(Service, related_name="sought_by", blank=True, verbose_name=_("services"))
    markets = ArrayField(
        models.CharField(max_length=2, validators=[validate_country]),
        verbose_name=_("countries I buy from"),
        default=list,
        blank=True,
    )
    languages = ArrayField(
        models.CharField(max_length=3, validators=[validate_language]),
        verbose_name=_("languages I speak"),
        default=list,
        blank=True,
    )
    certificates = ArrayField(
        models.CharField(max_length=24, choices=Certificate),
        verbose_name=_("certificates I need"),
        default=list,
        blank=True,
    )
    volume = models.CharField(_("volumes"), max_length=10, choices=Volume, blank=True)
    time_zone = models.CharField(_("my time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    works_from = models.TimeField(_("I work from"), default=time(9))
    works_to = models.TimeField(_("to"), default=time(17, 30))
    visibility = models.CharField(_("who may see me"), max_length=10, choices=Visibility, default=Visibility.EVERYBODY)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(excluded_fields=["changed_at", "version"])

    class Meta:
        verbose_name = _("visitor profile")
        verbose_name_plural = _("visitor profiles")
        ordering = ["participant__user__name"]
        constraints = [
            models.CheckConstraint(name="working_day_ends_after_it_begins", condition=Q(works_to__gt=F("works_from"))),
        ]

    def __str__(self) -> str:
        return str(self.participant)


class SoughtHeading(models.Model):
    """An HS heading under which a visitor looks for suppliers."""

    profile = models.ForeignKey(VisitorProfile, on_delete=models.CASCADE, related_name="sought")
    code = models.ForeignKey(HsCode, on_delete=models.PROTECT, related_name="sought")

    class Meta:
        verbose_name = _("sought heading")
        verbose_name_plural = _("sought headings")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(name="heading_sought_once", fields=["profile", "code"]),
            models.CheckConstraint(name="sought_code_is_a_heading", condition=Q(Exact(Length(F("code_id")), 4))),
        ]

    def __str__(self) -> str:
        return f"{self.profile} ← {self.code_id}"


class DirectoryEntry(models.Model):
    """What the directory of visitors knows of one of them. Derived: rebuilt whenever a source changes."""

    profile = models.OneToOneField(VisitorProfile, on_delete=models.CASCADE, primary_key=True, related_name="entry")
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="+")
    sort_name = models.CharField(max_length=140)
    country = models.CharField(max_length=2, blank=True)
    chapters = ArrayField(models.CharField(max_length=2), default=list)
    languages = ArrayField(models.CharField(max_length=3), default=list)
    certificates = ArrayField(models.CharField(max_length=24), default=list)
    visibility = models.CharField(max_length=10, choices=VisitorProfile.Visibility)
    words = SearchVectorField()  # all that the line is found by
    own_words = SearchVectorField()  # what its owner wrote, without the classification's labels: short, for ranking
    indexed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("directory entry")
        verbose_name_plural = _("directory entries")
        indexes = [
            GinIndex(name="visitor_entry_words", fields=["words"]),
            models.Index(name="visitor_entry_order", fields=["fair", "visibility", "sort_name"]),
            models.Index(name="visitor_entry_fresh", fields=["fair", "indexed_at"]),
        ]

    def __str__(self) -> str:
        return self.sort_name
