"""What one side says of the other, and what it has looked at: for its lists, and to learn from."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from matchmaking.exhibitors.models import Exhibitor
from matchmaking.visitors.models import VisitorProfile


class Side(models.TextChoices):
    """Who says it: the visitor of the stand, or the stand's team of the visitor."""

    VISITOR = "visitor", _("the visitor")
    STAND = "stand", _("the stand’s team")


class Mark(models.Model):
    """One side keeps the other in mind, or does not want to see it again. What a stand's team marks is the team's."""

    class Kind(models.TextChoices):
        SAVED = "saved", pgettext_lazy("of a person or stand", "saved")
        SHORTLISTED = "shortlisted", pgettext_lazy("of a person or stand", "shortlisted")
        DISMISSED = "dismissed", _("not for me")

    class Cause(models.TextChoices):
        GOODS = "goods", _("The goods do not fit")
        MARKET = "market", _("The wrong country or market")
        LANGUAGE = "language", _("We have no language in common")
        HOURS = "hours", _("The hours do not fit")
        TERMS = "terms", _("Certificates or volumes do not fit")
        KNOWN = "known", _("We know each other already")
        OTHER = "other", _("Another reason")

    side = models.CharField(_("who says it"), max_length=8, choices=Side)
    exhibitor = models.ForeignKey(Exhibitor, on_delete=models.CASCADE, related_name="marks")
    profile = models.ForeignKey(VisitorProfile, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, blank=True)
    cause = models.CharField(_("cause"), max_length=8, choices=Cause, blank=True)
    stars = models.PositiveSmallIntegerField(
        _("how the meeting was"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(name="marked_once_per_side", fields=["side", "exhibitor", "profile"]),
            models.CheckConstraint(
                name="dismissed_iff_with_a_cause",
                condition=Q(kind="dismissed", cause__gt="") | (~Q(kind="dismissed") & Q(cause="")),
            ),
            models.CheckConstraint(name="mark_says_something", condition=Q(kind__gt="") | Q(stars__isnull=False)),
            models.CheckConstraint(name="stars_from_one_to_five", condition=Q(stars=None) | Q(stars__range=(1, 5))),
        ]
        indexes = [
            models.Index(name="mark_of_visitor", fields=["profile"]),
            models.Index(name="mark_at", fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.exhibitor} ↔ {self.profile}"


class Opening(models.Model):
    """One side has looked closer at somebody whom its list showed."""

    side = models.CharField(_("who looked"), max_length=8, choices=Side)
    exhibitor = models.ForeignKey(Exhibitor, on_delete=models.CASCADE, related_name="+")
    profile = models.ForeignKey(VisitorProfile, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("look at a match")
        verbose_name_plural = _("looks at matches")
        constraints = [
            models.UniqueConstraint(name="opened_once_per_side", fields=["side", "exhibitor", "profile"]),
        ]
        indexes = [models.Index(name="opening_of_visitor", fields=["profile"])]

    def __str__(self) -> str:
        return f"{self.exhibitor} ↔ {self.profile}"
