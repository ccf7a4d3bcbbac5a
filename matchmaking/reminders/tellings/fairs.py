"""What is said about a fair as a whole."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matchmaking.fairs.models import Participant
from matchmaking.reminders.models import Notice
from matchmaking.reminders.tellings.telling import Telling, Words

Kind = Notice.Kind


class OfFair(Telling):
    """About somebody's part in a fair."""

    line: Words  # the title, with the fair's name as %(fair)s
    page = "meetings:show-agenda"

    def __init__(self, notice: Notice, at: datetime, part: Participant) -> None:
        super().__init__(notice, at)
        self.part = part

    @property
    def title(self) -> str:
        return str(self.line) % {"fair": self.notice.fair}

    @property
    def path(self) -> str:
        return reverse(self.page, args=[self.notice.fair.slug])


class Registration(OfFair):
    page = "exhibitors:show-fair"
    button = gettext_lazy("Go to the fair")

    @property
    def is_true(self) -> bool:
        """There may have been another decision since."""
        decided_at = self.part.decided_at
        return decided_at is not None and self.notice.occasion == str(int(decided_at.timestamp()))

    @property
    def title(self) -> str:
        said = _("You are in: %(fair)s") if self.part.is_approved else _("%(fair)s has not accepted your registration")
        return said % {"fair": self.notice.fair}

    @property
    def text(self) -> str:
        if self.part.is_approved:
            return _("The organiser has approved your registration. Say what you look for, and find whom to meet.")
        return _("The organiser has not approved your registration. He can tell you why.")


class Inquiry(OfFair):
    line = gettext_lazy("%(fair)s: the organiser asks you something")
    text = gettext_lazy("Your registration is waiting for your reply. Write it on the page of your registration.")
    page = "fairs:join-fair"
    button = gettext_lazy("Reply to the organiser")

    @property
    def is_true(self) -> bool:
        """He may have been answered, have decided, or have asked something else since."""
        asked_at, status = self.part.inquired_at, self.part.status
        is_this = asked_at is not None and self.notice.occasion == str(int(asked_at.timestamp()))
        return is_this and status == Participant.Status.APPLIED and self.part.replied_at is None

    @property
    def quote(self) -> str:
        return self.part.inquiry


class DeviceTest(OfFair):
    line = gettext_lazy("Is your camera ready for %(fair)s?")
    text = gettext_lazy(
        "Your first meeting by video is near. Two minutes now show whether camera, microphone and line do."
    )
    page = "lobbies:check-devices"
    button = gettext_lazy("Try camera and microphone")


class FollowUp(OfFair):
    line = gettext_lazy("%(fair)s is over: keep what you have begun")
    text = gettext_lazy(
        "What you have noted, said and agreed in your meetings is kept. Write to those whom you have met while they "
        "remember you."
    )
    button = gettext_lazy("Whom I have met")


WORDS: dict[str, type[OfFair]] = {
    Kind.REGISTRATION: Registration,
    Kind.INQUIRY: Inquiry,
    Kind.DEVICE_TEST: DeviceTest,
    Kind.FOLLOW_UP: FollowUp,
}
KINDS = tuple(WORDS)


def read(notices: Sequence[Notice], at: datetime) -> dict[UUID, Telling]:
    """One query, however many they are. Whoever takes part no more is told nothing."""
    parts = {
        (part.user_id, part.fair_id): part
        for part in Participant.objects.filter(
            user__in={notice.recipient_id for notice in notices}, fair__in={notice.fair_id for notice in notices}
        ).exclude(status=Participant.Status.LEFT)
    }
    return {
        notice.pk: WORDS[notice.kind](notice, at, part)
        for notice in notices
        if (part := parts.get((notice.recipient_id, notice.fair_id)))
    }
