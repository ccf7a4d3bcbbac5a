"""What is left of somebody for the figures of a fair, when he himself is not."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matchmaking.common.places import validate_country
from matchmaking.fairs.models import Participant


class Trace(models.Model):
    """The country from which somebody came who has been erased. It points to a registration without a name."""

    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, primary_key=True, related_name="trace", verbose_name=_("registration")
    )
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[validate_country])
    erased_at = models.DateTimeField(_("erased at"))

    class Meta:
        verbose_name = _("trace")
        verbose_name_plural = _("traces")
        constraints = [
            models.CheckConstraint(name="trace_is_of_a_country", condition=Q(country__regex=r"^([A-Z]{2})?$")),
        ]

    def __str__(self) -> str:
        return self.country or "–"
