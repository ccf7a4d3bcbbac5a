"""The confirmed meeting, and who is there."""

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from matchmaking.common.calls import LONGEST_LINK, LONGEST_PHONE, validate_call_link, validate_phone
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair, MeetingSlot, Participant, Room, span
from matchmaking.meetings.models.requests import MeetingRequest


class Booking(models.Model):
    """A confirmed meeting: one slot, one room. The times are copied, for history survives the slot and the room.

    One that goes well may last longer than its slot; a walk-in has none, and begins when somebody is let in."""

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="bookings")
    slot = models.ForeignKey(MeetingSlot, on_delete=models.SET_NULL, null=True, blank=True, related_name="bookings")
    room = models.ForeignKey(Room, on_delete=models.SET_NULL, null=True, blank=True, related_name="bookings")
    request = models.OneToOneField(
        MeetingRequest, on_delete=models.SET_NULL, null=True, blank=True, related_name="booking"
    )
    is_walk_in = models.BooleanField(_("walk-in"), default=False, db_default=False, editable=False)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.CONFIRMED)
    sequence = models.PositiveIntegerField(_("how often changed"), default=0, editable=False)  # iCalendar's SEQUENCE
    booked_at = models.DateTimeField(_("booked at"), default=timezone.now, editable=False)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    # Which organiser has made the last change, if it was not one of its people: they read his name.
    arranged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("reason"), max_length=500, blank=True)
    # Other ways to talk, if the room does not do.
    call_link = models.CharField(
        _("call elsewhere"),
        max_length=LONGEST_LINK,
        blank=True,
        default="",
        db_default="",
        validators=[validate_call_link],
    )
    call_phone = models.CharField(
        _("phone"), max_length=LONGEST_PHONE, blank=True, default="", db_default="", validators=[validate_phone]
    )
    # For how long both sides were in one call. What the meeting's room tells, not what anybody writes.
    met_seconds = models.PositiveIntegerField(_("met for so many seconds"), db_default=0, editable=False)

    history = HistoricalRecords(excluded_fields=["changed_at", "met_seconds"])

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(name="booking_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="booking_links_safely", condition=Q(call_link="") | Q(call_link__startswith="https://")
            ),
            ExclusionConstraint(
                name="room_holds_one_meeting_at_a_time",
                expressions=[
                    ("room", RangeOperators.EQUAL),
                    (span("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(status="confirmed"),
                deferrable=models.Deferrable.IMMEDIATE,  # looked at after each statement: two may swap in one
            ),
            models.CheckConstraint(
                name="booking_cancelled_iff_stamped",
                condition=Q(status="cancelled", cancelled_at__isnull=False) | Q(status="confirmed", cancelled_at=None),
            ),
            models.CheckConstraint(
                name="confirmed_booking_has_a_slot",
                condition=Q(status="cancelled") | Q(slot__isnull=False) | Q(is_walk_in=True),
            ),
            models.CheckConstraint(
                name="confirmed_booking_has_a_room", condition=Q(status="cancelled") | Q(room__isnull=False)
            ),
        ]
        indexes = [
            models.Index(name="booking_of_fair", fields=["fair", "starts_at"], condition=Q(status="confirmed")),
            models.Index(name="booking_changed", fields=["changed_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.fair}, {self.starts_at:%Y-%m-%d %H:%M} UTC"

    @property
    def time(self) -> MeetingSlot:
        """Its slot; of a walk-in one that is in no timetable."""
        return self.slot or MeetingSlot(fair=self.fair, starts_at=self.starts_at, ends_at=self.ends_at)

    @property
    def is_confirmed(self) -> bool:
        return self.status == self.Status.CONFIRMED

    @property
    def met_for_minutes(self) -> int:
        """For how long both sides were in the call, in begun minutes."""
        return -(-self.met_seconds // 60)

    def is_over(self, *, at: datetime) -> bool:
        return self.ends_at <= at


class Attendance(models.Model):
    """Somebody is to be at a meeting. Its times and status are the booking's own: the database copies every change."""

    class Role(models.TextChoices):
        HOST = "host", _("host")
        GUEST = "guest", _("guest")
        INTERPRETER = "interpreter", _("interpreter")
        INTRODUCER = "introducer", _("introducer")

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="attendances")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attendances")
    stand = models.ForeignKey(Exhibitor, on_delete=models.SET_NULL, null=True, blank=True, related_name="attendances")
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.GUEST)
    status = models.CharField(
        _("status of the booking"), max_length=10, choices=Booking.Status, default=Booking.Status.CONFIRMED
    )
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    excused_at = models.DateTimeField(_("excused at"), null=True, blank=True)
    # When he was first in the meeting's lobby, and when he was last heard of there.
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)
    # His own, for this meeting, if he has given it: nobody but those of the meeting sees it.
    call_phone = models.CharField(
        _("phone"), max_length=LONGEST_PHONE, blank=True, default="", db_default="", validators=[validate_phone]
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["role", "pk"]
        constraints = [
            ExclusionConstraint(
                name="person_in_one_place_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (span("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(status="confirmed", excused_at=None),
            ),
            models.UniqueConstraint(name="one_seat_per_person_and_meeting", fields=["booking", "participant"]),
            models.CheckConstraint(
                name="attendance_ends_after_it_begins", condition=Q(left_at=None) | Q(left_at__gte=F("arrived_at"))
            ),
        ]
        indexes = [
            models.Index(
                name="attendance_ahead",
                fields=["starts_at", "booking", "user"],
                include=["participant"],  # whoever asks who is near reads no more than this
                condition=Q(status="confirmed", excused_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} @ {self.booking}"
