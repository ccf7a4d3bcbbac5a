"""What was done at an organiser's desk: by whom, when, from where, and whether it was allowed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matchmaking.fairs.models import Fair


class Deed(models.Model):
    """Something that somebody did, or tried to do, with what a fair keeps. It is written once and never changed.

    `view` and `parts` are the name and the parts of the address. They hold numbers and never names, words or files, so
    that nothing remains here of somebody who has been erased; the sentence is made from them when it is read.
    """

    class Kind(models.TextChoices):
        CHANGE = "change", _("change")
        FILE = "file", _("data handed out")
        STEAD = "stead", _("in somebody’s name")
        RULE = "rule", _("by itself")

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        REFUSED = "refused", _("refused by the state of things")
        FORBIDDEN = "forbidden", _("forbidden")

    fair = models.ForeignKey(Fair, on_delete=models.PROTECT, related_name="deeds", verbose_name=_("fair"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="deeds",
        verbose_name=_("by"),
    )
    by_name = models.CharField(_("by (name then)"), max_length=254, blank=True)
    as_whom = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="deeds_in_my_name",
        verbose_name=_("in the name of"),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.CHANGE)
    right = models.CharField(_("right"), max_length=12, blank=True)
    view = models.CharField(_("deed"), max_length=80)
    parts = models.JSONField(_("what it was about"), default=dict, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.DONE)
    at = models.DateTimeField(_("at"))
    address = models.GenericIPAddressField(_("from the address"), null=True, blank=True)
    browser = models.CharField(_("browser"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("deed")
        verbose_name_plural = _("deeds")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="deed_in_anothers_name_is_somebodys", condition=~Q(kind="stead") | ~Q(by_name="")
            ),
        ]
        indexes = [models.Index(name="deed_of_fair", fields=["fair", "-at"])]

    def __str__(self) -> str:
        return f"{self.by_name or '—'}: {self.view}"
