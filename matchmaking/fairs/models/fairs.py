"""Fairs and their calendar: opening hours, breaks, the timetable of meetings, and who takes part."""

import uuid
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import ExpressionWrapper, F, Func, Q, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from matchmaking.common.places import validate_language, validate_time_zone
from matchmaking.common.uploads import image_path


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
    tagline = models.CharField(_("in one line"), max_length=160, blank=True)
    description = models.TextField(_("description"), max_length=6000, blank=True)
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


class Participant(models.Model):
    """A person registered at a fair, in whatever roles."""

    class Role(models.TextChoices):
        VISITOR = "visitor", _("visitor")
        EXHIBITOR = "exhibitor", _("exhibitor")
        ORGANISER = "organiser", _("organiser")
        SUPPORT = "support", _("support organisation")
        INTERPRETER = "interpreter", _("interpreter")

    class Status(models.TextChoices):
        APPLIED = "applied", _("waiting for approval")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        LEFT = "left", _("has left")

    class Duty(models.TextChoices):
        OWNER = "owner", _("owner")
        MANAGER = "manager", _("manager")
        HELPER = "helper", _("helper")
        ANALYST = "analyst", _("analyst")

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="participations")
    roles = ArrayField(models.CharField(max_length=12, choices=Role), verbose_name=_("roles"))
    duty = models.CharField(_("duty as an organiser"), max_length=8, choices=Duty, blank=True, default="")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.APPLIED)
    message = models.TextField(_("message to the organiser"), max_length=1000, blank=True)
    applied_at = models.DateTimeField(_("applied at"), default=timezone.now, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["user__name"]
        constraints = [
            models.UniqueConstraint(name="one_participation_per_person_and_fair", fields=["fair", "user"]),
            models.CheckConstraint(name="participant_has_a_role", condition=Q(roles__len__gte=1)),
            models.CheckConstraint(
                name="organiser_has_a_duty",
                condition=(Q(roles__contains=["organiser"]) & ~Q(duty=""))
                | (~Q(roles__contains=["organiser"]) & Q(duty="")),
                violation_error_message=_("Whoever organises has a duty, and nobody else."),
            ),
            models.CheckConstraint(
                name="participant_decided_iff_stamped",
                condition=Q(status="applied", decided_at=None)
                | Q(status__in=["approved", "declined"], decided_at__isnull=False)
                | Q(status="left"),
            ),
            models.CheckConstraint(
                name="participant_left_iff_stamped",
                condition=Q(status="left", left_at__isnull=False) | (~Q(status="left") & Q(left_at=None)),
            ),
        ]
        indexes = [
            GinIndex(name="participant_roles", fields=["roles"]),
            models.Index(name="participant_fair_status", fields=["fair", "status"]),
            models.Index("fair", Greatest("decided_at", "left_at"), name="participant_fair_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.user} @ {self.fair}"

    @property
    def is_approved(self) -> bool:
        return self.status == self.Status.APPROVED

    @property
    def is_organiser(self) -> bool:
        return self.is_approved and self.Role.ORGANISER in self.roles

    @property
    def is_owner(self) -> bool:
        return self.is_organiser and self.duty == self.Duty.OWNER

    @property
    def is_visitor(self) -> bool:
        return self.is_approved and self.Role.VISITOR in self.roles

    @property
    def is_exhibitor(self) -> bool:
        return self.is_approved and self.Role.EXHIBITOR in self.roles

    @property
    def role_names(self) -> list[str]:
        """The roles in the reader's words."""
        return [str(self.Role(role).label) for role in self.roles]
