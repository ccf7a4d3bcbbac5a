"""How everybody wants to be told, and what a fair takes for usual."""

from datetime import time

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from matchmaking.fairs.models import Fair
from matchmaking.reminders.models.notices import Notice

MOST_HOURS, MOST_MINUTES = 72, 120
HOURS = [MinValueValidator(2), MaxValueValidator(MOST_HOURS)]
MINUTES = [MinValueValidator(5), MaxValueValidator(MOST_MINUTES)]


class FairLeads(models.Model):
    """How long before a meeting people are reminded at a fair. A fair without has the ones that stand here."""

    fair = models.OneToOneField(Fair, on_delete=models.CASCADE, primary_key=True, related_name="leads")
    day_before_hours = models.PositiveSmallIntegerField(
        _("first reminder, hours before"), default=24, db_default=24, validators=HOURS
    )
    soon_minutes = models.PositiveSmallIntegerField(
        _("last reminder, minutes before"), default=15, db_default=15, validators=MINUTES
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("reminder times of a fair")
        verbose_name_plural = _("reminder times of fairs")
        constraints = [
            models.CheckConstraint(
                name="fair_reminds_in_time",
                condition=Q(day_before_hours__range=(2, MOST_HOURS), soon_minutes__range=(5, MOST_MINUTES)),
            ),
        ]

    def __str__(self) -> str:
        return str(self.fair)


class Habits(models.Model):
    """When somebody wants to be told, by his own clock. Whoever has said nothing has what stands here."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="habits"
    )
    is_quiet = models.BooleanField(_("let me sleep"), default=True)
    quiet_from = models.TimeField(_("quiet from"), default=time(22))
    quiet_to = models.TimeField(_("to"), default=time(7))
    digest_at = models.TimeField(_("daily summary at"), default=time(7))
    day_before_hours = models.PositiveSmallIntegerField(
        _("first reminder, hours before"), null=True, blank=True, validators=HOURS
    )
    soon_minutes = models.PositiveSmallIntegerField(
        _("last reminder, minutes before"), null=True, blank=True, validators=MINUTES
    )

    class Meta:
        verbose_name = _("habits")
        verbose_name_plural = _("habits")
        constraints = [
            models.CheckConstraint(name="quiet_hours_begin_and_end", condition=~Q(quiet_from=F("quiet_to"))),
            models.CheckConstraint(
                name="person_is_reminded_in_time",
                condition=(Q(day_before_hours=None) | Q(day_before_hours__range=(2, MOST_HOURS)))
                & (Q(soon_minutes=None) | Q(soon_minutes__range=(5, MOST_MINUTES))),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class Wish(models.Model):
    """How somebody wants to be told of one kind of thing, where it is not the usual way."""

    class Mail(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DIGEST = "digest", _("in the daily summary")
        NEVER = "never", _("not by e-mail")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_wishes")
    kind = models.CharField(_("kind"), max_length=20, choices=Notice.Kind)
    mail = models.CharField(_("e-mail"), max_length=8, choices=Mail, default=Mail.AT_ONCE)
    push = models.BooleanField(_("push message"), default=False)

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        constraints = [models.UniqueConstraint(name="one_wish_per_person_and_kind", fields=["user", "kind"])]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"
