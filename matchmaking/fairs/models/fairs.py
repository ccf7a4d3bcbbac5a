"""Fairs and their calendar: opening hours, breaks, and the timetable of meetings."""

import uuid
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import ExpressionWrapper, F, Func, Q, Value
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from matchmaking.common.places import validate_language, validate_time_zone
from matchmaking.common.uploads import image_path
from matchmaking.fairs.models.words import FairText, best_text


def span(starts: str, ends: str) -> Func:
    """The half-open range between two moments, so that what is back to back does not overlap."""
    return Func(F(starts), F(ends), function="TSTZRANGE", output_field=DateTimeRangeField())


def hours_of_a_day() -> Func:
    """The half-open range of local time, on one day, between opening and closing."""
    moments = [
        ExpressionWrapper(F("day") + F(clock), output_field=models.DateTimeField())
        for clock in ("opens_at", "closes_at")
    ]
    return Func(*moments, function="TSRANGE", output_field=DateTimeRangeField())


class Fair(models.Model):
    """One event with days, opening hours, a time zone, languages and halls."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("in preparation")
        OPEN = "open", _("open for registration")
        LIVE = "live", _("live")
        CLOSED = "closed", _("closed")

    class Registration(models.TextChoices):
        OPEN = "open", _("everybody may join")
        APPROVAL = "approval", _("the organiser approves each person")

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    registration = models.CharField(_("registration"), max_length=10, choices=Registration, default=Registration.OPEN)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[validate_time_zone])
    city = models.CharField(_("city"), max_length=80, blank=True)
    languages = ArrayField(
        models.CharField(max_length=3, validators=[validate_language]),
        verbose_name=_("languages"),
        default=list,
    )
    brand_colour = models.CharField(
        _("brand colour"),
        max_length=7,
        default="#0f5f8a",
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", _("Write the colour as # and six hexadecimal digits."))],
    )
    picture = models.ImageField(_("picture"), upload_to=image_path("fairs"), blank=True)
    logo = models.ImageField(_("logo"), upload_to=image_path("fairs"), blank=True, default="", db_default="")
    slot_minutes = models.PositiveSmallIntegerField(
        _("length of a meeting, in minutes"),
        default=25,
        validators=[MinValueValidator(5), MaxValueValidator(240)],
    )
    gap_minutes = models.PositiveSmallIntegerField(
        _("gap between meetings, in minutes"), default=5, validators=[MaxValueValidator(120)]
    )
    kept_months = models.PositiveSmallIntegerField(
        _("months after the end at which personal data is erased"),
        default=24,  # the next edition of a yearly fair, and the one after it
        null=True,
        blank=True,
        validators=[MinValueValidator(12), MaxValueValidator(120)],
        help_text=_("12 to 120. Empty: as long as people keep their accounts."),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["changed_at", "version"])

    class Meta:
        verbose_name = _("fair")
        verbose_name_plural = _("fairs")
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                name="fair_ends_on_or_after_its_first_day", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="fair_lasts_a_month_at_most",
                condition=Q(
                    ends_on__lte=ExpressionWrapper(F("starts_on") + Value(31), output_field=models.DateField())
                ),
            ),
            models.CheckConstraint(name="fair_slots_have_a_length", condition=Q(slot_minutes__gte=5)),
            models.CheckConstraint(
                name="only_a_closed_fair_is_archived", condition=Q(archived_at=None) | Q(status="closed")
            ),
            models.CheckConstraint(
                name="fair_keeps_data_for_one_year_to_ten",
                condition=Q(kept_months=None) | Q(kept_months__gte=12, kept_months__lte=120),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def days(self) -> list[date]:
        """Every day of the fair, first to last."""
        return [self.starts_on + timedelta(days=n) for n in range((self.ends_on - self.starts_on).days + 1)]

    @property
    def is_open_to_newcomers(self) -> bool:
        return self.status in (self.Status.OPEN, self.Status.LIVE)

    @cached_property
    def text(self) -> FairText | None:
        """What the fair says in the reader's language, or else in its first; prefetched texts spare a query."""
        return best_text(self.texts.all(), (get_language() or "")[:2], self.languages)


class OpeningHours(models.Model):
    """A stretch of one day, in the fair's local time, in which the fair is open. A day may have several."""

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="opening_hours")
    day = models.DateField(_("day"))
    opens_at = models.TimeField(_("opens at"))
    closes_at = models.TimeField(_("closes at"))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["day", "opens_at"]
        constraints = [
            models.CheckConstraint(name="opening_hours_end_after_they_begin", condition=Q(closes_at__gt=F("opens_at"))),
            ExclusionConstraint(
                name="opening_hours_of_a_fair_do_not_overlap",
                expressions=[
                    ("fair", RangeOperators.EQUAL),
                    (hours_of_a_day(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.opens_at:%H:%M}–{self.closes_at:%H:%M}"


class Break(models.Model):
    """A stretch of every day, in the fair's local time, without meetings: lunch, the opening speech."""

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="breaks")
    name = models.CharField(_("name"), max_length=60)
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"))

    class Meta:
        verbose_name = _("break")
        verbose_name_plural = _("breaks")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(name="break_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.starts_at:%H:%M}–{self.ends_at:%H:%M}"


class MeetingSlot(models.Model):
    """One cell of a fair's timetable of meetings. Laid out from days, hours, length, gap and breaks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    added_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)  # who follows has to know

    class Meta:
        verbose_name = _("meeting slot")
        verbose_name_plural = _("meeting slots")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(name="meeting_slot_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))),
            ExclusionConstraint(
                name="meeting_slots_of_a_fair_do_not_overlap",
                expressions=[
                    ("fair", RangeOperators.EQUAL),
                    (span("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} UTC"
