"""What is said about requests for a meeting, and about offers from a waiting list."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import MeetingSlot, Participant
from matchmaking.meetings import errands
from matchmaking.meetings.models import MeetingRequest, WaitingListEntry
from matchmaking.meetings.queries import with_sides
from matchmaking.reminders.models import Notice
from matchmaking.reminders.tellings.telling import Action, Moment, Telling, Words

Kind, Status, Turn = Notice.Kind, MeetingRequest.Status, MeetingRequest.Turn


def name_of(person: Participant | None, stand: Exhibitor | None) -> str:
    """Somebody, with the company for which he speaks; or the company, while it is nobody's in particular."""
    company = stand.company.name if stand else ""
    if person is None:
        return company
    return f"{person.user} ({company})" if company else str(person.user)


class OfRequest(Telling):
    """About a request that waits for the reader's answer."""

    line: Words  # the title, with the other side as %(name)s
    button = gettext_lazy("Open the request")

    def __init__(self, notice: Notice, at: datetime, request: MeetingRequest) -> None:
        super().__init__(notice, at)
        self.request = request

    @property
    def is_sender(self) -> bool:
        return self.request.sender.user_id == self.notice.recipient_id

    @cached_property
    def other(self) -> str:
        asked = self.request
        if self.is_sender:
            return name_of(asked.recipient, asked.recipient_stand)
        return name_of(asked.sender, asked.sender_stand)

    @property
    def title(self) -> str:
        return str(self.line) % {"name": self.other}

    @property
    def is_true(self) -> bool:
        is_my_turn = self.is_sender == (self.request.turn == Turn.SENDER)
        return self.request.is_open(at=self.at) and is_my_turn

    @property
    def slots(self) -> list[MeetingSlot]:
        return [wish.slot for wish in self.request.wishes.all()]

    @property
    def there(self) -> ZoneInfo:
        """The other side's clock; the fair's, while that side is nobody in particular."""
        other = self.request.recipient if self.is_sender else self.request.sender
        return ZoneInfo(other.user.time_zone) if other else self.request.fair.zone

    @property
    def moments(self) -> Sequence[Moment]:
        return [Moment(slot.starts_at, slot.ends_at, self.here, self.there) for slot in self.slots]

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        expires_at = self.request.expires_at
        until = Moment(expires_at, expires_at, self.here, self.there).in_short
        return [(_("Please answer by"), until)] if self.is_true else []

    @property
    def path(self) -> str:
        return reverse("meetings:show-request", args=[self.request.pk])

    @property
    def actions(self) -> Sequence[Action]:
        """Each of the times can be accepted with one press, or all be declined."""
        if not self.is_true:
            return ()
        accept, decline = errands.Purpose.ACCEPT, errands.Purpose.DECLINE
        accepts = [
            Action(
                _("Accept %(time)s") % {"time": moment.in_short},
                errands.link_to(accept, self.request, person=self.reader, slot=slot.pk, at=self.at),
            )
            for slot, moment in zip(self.slots, self.moments, strict=True)
        ]
        return [*accepts, Action(_("Decline"), errands.link_to(decline, self.request, person=self.reader, at=self.at))]


class Received(OfRequest):
    line = gettext_lazy("%(name)s would like to meet you")
    text = gettext_lazy("Choose the time that suits you best, propose others, or decline. Nothing is booked yet.")

    @property
    def quote(self) -> str:
        return self.request.message

    @property
    def quote_language(self) -> str:
        return self.request.language


class Changed(Received):
    """The times are others now: because the sender has changed them, or because the other side proposes them."""

    line = gettext_lazy("Other times for a meeting with %(name)s")

    @property
    def quote(self) -> str:
        """What was said with the new times, by whoever named them."""
        return self.request.reason or self.request.message


class Expiring(Received):
    line = gettext_lazy("%(name)s still waits for your answer")
    text = gettext_lazy("The request soon expires. If you do not want to meet, a word is kinder than silence.")


class Ended(OfRequest):
    """Nothing waits for the reader any more."""

    facts = ()
    actions = ()

    @property
    def is_true(self) -> bool:
        return f"request_{self.request.status}" == self.notice.kind

    @property
    def moments(self) -> Sequence[Moment]:
        return ()


class Declined(Ended):
    line = gettext_lazy("%(name)s cannot meet you")
    text = gettext_lazy("There are others at the fair who look for what you offer.")

    @property
    def quote(self) -> str:
        return self.request.reason


