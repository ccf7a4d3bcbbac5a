"""Somebody looks at a fair as somebody else, with a reason, for half an hour at most."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils.translation import gettext_lazy as _

from matchmaking.fairs.models import Fair

LASTS = timedelta(minutes=30)
SHORTEST, LONGEST = 10, 300  # letters of a reason


class Stead(models.Model):
    """An organiser is at the fair in somebody's stead: he sees what the other would see, and both know it.

    His session stays his own, and says which of these it stands under. None is removed while its fair is there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="steads", verbose_name=_("fair"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="steads_taken", verbose_name=_("by")
    )
    whom = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="steads", verbose_name=_("in the name of")
    )
    because = models.CharField(_("reason"), max_length=LONGEST)
    began_at = models.DateTimeField(_("began at"))
    ends_at = models.DateTimeField(_("ends by itself at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("visit in somebody’s name")
        verbose_name_plural = _("visits in somebody’s name")
        ordering = ["-began_at"]
        constraints = [
            models.UniqueConstraint(
                name="one_stands_in_for_one_at_a_time", fields=["by"], condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(name="nobody_stands_in_for_himself", condition=~Q(by=F("whom"))),
            models.CheckConstraint(name="stead_has_a_reason", condition=Q(because__regex=r"^\S.{8,}\S$")),
            models.CheckConstraint(
                name="stead_lasts_half_an_hour_at_most",
                condition=Q(ends_at__gt=F("began_at"))
                & Q(ends_at__lte=ExpressionWrapper(F("began_at") + LASTS, output_field=models.DateTimeField())),
            ),
            models.CheckConstraint(
                name="stead_ends_within_its_time",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at"), ended_at__lte=F("ends_at")),
            ),
        ]
        indexes = [models.Index(name="stead_not_ended", fields=["ends_at"], condition=Q(ended_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.by} → {self.whom} @ {self.fair}"

    def is_over(self, *, at: datetime) -> bool:
        return self.ended_at is not None or self.ends_at <= at
