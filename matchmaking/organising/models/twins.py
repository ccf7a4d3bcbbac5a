"""Two registrations that look like one person's, and are not."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from matchmaking.fairs.models import Fair, Participant


class TwoPeople(models.Model):
    """Somebody has looked at the two and said that they are two. They are not offered to be merged again."""

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="two_people", verbose_name=_("fair"))
    one = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+", verbose_name=_("one"))
    other = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+", verbose_name=_("the other"))
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("said by")
    )
    said_at = models.DateTimeField(_("said at"))

    class Meta:
        verbose_name = _("two people")
        verbose_name_plural = _("pairs of two people")
        constraints = [
            models.UniqueConstraint(name="two_people_are_told_apart_once", fields=["one", "other"]),
            models.CheckConstraint(name="two_people_are_named_in_order", condition=Q(one__lt=F("other"))),
        ]

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"
