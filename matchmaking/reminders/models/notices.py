"""What one person is told about one thing, once, and on which ways it reaches him."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matchmaking.fairs.models import Fair

NOTHING = uuid.UUID(int=0)  # the subject of a notice that is about a fair as a whole


class Notice(models.Model):
    """Somebody is told something. What it says is read from what it is about, so it is never out of date.

    `subject` is the request, the meeting, the place on a waiting list or the announcement that it is about. The same
    kind may be told again on another `occasion`: the meeting has moved once more. `said` is what was true then, so that
    a later change is known to be one.
    """

    class Kind(models.TextChoices):
        REQUEST_RECEIVED = "request_received", _("Somebody asks for a meeting")
        REQUEST_CHANGED = "request_changed", _("A request is changed, or other times are proposed")
        REQUEST_ACCEPTED = "request_accepted", _("A request is accepted")
        REQUEST_DECLINED = "request_declined", _("A request is declined")
        REQUEST_WITHDRAWN = "request_withdrawn", _("A request is withdrawn")
        REQUEST_EXPIRING = "request_expiring", _("A request waits for an answer, and soon expires")
        REQUEST_EXPIRED = "request_expired", _("A request has expired")
        OFFER = "offer", _("A time is offered from a waiting list")
        BOOKING_MADE = "booking_made", _("A meeting is booked")
        BOOKING_MOVED = "booking_moved", _("A meeting is moved")
        BOOKING_CANCELLED = "booking_cancelled", _("A meeting is cancelled")
        BOOKING_REASSIGNED = "booking_reassigned", _("A meeting is handed to a colleague")
        DAY_BEFORE = "day_before", _("A meeting is near")
        SOON = "soon", _("A meeting starts in some minutes")
        WAITED_FOR = "waited_for", _("The other side waits in a room")
        DESK_MESSAGE = "desk_message", _("The organiser writes about a meeting")
        DEVICE_TEST = "device_test", _("Trying camera and microphone before the first meeting")
        DAY_AGENDA = "day_agenda", _("The meetings of the day, each morning")
        FOLLOW_UP = "follow_up", _("After the fair: who was met")
        REGISTRATION = "registration", _("The organiser has decided about a registration")
        INQUIRY = "inquiry", _("The organiser asks something about a registration")
        ANNOUNCEMENT = "announcement", _("News from the organiser")
        NOBODY_TOLD = "nobody_told", _("News that concerned nobody when it was to go out")
        COMPLETE_STAND = "complete_stand", _("The organiser asks to complete a stand")
        NOT_DELIVERED = "not_delivered", _("A mail about a request could not be delivered")
        PERSONAL = "personal", _("What is done with my data, or in my name")

    class Why(models.TextChoices):
        """Why somebody was not told after all."""

        NONE = "", _("told")
        TOO_LATE = "too_late", _("it would have come too late")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    subject = models.UUIDField(_("what it is about"), default=NOTHING, editable=False)
    occasion = models.CharField(_("occasion"), max_length=40, blank=True, default="", editable=False)
    said = models.CharField(_("what was true then"), max_length=80, blank=True, default="", editable=False)
    due_at = models.DateTimeField(_("due since"))
    owed_at = models.DateTimeField(_("noticed at"))
    ends_at = models.DateTimeField(_("of use until"), null=True, blank=True)
    dropped = models.CharField(_("not told, for"), max_length=10, choices=Why, default=Why.NONE, blank=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-owed_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="told_once", fields=["recipient", "kind", "subject", "occasion", "fair"]),
        ]
        indexes = [
            models.Index(name="notice_of_person", fields=["recipient", "-owed_at"]),
            models.Index(name="notice_of_fair", fields=["fair", "-owed_at"]),
            models.Index(
                name="notice_reminds",
                fields=["kind", "ends_at", "subject", "recipient"],  # in the order of attendance_ahead
                condition=Q(kind__in=["day_before", "soon"]),
            ),
            models.Index(name="notice_announces", fields=["subject"], condition=Q(kind="announcement")),
            models.Index(name="notice_unread", fields=["recipient"], condition=Q(read_at=None, dropped="")),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.get_kind_display()}"


class Delivery(models.Model):
    """A notice on its way to somebody: claimed by a worker, sent outside of any transaction, stamped."""

    class Way(models.TextChoices):
        MAIL = "mail", _("e-mail")
        DIGEST = "digest", _("daily summary by e-mail")
        PUSH = "push", _("push message")

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        DROPPED = "dropped", _("not sent")
        FAILED = "failed", _("failed")

    class Problem(models.TextChoices):
        """Why it was not sent, or not yet."""

        NONE = "", _("none")
        CHANGED = "changed", _("it was not true any more")
        TOO_LATE = "too_late", _("it would have come too late")
        GONE = "gone", _("the person has left, or cannot be reached this way any more")
        DEAD_ADDRESS = "dead_address", _("mails to this address have come back")
        REFUSED = "refused", _("the other side’s server refuses it")
        AWAY = "away", _("the server could not be reached")
        TROUBLE = "trouble", _("a fault of ours")

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    way = models.CharField(_("way"), max_length=8, choices=Way)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.WAITING)
    urgency = models.PositiveSmallIntegerField(_("urgency"), default=5)  # 1 goes before all others
    due_at = models.DateTimeField(_("not before"))
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=12, choices=Problem, default=Problem.NONE, blank=True)
    answer = models.CharField(_("what the server said"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="notice_goes_each_way_once", fields=["notice", "way"]),
            models.CheckConstraint(
                name="delivery_ended_iff_stamped",
                condition=Q(status="waiting", ended_at=None) | (~Q(status="waiting") & Q(ended_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(name="delivery_waiting", fields=["urgency", "due_at"], condition=Q(status="waiting")),
            models.Index(name="delivery_failed", fields=["notice"], condition=Q(status="failed")),
        ]

    def __str__(self) -> str:
        return f"{self.notice} ({self.get_way_display()})"
