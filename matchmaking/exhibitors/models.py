"""A company's presence at one fair: the stand, what it shows, who speaks for it, and what the directory knows."""

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from matchmaking.common.places import validate_language
from matchmaking.common.uploads import document_path, image_path
from matchmaking.companies.models import Company, Product, Volume
from matchmaking.fairs.models import Fair, Hall, Participant, Room


def documents_storage() -> Storage:
    """The storage of documents, asked for late, so that settings decide where it is."""
    return storages["documents"]


class Exhibitor(models.Model):
    """A company's presence at one fair, with a stand."""

    class Status(models.TextChoices):
        APPLIED = "applied", _("waiting for approval")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="exhibitors")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="exhibitors")
    slug = models.SlugField(_("address"), max_length=140)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.APPLIED)
    hall = models.ForeignKey(
        Hall,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="exhibitors",
        verbose_name=_("hall"),
    )
    stand_number = models.CharField(_("stand number"), max_length=8, blank=True)
    headline = models.CharField(_("in one line"), max_length=160, blank=True)
    pitch = models.TextField(_("pitch"), max_length=4000, blank=True)
    language = models.CharField(_("language of the pitch"), max_length=3, default="en", validators=[validate_language])
    markets = ArrayField(
        models.CharField(max_length=2),
        verbose_name=_("markets looked for"),
        default=list,
        blank=True,
    )
    volumes = ArrayField(
        models.CharField(max_length=10, choices=Volume),
        verbose_name=_("volumes delivered"),
        default=list,
        db_default=[],
        blank=True,
    )
    picture = models.ImageField(_("picture"), upload_to=image_path("stands"), blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    linkedin = models.URLField(_("LinkedIn page"), max_length=300, blank=True)
    products: "models.ManyToManyField[Product, ShownProduct]" = models.ManyToManyField(
        Product, through="ShownProduct", related_name="exhibitors", blank=True
    )
    applied_at = models.DateTimeField(_("applied at"), default=timezone.now, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(excluded_fields=["changed_at", "version"])

    class Meta:
        verbose_name = _("exhibitor")
        verbose_name_plural = _("exhibitors")
        ordering = ["company__name"]
        constraints = [
            models.UniqueConstraint(name="one_stand_per_company_and_fair", fields=["fair", "company"]),
            models.UniqueConstraint(name="one_exhibitor_per_address", fields=["fair", "slug"]),
            models.UniqueConstraint(
                name="one_exhibitor_per_stand",
                fields=["hall", "stand_number"],
                condition=~Q(stand_number=""),
            ),
            models.CheckConstraint(
                name="stand_number_only_in_a_hall",
                condition=Q(stand_number="") | Q(hall__isnull=False),
            ),
            models.CheckConstraint(
                name="exhibitor_decided_iff_stamped",
                condition=Q(status="applied", decided_at=None)
                | Q(status__in=["approved", "declined"], decided_at__isnull=False)
                | Q(status="withdrawn"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} @ {self.fair}"

    @property
    def volume_names(self) -> list[str]:
        """In which amounts the stand sells, in the reader's words."""
        return [str(Volume(code).label) for code in self.volumes if code in Volume.values]


class ShownProduct(models.Model):
    """One of the company's products, shown at the stand."""

    exhibitor = models.ForeignKey(Exhibitor, on_delete=models.CASCADE, related_name="shown")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="shown")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("shown product")
        verbose_name_plural = _("shown products")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(name="product_shown_once_per_stand", fields=["exhibitor", "product"]),
        ]

    def __str__(self) -> str:
        return f"{self.product} @ {self.exhibitor}"


class StandRoom(models.Model):
    """A room reserved to one exhibitor's stand."""

    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="reservation")
    exhibitor = models.ForeignKey(Exhibitor, on_delete=models.CASCADE, related_name="stand_rooms")

    class Meta:
        verbose_name = _("reserved room")
        verbose_name_plural = _("reserved rooms")

    def __str__(self) -> str:
        return f"{self.room} → {self.exhibitor}"


class Representative(models.Model):
    """A person who speaks for an exhibitor at one fair. His languages and time zone are his own, in his account."""

    exhibitor = models.ForeignKey(Exhibitor, on_delete=models.CASCADE, related_name="representatives")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="represents")
    job_title = models.CharField(_("job title"), max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_seat_per_person_and_stand", fields=["exhibitor", "participant"]),
        ]

    def __str__(self) -> str:
        return f"{self.participant.user} @ {self.exhibitor}"


