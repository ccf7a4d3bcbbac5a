"""Who takes part in a fair."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from matchmaking.fairs.models.fairs import Fair


class Participant(models.Model):
    """A person registered at a fair, in whatever roles."""

    class Role(models.TextChoices):
        VISITOR = "visitor", _("visitor")
        EXHIBITOR = "exhibitor", _("exhibitor")
        ORGANISER = "organiser", _("organiser")
        SUPPORT = "support", _("support organisation")
        INTERPRETER = "interpreter", _("interpreter")

    class Status(models.TextChoices):
        APPLIED = "applied", _("waiting for approval")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        LEFT = "left", _("has left")

    class Duty(models.TextChoices):
        OWNER = "owner", _("owner")
        MANAGER = "manager", _("manager")
        HELPER = "helper", _("helper")
        ANALYST = "analyst", _("analyst")

    class Presence(models.TextChoices):
        REMOTE = "remote", _("by video")
        ON_THE_SPOT = "on_the_spot", _("at the fair, on the spot")
        EITHER = "either", _("whichever suits the other side")

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="participations")
    roles = ArrayField(models.CharField(max_length=12, choices=Role), verbose_name=_("roles"))
    duty = models.CharField(_("duty as an organiser"), max_length=8, choices=Duty, blank=True, default="")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.APPLIED)
    presence = models.CharField(
        _("how I take part"),
        max_length=11,
        choices=Presence,
        default=Presence.REMOTE,
        db_default=Presence.REMOTE,
    )
    message = models.TextField(_("message to the organiser"), max_length=1000, blank=True)
    category = models.ForeignKey(
        "fairs.Category",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="participants",
        verbose_name=_("category"),
    )
    inquiry = models.TextField(_("question of the organiser"), max_length=1000, blank=True, default="", db_default="")
    inquired_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    inquired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reply = models.TextField(_("reply to the organiser"), max_length=2000, blank=True, default="", db_default="")
    replied_at = models.DateTimeField(_("replied at"), null=True, blank=True)
    applied_at = models.DateTimeField(_("applied at"), default=timezone.now, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["user__name"]
        constraints = [
            models.UniqueConstraint(name="one_participation_per_person_and_fair", fields=["fair", "user"]),
            models.CheckConstraint(name="participant_has_a_role", condition=Q(roles__len__gte=1)),
            models.CheckConstraint(
                name="organiser_has_a_duty",
                condition=(Q(roles__contains=["organiser"]) & ~Q(duty=""))
                | (~Q(roles__contains=["organiser"]) & Q(duty="")),
                violation_error_message=_("Whoever organises has a duty, and nobody else."),
            ),
            models.CheckConstraint(
                name="participant_presence_is_one_of_three",
                condition=Q(presence__in=["remote", "on_the_spot", "either"]),
            ),
            models.CheckConstraint(
                name="participant_decided_iff_stamped",
                condition=Q(status="applied", decided_at=None)
                | Q(status__in=["approved", "declined"], decided_at__isnull=False)
                | Q(status="left"),
            ),
            models.CheckConstraint(
                name="participant_left_iff_stamped",
                condition=Q(status="left", left_at__isnull=False) | (~Q(status="left") & Q(left_at=None)),
            ),
            models.CheckConstraint(
                name="participant_asked_iff_stamped",
                condition=Q(inquiry="", inquired_at=None, reply="", replied_at=None)
                | (
                    ~Q(inquiry="")
                    & Q(inquired_at__isnull=False)
                    & (Q(reply="", replied_at=None) | (~Q(reply="") & Q(replied_at__isnull=False)))
                ),
            ),
        ]
        indexes = [
            GinIndex(name="participant_roles", fields=["roles"]),
            models.Index(name="participant_fair_status", fields=["fair", "status"]),
            models.Index("fair", Greatest("decided_at", "left_at"), name="participant_fair_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.user} @ {self.fair}"

    @property
    def is_approved(self) -> bool:
        return self.status == self.Status.APPROVED

    @property
    def is_organiser(self) -> bool:
        return self.is_approved and self.Role.ORGANISER in self.roles

    @property
    def is_owner(self) -> bool:
        return self.is_organiser and self.duty == self.Duty.OWNER

    @property
    def is_visitor(self) -> bool:
        return self.is_approved and self.Role.VISITOR in self.roles

    @property
    def is_exhibitor(self) -> bool:
        return self.is_approved and self.Role.EXHIBITOR in self.roles

    @property
    def role_names(self) -> list[str]:
        """The roles in the reader's words."""
        return [str(self.Role(role).label) for role in self.roles]
