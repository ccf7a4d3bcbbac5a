"""That the time of a closed fair's personal data is coming to its end, and is over."""

from datetime import timedelta

from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils.translation import gettext_lazy as _

from matchmaking.fairs.models import Fair

NOTICE = timedelta(days=30)


class Retention(models.Model):
    """The owners of a fair know since `warned_at` that its data is erased on a day, and it has been, or not yet."""

    fair = models.OneToOneField(
        Fair, on_delete=models.CASCADE, primary_key=True, related_name="retention", verbose_name=_("fair")
    )
    due_on = models.DateField(_("erased on"))
    warned_at = models.DateTimeField(_("owners told at"))
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)
    people = models.PositiveIntegerField(_("people erased"), default=0)

    class Meta:
        verbose_name = _("end of a fair’s data")
        verbose_name_plural = _("ends of fairs’ data")
        ordering = ["due_on"]
        constraints = [
            models.CheckConstraint(
                name="data_is_erased_after_a_warning",
                condition=Q(erased_at=None)
                | Q(erased_at__gte=ExpressionWrapper(F("warned_at") + NOTICE, output_field=models.DateTimeField())),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fair}: {self.due_on}"
