"""Who is on the spot: badges, and those who were checked in by them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from matchmaking.fairs.models.people import Participant


class Badge(models.Model):
    """That somebody's badge was made anew. Only the newest one opens the door; whoever has no row has the first."""

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, primary_key=True, related_name="badge")
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    renewed_at = models.DateTimeField(_("made anew at"), null=True, blank=True)

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")

    def __str__(self) -> str:
        return f"{self.participant}: {self.number}"


class CheckIn(models.Model):
    """Somebody is at the fair, on the spot: who let him in, and when; or that it was a mistake."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="check_ins")
    at = models.DateTimeField(_("checked in at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_check_in_per_person_and_fair", fields=["participant"], condition=Q(undone_at=None)
            ),
            models.CheckConstraint(
                name="check_in_is_undone_after_it_was_made", condition=Q(undone_at=None) | Q(undone_at__gte=F("at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.at:%Y-%m-%d %H:%M} UTC"
