"""The live room of a meeting: whether it is open, who is there, and what is said."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matchmaking.meetings.models import Booking

LONGEST_REMARK = 1000  # characters


class Lobby(models.Model):
    """Where the people of one meeting wait and meet. It exists from the moment at which the first of them comes."""

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, primary_key=True, related_name="lobby")
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    opened_by = models.ForeignKey(  # nobody, if both sides were there and it was time
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    met_since = models.DateTimeField(_("both sides in the call since"), null=True, blank=True)
    revision = models.PositiveBigIntegerField(_("how often changed"), default=0, editable=False)

    class Meta:
        verbose_name = _("lobby")
        verbose_name_plural = _("lobbies")
        constraints = [
            models.CheckConstraint(
                name="who_opens_a_lobby_opens_it_once", condition=Q(opened_by=None) | Q(opened_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return str(self.booking)


class Stay(models.Model):
    """One open page of somebody in a lobby. He is there until he leaves, or is not heard of any more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lobby = models.ForeignKey(Lobby, on_delete=models.CASCADE, related_name="stays")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lobby_stays")
    arrived_at = models.DateTimeField(_("arrived at"))
    seen_at = models.DateTimeField(_("last heard of at"))
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)
    entered_at = models.DateTimeField(_("in the call since"), null=True, blank=True)
    # What he shows the others of himself: a microphone, a camera, a screen, a raised hand, how good his link is.
    shows = models.JSONField(_("what he shows"), default=dict, blank=True)

    class Meta:
        verbose_name = _("stay in a lobby")
        verbose_name_plural = _("stays in lobbies")
        ordering = ["arrived_at"]
        constraints = [
            models.CheckConstraint(name="stay_is_seen_after_it_begins", condition=Q(seen_at__gte=F("arrived_at"))),
            models.CheckConstraint(
                name="stay_ends_after_it_begins", condition=Q(left_at=None) | Q(left_at__gte=F("arrived_at"))
            ),
            models.CheckConstraint(
                name="whoever_has_left_is_in_no_call", condition=Q(left_at=None) | Q(entered_at=None)
            ),
            models.UniqueConstraint(
                name="one_page_of_a_person_in_a_call", fields=["lobby", "user"], condition=Q(entered_at__isnull=False)
            ),
        ]
        indexes = [models.Index(name="stays_that_last", fields=["lobby"], condition=Q(left_at=None))]

    def __str__(self) -> str:
        return f"{self.user} @ {self.lobby}"


class Remark(models.Model):
    """What somebody has written to the others. It is kept with the meeting."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # given by his page: sent twice is once
    lobby = models.ForeignKey(Lobby, on_delete=models.CASCADE, related_name="remarks")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("text"), max_length=LONGEST_REMARK)
    said_at = models.DateTimeField(_("said at"), default=timezone.now)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["said_at", "pk"]
        constraints = [
            models.CheckConstraint(name="remark_says_something", condition=~Q(text="")),
        ]
        indexes = [models.Index(name="remarks_of_a_lobby", fields=["lobby", "said_at"])]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:40]}"
