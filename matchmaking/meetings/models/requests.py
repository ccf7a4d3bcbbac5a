"""Who would like to meet whom, and at which times."""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from matchmaking.common.places import validate_language
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair, MeetingSlot, Participant


def side(person: str, stand: str) -> Coalesce:
    """Whom one side of a request is: the stand, by a number below zero, or else the person."""
    return Coalesce(F(stand) * -1, F(person), output_field=models.BigIntegerField())


class MeetingRequest(models.Model):
    """“I would like to meet you”: from one side to the other, with one to three slots. It blocks nobody's time.

    A side is a stand, for which one of its team speaks, or a person for himself. While a request to a stand has no
    recipient, everybody of the team may answer it. Whoever does not like the times proposes others: then it is the
    sender's turn to answer.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("waiting for an answer")
        ACCEPTED = "accepted", pgettext_lazy("of a request", "accepted")
        DECLINED = "declined", pgettext_lazy("of a request", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("of a request", "withdrawn")
        EXPIRED = "expired", pgettext_lazy("of a request", "expired")

    class Turn(models.TextChoices):
        RECIPIENT = "recipient", _("the recipient’s")
        SENDER = "sender", _("the sender’s")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="meeting_requests")
    sender = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="sent_requests")
    sender_stand = models.ForeignKey(
        Exhibitor, on_delete=models.PROTECT, null=True, blank=True, related_name="sent_requests"
    )
    recipient = models.ForeignKey(
        Participant, on_delete=models.PROTECT, null=True, blank=True, related_name="received_requests"
    )
    recipient_stand = models.ForeignKey(
        Exhibitor, on_delete=models.PROTECT, null=True, blank=True, related_name="received_requests"
    )
    message = models.TextField(_("message"), max_length=1000, blank=True)
    language = models.CharField(
        _("language of the message"), max_length=3, default="en", validators=[validate_language]
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    turn = models.CharField(_("whose turn it is"), max_length=10, choices=Turn, default=Turn.RECIPIENT)
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("reason"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(excluded_fields=["version"])

    class Meta:
        verbose_name = _("meeting request")
        verbose_name_plural = _("meeting requests")
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(
                name="request_is_to_a_person_or_a_stand",
                condition=Q(recipient__isnull=False) | Q(recipient_stand__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_asks_himself",
                condition=(Q(recipient=None) | ~Q(recipient=F("sender")))
                & (Q(sender_stand=None) | Q(recipient_stand=None) | ~Q(sender_stand=F("recipient_stand"))),
            ),
            models.UniqueConstraint(
                Least(side("sender", "sender_stand"), side("recipient", "recipient_stand")),
                Greatest(side("sender", "sender_stand"), side("recipient", "recipient_stand")),
                name="one_open_request_per_pair",
                condition=Q(status="open"),
            ),
            models.CheckConstraint(
                name="request_answered_iff_stamped",
                condition=Q(status="open", answered_at=None) | (~Q(status="open") & Q(answered_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(name="request_due", fields=["expires_at"], condition=Q(status="open")),
            models.Index(name="request_of_fair", fields=["fair", "status"]),
            models.Index(name="request_answered", fields=["answered_at"], condition=~Q(status="open")),
        ]

    def __str__(self) -> str:
        return f"{self.sender_stand or self.sender} → {self.recipient_stand or self.recipient}"

    def is_open(self, *, at: datetime) -> bool:
        return self.status == self.Status.OPEN and at < self.expires_at


class RequestedSlot(models.Model):
    """One of the times of a request. The first is the one that is liked best."""

    request = models.ForeignKey(MeetingRequest, on_delete=models.CASCADE, related_name="wishes")
    slot = models.ForeignKey(MeetingSlot, on_delete=models.CASCADE, related_name="wishes")
    rank = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(3)])

    class Meta:
        verbose_name = _("requested slot")
        verbose_name_plural = _("requested slots")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(name="slot_asked_for_once", fields=["request", "slot"]),
            models.UniqueConstraint(name="one_slot_per_rank", fields=["request", "rank"]),
            models.CheckConstraint(name="three_ranks_at_most", condition=Q(rank__gte=1, rank__lte=3)),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.slot}"