class Withdrawn(Ended):
    line = gettext_lazy("%(name)s does not ask for a meeting any more")
    text = gettext_lazy("You need not do anything.")


class Expired(Ended):
    line = gettext_lazy("No answer from %(name)s")
    text = gettext_lazy("Your request has expired. You can ask again, for other times.")


class NotDelivered(OfRequest):
    """The mail about the reader's own request has come back."""

    line = gettext_lazy("Your request to %(name)s could not be mailed")
    text = gettext_lazy(
        "The mail server of the other side refuses our mails. The request itself stands, and is seen by whoever "
        "signs in."
    )
    facts = ()
    actions = ()

    @property
    def is_true(self) -> bool:
        return True

    @property
    def moments(self) -> Sequence[Moment]:
        return ()


WORDS: dict[str, type[OfRequest]] = {
    Kind.REQUEST_RECEIVED: Received,
    Kind.REQUEST_CHANGED: Changed,
    Kind.REQUEST_EXPIRING: Expiring,
    Kind.REQUEST_DECLINED: Declined,
    Kind.REQUEST_WITHDRAWN: Withdrawn,
    Kind.REQUEST_EXPIRED: Expired,
    Kind.NOT_DELIVERED: NotDelivered,
}
KINDS = tuple(WORDS)


def read(notices: Sequence[Notice], at: datetime) -> dict[UUID, Telling]:
    """Two queries, however many they are."""
    requests = with_sides(MeetingRequest.objects.all()).in_bulk({notice.subject for notice in notices})
    return {
        notice.pk: WORDS[notice.kind](notice, at, requests[notice.subject])
        for notice in notices
        if notice.subject in requests
    }


# From a waiting list ----------------------------------------------------------------


class Offer(Telling):
    """A time that has become free, for whoever waits: his until somebody else's turn comes."""

    button = gettext_lazy("Open the offer")

    def __init__(self, notice: Notice, at: datetime, entry: WaitingListEntry) -> None:
        super().__init__(notice, at)
        self.entry = entry

    @property
    def text(self) -> str:
        if self.entry.offered_by:
            said = _("%(name)s has found this time for you, for the organiser. It is kept for you for some minutes.")
            return said % {"name": self.entry.offered_by}
        return _("The time is kept for you for a while, and is then offered to the next one in line.")

    @property
    def title(self) -> str:
        return _("A time with %(name)s has become free") % {"name": name_of(self.entry.wanted, self.entry.wanted_stand)}

    @property
    def is_true(self) -> bool:
        entry = self.entry
        is_offered = entry.status == WaitingListEntry.Status.OFFERED and entry.slot is not None
        is_this_one = entry.offered_at is not None and self.notice.occasion == str(int(entry.offered_at.timestamp()))
        return is_offered and is_this_one and entry.offer_ends_at is not None and entry.offer_ends_at > self.at

    @property
    def there(self) -> ZoneInfo:
        host = self.entry.host or self.entry.wanted
        return ZoneInfo(host.user.time_zone) if host else self.entry.fair.zone

    @property
    def moments(self) -> Sequence[Moment]:
        slot = self.entry.slot
        return [Moment(slot.starts_at, slot.ends_at, self.here, self.there)] if slot else []

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        ends_at = self.entry.offer_ends_at
        return [(_("Kept for you until"), Moment(ends_at, ends_at, self.here, self.there).in_short)] if ends_at else []

    @property
    def path(self) -> str:
        return reverse("meetings:show-wait", args=[self.entry.pk])

    @property
    def actions(self) -> Sequence[Action]:
        if not self.is_true:
            return ()
        take, pass_on = errands.Purpose.TAKE, errands.Purpose.PASS_ON
        slot = self.entry.slot_id
        return [
            Action(_("Take this time"), errands.link_to(take, self.entry, person=self.reader, slot=slot, at=self.at)),
            Action(_("Let it pass"), errands.link_to(pass_on, self.entry, person=self.reader, slot=slot, at=self.at)),
        ]


def read_offers(notices: Sequence[Notice], at: datetime) -> dict[UUID, Telling]:
    """One query, however many they are."""
    entries = WaitingListEntry.objects.select_related(
        "fair", "slot", "host__user", "wanted__user", "wanted_stand__company", "offered_by"
    ).in_bulk({notice.subject for notice in notices})
    return {notice.pk: Offer(notice, at, entries[notice.subject]) for notice in notices if notice.subject in entries}
