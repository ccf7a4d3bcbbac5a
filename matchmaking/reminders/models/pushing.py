"""The browsers in which somebody wants to be told something at once."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST_ENDPOINT = 1000


class PushSubscription(models.Model):
    """One browser that takes push messages for one person. Its address is a secret: whoever has it can write to it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_subscriptions")
    endpoint = models.CharField(_("address"), max_length=LONGEST_ENDPOINT)
    p256dh = models.CharField(_("public key"), max_length=88)
    auth = models.CharField(_("shared secret"), max_length=24)
    created_at = models.DateTimeField(_("since"))
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True)

    class Meta:
        verbose_name = _("browser for push messages")
        verbose_name_plural = _("browsers for push messages")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="browser_is_pushed_for_one_person", fields=["endpoint"]),
            models.CheckConstraint(name="push_goes_over_https", condition=Q(endpoint__startswith="https://")),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.created_at:%Y-%m-%d}"
