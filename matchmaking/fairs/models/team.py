"""Whom a fair's owners ask to organise it with them."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matchmaking.fairs.models.fairs import Fair
from matchmaking.fairs.models.people import Participant


class OrganiserInvitation(models.Model):
    """An owner asks somebody, by mail, to organise his fair. The link's secret is kept only as a digest.

    Who is asked for several fairs at once gets one mail: that of the leading invitation, which the others follow.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="organiser_invitations")
    email = models.EmailField(_("e-mail address"), max_length=254)
    duty = models.CharField(_("duty as an organiser"), max_length=8, choices=Participant.Duty)
    leader = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="followers")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation of an organiser")
        verbose_name_plural = _("invitations of organisers")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                "fair",
                Lower("email"),
                name="one_open_invitation_to_organise_a_fair",
                condition=Q(accepted_at=None, revoked_at=None),
            ),
            models.CheckConstraint(
                name="organiser_invitation_accepted_or_revoked",
                condition=Q(accepted_at=None) | Q(revoked_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.fair}"

    def is_open(self, *, at: datetime) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > at
