"""Where a fair takes place: halls with hours of their own, and rooms that are closed for a while."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from matchmaking.common.calls import LONGEST_LINK, validate_call_link
from matchmaking.fairs.models.fairs import Fair, hours_of_a_day, span


class Hall(models.Model):
    """A named part of a fair, with stands and rooms."""

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="halls")
    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(_("address"), max_length=60)
    theme = models.CharField(_("theme"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("hall")
        verbose_name_plural = _("halls")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(name="one_hall_per_address", fields=["fair", "slug"]),
        ]

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """A place in a hall where one meeting at a time happens."""

    class Kind(models.TextChoices):
        VIDEO = "video", _("video room")
        TABLE = "table", _("table")

    hall = models.ForeignKey(Hall, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.VIDEO)
    seats = models.PositiveSmallIntegerField(
        _("seats"), default=4, validators=[MinValueValidator(2), MaxValueValidator(50)]
    )
    call_link = models.CharField(
        _("call elsewhere"),
        max_length=LONGEST_LINK,
        blank=True,
        validators=[validate_call_link],
        help_text=_(
            "A link to Zoom, Teams, Meet, VooV or another service, for whoever cannot be reached by the room's own."
        ),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["hall__position", "name"]
        constraints = [
            models.UniqueConstraint(name="one_room_per_name_and_hall", fields=["hall", "name"]),
            models.CheckConstraint(name="room_seats_two_or_more", condition=Q(seats__gte=2)),
            models.CheckConstraint(
                name="room_links_safely", condition=Q(call_link="") | Q(call_link__startswith="https://")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class HallHours(models.Model):
    """A stretch of one day, in the fair's local time, in which the hall is open.

    A hall with none is open whenever the fair is; one with some is open in them alone, on whatever day.
    """

    hall = models.ForeignKey(Hall, on_delete=models.CASCADE, related_name="hours")
    day = models.DateField(_("day"))
    opens_at = models.TimeField(_("opens at"))
    closes_at = models.TimeField(_("closes at"))

    class Meta:
        verbose_name = _("hours of a hall")
        verbose_name_plural = _("hours of halls")
        ordering = ["day", "opens_at"]
        constraints = [
            models.CheckConstraint(name="hall_hours_end_after_they_begin", condition=Q(closes_at__gt=F("opens_at"))),
            ExclusionConstraint(
                name="hours_of_a_hall_do_not_overlap",
                expressions=[
                    ("hall", RangeOperators.EQUAL),
                    (hours_of_a_day(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.opens_at:%H:%M}–{self.closes_at:%H:%M}"


class RoomClosure(models.Model):
    """Nobody meets in the room from then until then: it is repaired, or taken for something else."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="closures")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    reason = models.CharField(_("reason"), max_length=160, blank=True)
    closed_at = models.DateTimeField(_("closed at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("closed room")
        verbose_name_plural = _("closed rooms")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(name="closure_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))),
            ExclusionConstraint(
                name="closures_of_a_room_do_not_overlap",
                expressions=[
                    ("room", RangeOperators.EQUAL),
                    (span("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room}, {self.starts_at:%Y-%m-%d %H:%M}–{self.ends_at:%Y-%m-%d %H:%M} UTC"
