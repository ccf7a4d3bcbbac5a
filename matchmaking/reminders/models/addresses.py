"""Addresses to which no mail is sent any more."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DeadAddress(models.Model):
    """Mails to this address have come back, or somebody there has called them spam. Notices spare it until somebody
    takes it off the list; what one asks for oneself (a code to sign in) is sent all the same."""

    class Cause(models.TextChoices):
        BOUNCED = "bounced", _("a mail has come back")
        COMPLAINED = "complained", _("a mail was called spam")
        REFUSED = "refused", _("there is no such mailbox")

    address = models.EmailField(_("e-mail address"), max_length=254)
    cause = models.CharField(_("cause"), max_length=10, choices=Cause)
    answer = models.CharField(_("what the server said"), max_length=200, blank=True)
    noted_at = models.DateTimeField(_("noted at"), default=timezone.now)

    class Meta:
        verbose_name = _("dead address")
        verbose_name_plural = _("dead addresses")
        ordering = ["-noted_at"]
        constraints = [
            models.UniqueConstraint(name="address_dies_once", fields=["address"]),
            models.CheckConstraint(name="dead_addresses_are_in_small_letters", condition=Q(address=Lower("address"))),
        ]

    def __str__(self) -> str:
        return self.address
