"""The live room of a meeting: whether it is open, who is there, what is said, and what both sides note."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Participant
from matchmaking.meetings.models import Booking, MeetingRequest

LONGEST_REMARK = 1000  # characters


class Lobby(models.Model):
    """Where the people of one meeting wait and meet. It exists from the moment at which the first of them comes."""

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, primary_key=True, related_name="lobby")
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    opened_by = models.ForeignKey(  # nobody, if both sides were there and it was time
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    met_since = models.DateTimeField(_("both sides in the call since"), null=True, blank=True)
    # Somebody there has asked the organiser to come. Nobody else opens this door, and it stays open to the end.
    help_asked_at = models.DateTimeField(_("help asked for at"), null=True, blank=True)
    absent_called_at = models.DateTimeField(_("whoever did not come was called at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed by the organiser at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveBigIntegerField(_("how often changed"), default=0, editable=False)

    class Meta:
        verbose_name = _("lobby")
        verbose_name_plural = _("lobbies")
        constraints = [
            models.CheckConstraint(
                name="who_opens_a_lobby_opens_it_once", condition=Q(opened_by=None) | Q(opened_at__isnull=False)
            ),
            models.CheckConstraint(
                name="who_closes_a_lobby_closes_it_once", condition=Q(closed_by=None) | Q(closed_at__isnull=False)
            ),
        ]
        indexes = [models.Index(name="lobbies_that_ask_for_help", fields=["help_asked_at"])]

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
    # Written by the organiser from his desk: to everybody of the meeting, or to one of them, and to nobody else.
    is_from_desk = models.BooleanField(_("from the organiser’s desk"), default=False, db_default=False)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="remarks_to_him"
    )
    said_at = models.DateTimeField(_("said at"), default=timezone.now)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["said_at", "pk"]
        constraints = [
            models.CheckConstraint(name="remark_says_something", condition=~Q(text="")),
            models.CheckConstraint(name="only_the_desk_writes_to_one", condition=Q(to=None) | Q(is_from_desk=True)),
        ]
        indexes = [models.Index(name="remarks_of_a_lobby", fields=["lobby", "said_at"])]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:40]}"


class NumbersCard(models.Model):
    """What both sides note of a deal; confirmed by both, it is what they have agreed on. Whoever changes it takes both
    confirmations back."""

    class Incoterm(models.TextChoices):
        """Incoterms 2020 of the International Chamber of Commerce."""

        EXW = "EXW", _("EXW, ex works")
        FCA = "FCA", _("FCA, free carrier")
        CPT = "CPT", _("CPT, carriage paid to")
        CIP = "CIP", _("CIP, carriage and insurance paid to")
        DAP = "DAP", _("DAP, delivered at place")
        DPU = "DPU", _("DPU, delivered at place unloaded")
        DDP = "DDP", _("DDP, delivered duty paid")
        FAS = "FAS", _("FAS, free alongside ship")
        FOB = "FOB", _("FOB, free on board")
        CFR = "CFR", _("CFR, cost and freight")
        CIF = "CIF", _("CIF, cost, insurance and freight")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # given by a page, as a remark's
    lobby = models.ForeignKey(Lobby, on_delete=models.CASCADE, related_name="cards")
    product = models.CharField(_("product"), max_length=200, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=15, decimal_places=3, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    price = models.DecimalField(_("price per unit"), max_digits=16, decimal_places=4, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)  # ISO 4217
    incoterm = models.CharField(_("Incoterm"), max_length=3, choices=Incoterm, blank=True)
    delivery = models.CharField(_("delivery"), max_length=200, blank=True)
    next_step = models.CharField(_("next step"), max_length=500, blank=True)
    version = models.PositiveIntegerField(_("how often changed"), default=1, editable=False)
    noted_at = models.DateTimeField(_("first noted at"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    host_confirmed_at = models.DateTimeField(_("confirmed by the host at"), null=True, blank=True)
    host_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    guest_confirmed_at = models.DateTimeField(_("confirmed by the guest at"), null=True, blank=True)
    guest_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("numbers card")
        verbose_name_plural = _("numbers cards")
        ordering = ["noted_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="quantity_on_a_card_is_positive", condition=Q(quantity=None) | Q(quantity__gt=0)
            ),
            models.CheckConstraint(name="price_on_a_card_is_not_negative", condition=Q(price=None) | Q(price__gte=0)),
            models.CheckConstraint(
                name="card_is_confirmed_after_it_changed",
                condition=(Q(host_confirmed_at=None) | Q(host_confirmed_at__gte=F("changed_at")))
                & (Q(guest_confirmed_at=None) | Q(guest_confirmed_at__gte=F("changed_at"))),
            ),
        ]

    def __str__(self) -> str:
        return self.product or str(self.pk)

    @property
    def is_agreed(self) -> bool:
        return bool(self.host_confirmed_at and self.guest_confirmed_at)


class DeviceCheck(models.Model):
    """What somebody's devices and line could do when he last tried them: for whoever helps him."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="device_check"
    )
    checked_at = models.DateTimeField(_("checked at"))
    browser = models.CharField(_("browser"), max_length=300, blank=True)
    microphone = models.CharField(_("microphone"), max_length=100, blank=True)  # as the browser names it; none if empty
    camera = models.CharField(_("camera"), max_length=100, blank=True)
    hears = models.BooleanField(_("has heard the sound"), null=True, blank=True)  # unknown until he says so
    # The way through the relay (or the direct one, where there is no relay), there and back on this machine.
    path = models.CharField(
        _("way"), max_length=6, choices=[("relay", _("relay")), ("direct", _("direct"))], blank=True
    )
    round_trip_ms = models.PositiveIntegerField(_("round trip in milliseconds"), null=True, blank=True)
    kilobits = models.PositiveIntegerField(_("kilobits a second"), null=True, blank=True)

    class Meta:
        verbose_name = _("device check")
        verbose_name_plural = _("device checks")
        constraints = [
            models.CheckConstraint(
                name="device_check_measures_a_way", condition=~Q(path="") | Q(round_trip_ms=None, kilobits=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.checked_at:%Y-%m-%d %H:%M} UTC"


class StandStay(models.Model):
    """One open page of somebody in the lobby of a stand: of its team, or of a visitor who walks up."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stand = models.ForeignKey(Exhibitor, on_delete=models.CASCADE, related_name="stays")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stand_stays")
    is_team = models.BooleanField(_("of the stand's team"), default=False)
    arrived_at = models.DateTimeField(_("arrived at"))
    seen_at = models.DateTimeField(_("last heard of at"))
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)

    class Meta:
        verbose_name = _("stay at a stand")
        verbose_name_plural = _("stays at stands")
        ordering = ["arrived_at"]
        constraints = [
            models.CheckConstraint(
                name="stand_stay_is_seen_after_it_begins", condition=Q(seen_at__gte=F("arrived_at"))
            ),
            models.CheckConstraint(
                name="stand_stay_ends_after_it_begins", condition=Q(left_at=None) | Q(left_at__gte=F("arrived_at"))
            ),
        ]
        indexes = [models.Index(name="stand_stays_that_last", fields=["stand"], condition=Q(left_at=None))]

    def __str__(self) -> str:
        return f"{self.user} @ {self.stand}"


class WalkIn(models.Model):
    """Somebody who has walked up to a stand without an appointment, his place in the queue, and what became of him."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("waits")
        LET_IN = "let in", _("let in")
        DECLINED = "declined", _("declined")
        OFFERED = "offered", _("offered another time")
        LEFT = "left", _("has left")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stand = models.ForeignKey(Exhibitor, on_delete=models.CASCADE, related_name="walk_ins")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="walk_ins")
    wish = models.CharField(_("what it is about"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    came_at = models.DateTimeField(_("came at"))
    ended_at = models.DateTimeField(_("waited until"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    words = models.CharField(_("answer"), max_length=300, blank=True)
    booking = models.OneToOneField(Booking, on_delete=models.SET_NULL, null=True, blank=True, related_name="walk_in")
    request = models.OneToOneField(
        MeetingRequest, on_delete=models.SET_NULL, null=True, blank=True, related_name="walk_in"
    )

    class Meta:
        verbose_name = _("walk-in")
        verbose_name_plural = _("walk-ins")
        ordering = ["came_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_place_per_person_in_a_queue", fields=["stand", "participant"], condition=Q(status="waiting")
            ),
            models.CheckConstraint(
                name="walk_in_waits_until_it_ends",
                condition=Q(status="waiting", ended_at=None)
                | (~Q(status="waiting") & Q(ended_at__isnull=False, ended_at__gte=F("came_at"))),
            ),
        ]
        indexes = [
            models.Index(name="queue_of_a_stand", fields=["stand", "came_at"], condition=Q(status="waiting")),
            models.Index(name="walk_ins_of_a_person", fields=["participant", "came_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.participant} @ {self.stand}"
