"""That a stand's team was asked to complete its stand."""

import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import span


class Nudge(models.Model):
    """An organiser asks a stand's team to add what is missing. Until `rests_until` nobody asks again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stand = models.ForeignKey(Exhibitor, on_delete=models.CASCADE, related_name="nudges", verbose_name=_("stand"))
    asked_at = models.DateTimeField(_("asked at"))
    rests_until = models.DateTimeField(_("not again before"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("reminder to a stand")
        verbose_name_plural = _("reminders to stands")
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(name="nudge_rests_for_a_while", condition=Q(rests_until__gt=F("asked_at"))),
            ExclusionConstraint(
                name="stand_is_nudged_once_in_a_while",
                expressions=[
                    ("stand", RangeOperators.EQUAL),
                    (span("asked_at", "rests_until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(name="nudge_lately", fields=["asked_at"])]

    def __str__(self) -> str:
        return f"{self.stand}: {self.asked_at:%Y-%m-%d}"
