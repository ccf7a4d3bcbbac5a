"""When somebody can meet, and how his meetings reach the calendar that he uses anyway."""

import uuid
from datetime import time
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matchmaking.common.places import validate_time_zone
from matchmaking.fairs.models import MeetingSlot, Participant


class Agenda(models.Model):
    """How one participant wants to meet: his working hours at this fair, and how much of it he bears."""

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, primary_key=True, related_name="agenda")
    time_zone = models.CharField(_("my time zone"), max_length=64, validators=[validate_time_zone])
    works_from = models.TimeField(_("I work from"), default=time(9))
    works_to = models.TimeField(_("to"), default=time(17, 30))
    break_minutes = models.PositiveSmallIntegerField(
        _("break between two meetings, in minutes"), default=0, validators=[MaxValueValidator(120)]
    )
    most_per_day = models.PositiveSmallIntegerField(
        _("most meetings a day"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    laid_out_at = models.DateTimeField(_("availability laid out at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")
        constraints = [
            models.CheckConstraint(name="agenda_day_ends_after_it_begins", condition=Q(works_to__gt=F("works_from"))),
        ]

    def __str__(self) -> str:
        return str(self.participant)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class Availability(models.Model):
    """A participant can meet in a slot. That he is booked then, or busy elsewhere, is said by others."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="availabilities")
    slot = models.ForeignKey(MeetingSlot, on_delete=models.CASCADE, related_name="availabilities")

    class Meta:
        verbose_name = _("availability")
        verbose_name_plural = _("availabilities")
        constraints = [
            models.UniqueConstraint(name="slot_opened_once_per_person", fields=["participant", "slot"]),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.slot}"


class BusyTime(models.Model):
    """A stretch in which a person is busy elsewhere: lunch, a flight, what his own calendar says. At every fair."""

    class Source(models.TextChoices):
        OWN = "own", _("written here")
        CALENDAR = "calendar", _("from my own calendar")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="busy_times")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    title = models.CharField(_("what for"), max_length=80, blank=True)
    source = models.CharField(_("where it is from"), max_length=10, choices=Source, default=Source.OWN)

    class Meta:
        verbose_name = _("busy time")
        verbose_name_plural = _("busy times")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(name="busy_time_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))),
        ]
        indexes = [models.Index(name="busy_time_of_person", fields=["user", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.user}, {self.starts_at:%Y-%m-%d %H:%M} UTC"  # never what for: that is his own affair


class OwnCalendar(models.Model):
    """The secret address at which a person's own calendar (Google, Outlook …) shows when he is busy.

    Somebody waits for it from `wanted_at` on, and it is read next at `due_at`.
    """

    class Problem(models.TextChoices):
        NONE = "", _("none")
        UNREACHABLE = "unreachable", _("Nothing can be read at this address. Copy it once more from your calendar.")
        FORBIDDEN = "forbidden", _("This address does not lead to the open internet over https. Enter another one.")
        TOO_LARGE = "too_large", _("This calendar is larger than 5 MB. Enter one that holds less of the past.")
        TOO_SLOW = "too_slow", _("This calendar took too long to arrive. It is tried again by itself.")
        TOO_MUCH = "too_much", _("There is more in this calendar than can be read. Enter one with fewer entries.")
        NO_CALENDAR = (
            "no_calendar",
            _("What is at this address is no calendar. Copy the address that ends in .ics, not the one of the page."),
        )

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="own_calendar"
    )
    address = models.URLField(_("address of my calendar"), max_length=1000)
    entered_at = models.DateTimeField(default=timezone.now, editable=False)
    wanted_at = models.DateTimeField(default=timezone.now, editable=False)
    due_at = models.DateTimeField(default=timezone.now, editable=False)
    tried_at = models.DateTimeField(_("last tried at"), null=True, blank=True, editable=False)
    read_at = models.DateTimeField(_("last read at"), null=True, blank=True, editable=False)
    problem = models.CharField(_("problem"), max_length=12, choices=Problem, default=Problem.NONE, blank=True)
    left_out = models.PositiveIntegerField(_("entries that could not be understood"), default=0, editable=False)

    class Meta:
        verbose_name = _("own calendar")
        verbose_name_plural = _("own calendars")
        indexes = [models.Index(name="own_calendar_due", fields=["due_at"])]

    def __str__(self) -> str:
        return str(self.user)  # never the address: it is a secret

    @property
    def host(self) -> str:
        """All of the address that is ever shown."""
        return urlsplit(self.address).hostname or ""

    @property
    def is_being_read(self) -> bool:
        return self.tried_at is None or self.tried_at < self.wanted_at


class AgendaFeed(models.Model):
    """The right to read a person's meetings at a secret address. A new key makes the old address worthless."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="agenda_feed"
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)  # the address is this key, signed
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("agenda feed")
        verbose_name_plural = _("agenda feeds")

    def __str__(self) -> str:
        return str(self.user)