class TeamInvitation(models.Model):
    """A stand's team asks somebody, by mail, to join it. The link's secret is kept only as a digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exhibitor = models.ForeignKey(Exhibitor, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"), max_length=254)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("team invitation")
        verbose_name_plural = _("team invitations")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                "exhibitor",
                Lower("email"),
                name="one_open_invitation_per_address_and_stand",
                condition=Q(accepted_at=None, revoked_at=None),
            ),
            models.CheckConstraint(
                name="invitation_accepted_or_revoked_not_both",
                condition=Q(accepted_at=None) | Q(revoked_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.exhibitor}"

    def is_open(self, *, at: datetime) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > at


class ExhibitorInvitation(models.Model):
    """An organiser asks somebody, by mail, to come to the fair with a stand. It leads where one does so, and gives no
    right. The link's secret is kept only as a digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="exhibitor_invitations")
    email = models.EmailField(_("e-mail address"), max_length=254)
    company_name = models.CharField(_("company"), max_length=140, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation to exhibit")
        verbose_name_plural = _("invitations to exhibit")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                "fair",
                Lower("email"),
                name="one_open_invitation_per_address_and_fair",
                condition=Q(accepted_at=None, revoked_at=None),
            ),
            models.CheckConstraint(
                name="invitation_to_exhibit_taken_or_revoked",
                condition=Q(accepted_at=None) | Q(revoked_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.fair}"

    def is_open(self, *, at: datetime) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > at


class Document(models.Model):
    """A file that a stand hands out: a price list, a certificate. Kept where no web server looks."""

    class Audience(models.TextChoices):
        EVERYBODY = "everybody", _("everybody")
        PARTICIPANTS = "participants", _("people registered at the fair")
        TEAM = "team", _("our team only")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exhibitor = models.ForeignKey(Exhibitor, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=120)
    language = models.CharField(_("language"), max_length=3, default="en", validators=[validate_language])
    audience = models.CharField(_("who may read it"), max_length=12, choices=Audience, default=Audience.PARTICIPANTS)
    file = models.FileField(_("file"), storage=documents_storage, upload_to=document_path)
    media_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class DirectoryEntry(models.Model):
    """What the directory of exhibitors knows of one of them. Derived: rebuilt whenever a source changes."""

    exhibitor = models.OneToOneField(Exhibitor, on_delete=models.CASCADE, primary_key=True, related_name="entry")
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="+")
    hall = models.ForeignKey(Hall, on_delete=models.SET_NULL, null=True, related_name="+")
    sort_name = models.CharField(max_length=140)
    country = models.CharField(max_length=2)
    chapters = ArrayField(models.CharField(max_length=2), default=list)
    languages = ArrayField(models.CharField(max_length=3), default=list)
    certificates = ArrayField(models.CharField(max_length=24), default=list)
    words = SearchVectorField()  # all that the line is found by
    own_words = SearchVectorField()  # what its owner wrote, without the classification's labels: short, for ranking
    indexed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("directory entry")
        verbose_name_plural = _("directory entries")
        indexes = [
            GinIndex(name="exhibitor_entry_words", fields=["words"]),
            models.Index(name="exhibitor_entry_order", fields=["fair", "sort_name"]),
            models.Index(name="exhibitor_entry_fresh", fields=["fair", "indexed_at"]),
        ]

    def __str__(self) -> str:
        return self.sort_name
