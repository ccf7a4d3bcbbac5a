"""An endorsement: somebody who supports exporters vouches for one of them."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from matchmaking.common.places import validate_language
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Participant

LONGEST_WORDS = 300


class Endorsement(models.Model):
    """A participant of a support organisation vouches for a stand at his fair, until he withdraws it."""

    exhibitor = models.ForeignKey(Exhibitor, on_delete=models.CASCADE, related_name="endorsements")
    endorser = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="endorsements")
    words = models.TextField(
        _("in a few words"), max_length=LONGEST_WORDS, blank=True, validators=[MaxLengthValidator(LONGEST_WORDS)]
    )
    language = models.CharField(_("language"), max_length=3, default="en", validators=[validate_language])
    at = models.DateTimeField(_("since"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                name="endorsed_once_at_a_time_by_the_same_person",
                fields=["exhibitor", "endorser"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="endorsement_is_withdrawn_after_it_was_given",
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.endorser.user} → {self.exhibitor}"
