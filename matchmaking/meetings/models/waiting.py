"""Who waits for somebody whose slots are all taken."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from matchmaking.common.places import validate_language
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair, MeetingSlot, Participant
from matchmaking.meetings.models.requests import MeetingRequest


class WaitingListEntry(models.Model):
    """Somebody waits for a person or a stand that is full. A freed slot is offered to one after the other.

    Whoever is waited for may welcome him: then a slot that he takes is booked at once, and not only asked for.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        OFFERED = "offered", _("a time is offered")
        TAKEN = "taken", _("taken")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DECLINED = "declined", _("declined")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="waiting_list")
    waiting = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="waits")
    waiting_stand = models.ForeignKey(Exhibitor, on_delete=models.CASCADE, null=True, blank=True, related_name="waits")
    wanted = models.ForeignKey(
        Participant, on_delete=models.CASCADE, null=True, blank=True, related_name="waiting_list"
    )
    wanted_stand = models.ForeignKey(
        Exhibitor, on_delete=models.CASCADE, null=True, blank=True, related_name="waiting_list"
    )
    message = models.TextField(_("message"), max_length=1000, blank=True)
    language = models.CharField(
        _("language of the message"), max_length=3, default="en", validators=[validate_language]
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    since = models.DateTimeField(_("waiting since"), default=timezone.now, editable=False)
    host = models.ForeignKey(
        Participant,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who is free then"),
    )
    slot = models.ForeignKey(
        MeetingSlot, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("offered slot")
    )
    offered_at = models.DateTimeField(_("offered at"), null=True, blank=True)
    offer_ends_at = models.DateTimeField(_("offer ends at"), null=True, blank=True)
    # The organiser has found the two for each other on the day: it is no place on a list, and ends with the offer.
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_rescue = models.BooleanField(_("found on the day"), default=False, db_default=False, editable=False)
    passed = ArrayField(models.UUIDField(), verbose_name=_("slots let pass"), default=list, blank=True, editable=False)
    welcomed_at = models.DateTimeField(_("welcomed at"), null=True, blank=True)
    request = models.OneToOneField(
        MeetingRequest,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="wait",
        verbose_name=_("what came of it"),
    )

    history = HistoricalRecords(excluded_fields=["passed"])

    class Meta:
        verbose_name = _("entry of a waiting list")
        verbose_name_plural = _("entries of waiting lists")
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="one_waits_for_a_person_or_a_stand",
                condition=Q(wanted__isnull=False, wanted_stand=None) | Q(wanted=None, wanted_stand__isnull=False),
            ),
            models.CheckConstraint(name="nobody_waits_for_himself", condition=~Q(waiting=F("wanted"))),
            models.UniqueConstraint(
                name="one_place_per_person_in_a_persons_list",
                fields=["waiting", "wanted"],
                condition=Q(status__in=["waiting", "offered"], wanted__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_place_per_person_in_a_stands_list",
                fields=["waiting", "wanted_stand"],
                condition=Q(status__in=["waiting", "offered"], wanted_stand__isnull=False),
            ),
            models.UniqueConstraint(
                name="freed_slot_offered_to_one_at_a_time",
                fields=["host", "slot"],
                condition=Q(status="offered"),
            ),
            models.CheckConstraint(
                name="offer_made_iff_stamped",
                condition=Q(status="offered", offered_at__isnull=False, offer_ends_at__isnull=False)
                | ~Q(status="offered"),
            ),
        ]
        indexes = [models.Index(name="offer_due", fields=["offer_ends_at"], condition=Q(status="offered"))]

    def __str__(self) -> str:
        return f"{self.waiting} … {self.wanted_stand or self.wanted}"

    @property
    def is_live(self) -> bool:
        """It is still on the list."""
        return self.status in (self.Status.WAITING, self.Status.OFFERED)
