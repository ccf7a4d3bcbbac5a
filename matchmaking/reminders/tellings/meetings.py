"""What is said about meetings."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matchmaking.accounts.models import User
from matchmaking.common import ical
from matchmaking.common.letters import sender_of
from matchmaking.lobbies.models import Remark
from matchmaking.meetings import errands, programme
from matchmaking.meetings.entries import event_of
from matchmaking.meetings.models import Booking
from matchmaking.meetings.programme import Meeting
from matchmaking.meetings.queries import live_attendances
from matchmaking.reminders.models import Notice
from matchmaking.reminders.tellings.telling import Action, Moment, Part, Telling, Words

Kind = Notice.Kind
NEAR = timedelta(hours=1)  # so long before, the way leads into the room itself


class OfMeeting(Telling):
    """About a meeting that stands, and at which the reader is to be."""

    line: Words  # the title, with whom one meets as %(names)s

    def __init__(self, notice: Notice, at: datetime, meeting: Meeting) -> None:
        super().__init__(notice, at)
        self.meeting = meeting

    @property
    def booking(self) -> Booking:
        return self.meeting.booking

    @property
    def title(self) -> str:
        return str(self.line) % {"names": self.meeting.names}

    @property
    def is_true(self) -> bool:
        return self.booking.is_confirmed and self.meeting.me is not None and self.booking.ends_at > self.at

    @property
    def moments(self) -> Sequence[Moment]:
        there = ZoneInfo(self.meeting.zone)
        return [Moment(self.booking.starts_at, self.booking.ends_at, self.here, there)]

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        room = self.booking.room
        found = [(_("With"), ", ".join(filter(None, [self.meeting.names, self.meeting.companies])))]
        if room:
            found.append((_("Where"), f"{room.name}, {room.hall.name}"))
        return found

    @property
    def arranged(self) -> str:
        """Who has done it, if it was the organiser."""
        by = self.booking.arranged_by
        return _("%(name)s has arranged it so, for the organiser.") % {"name": by} if by else ""

    @property
    def is_near(self) -> bool:
        return self.booking.starts_at - NEAR <= self.at

    @property
    def path(self) -> str:
        name = "lobbies:enter-room" if self.is_near and self.is_true else "meetings:show-booking"
        return reverse(name, args=[self.booking.pk])

    @property
    def button(self) -> str:
        return _("Go to the room") if self.is_near and self.is_true else _("Open the meeting")

    @property
    def actions(self) -> Sequence[Action]:
        if self.booking.starts_at <= self.at or not self.is_true:
            return ()
        purpose, label = errands.Purpose.CANCEL, _("Cancel the meeting")
        if self.meeting.may_excuse:
            purpose, label = errands.Purpose.EXCUSE, _("Excuse me from it")
        return [Action(label, errands.link_to(purpose, self.booking, person=self.reader, at=self.at))]

    @property
    def event(self) -> ical.Event | None:
        event = event_of(self.meeting, self.here)
        return replace(
            event,
            organizer=ical.Party(self.booking.fair.name, sender_of(settings.DEFAULT_FROM_EMAIL)),
            attendee=ical.Party(str(self.reader), self.reader.email),
        )


class Accepted(OfMeeting):
    line = gettext_lazy("%(names)s will meet you")
    text = gettext_lazy("Your request is accepted, and the meeting is booked. It is in the file for your calendar.")


class Made(OfMeeting):
    @property
    def text(self) -> str:
        said = _("The meeting is booked. It is in the file for your calendar.")
        return " ".join(filter(None, [said, self.arranged]))

    @property
    def title(self) -> str:
        return self.meeting.title


class Moved(OfMeeting):
    line = gettext_lazy("Changed: meeting with %(names)s")

    @property
    def text(self) -> str:
        said = _("The time or the place is another one now. Your calendar takes it from the file.")
        return " ".join(filter(None, [said, self.arranged]))


class Near(OfMeeting):
    """A reminder of a certain beginning: of another one there is another reminder."""

    event = None  # it is in the calendar already

    @property
    def is_true(self) -> bool:
        starts_at = self.booking.starts_at
        is_that_one = self.notice.occasion == str(int(starts_at.timestamp()))
        return super().is_true and is_that_one and starts_at > self.at


class DayBefore(Near):
    line = gettext_lazy("Reminder: meeting with %(names)s")
    text = gettext_lazy("If you cannot come, say so now: the other side can then choose another time.")


class Soon(Near):
    text = gettext_lazy("The room is open to you. Come a little earlier, and try camera and microphone there.")
    is_near = True

    @property
    def title(self) -> str:
        if self.booking.starts_at <= self.at:
            return str(DayBefore.line) % {"names": self.meeting.names}
        minutes = max(1, round((self.booking.starts_at - self.at) / timedelta(minutes=1)))
        said = ngettext("In %(minutes)d minute: %(names)s", "In %(minutes)d minutes: %(names)s", minutes)
        return said % {"minutes": minutes, "names": self.meeting.names}


class WaitedFor(OfMeeting):
    line = gettext_lazy("%(names)s: waiting for you in the room")
    text = gettext_lazy("If you cannot come, say so: the other side can then choose another time.")
    event = None
    is_near = True

    @property
    def is_true(self) -> bool:
        me = self.meeting.me
        return super().is_true and me is not None and me.attendance.arrived_at is None


class FromDesk(OfMeeting):
    """What the organiser has written, to everybody of the meeting or to the reader alone."""

    line = gettext_lazy("The organiser writes: meeting with %(names)s")
    event = None
    actions = ()

    def __init__(self, notice: Notice, at: datetime, meeting: Meeting, remark: Remark) -> None:
        super().__init__(notice, at, meeting)
        self.remark = remark

    @property
    def is_true(self) -> bool:
        return self.booking.is_confirmed and self.meeting.me is not None

    @property
    def text(self) -> str:
        return _("%(name)s, for the organiser:") % {"name": self.remark.author or ""}

    @property
    def quote(self) -> str:
        return self.remark.text


class Off(OfMeeting):
    """Off for the reader, and so for his calendar."""

    method = ical.Method.CANCEL
    actions = ()

    @property
    def event(self) -> ical.Event | None:
        event = super().event
        return replace(event, is_cancelled=True) if event else None


class Cancelled(Off):
    line = gettext_lazy("Cancelled: meeting with %(names)s")

    @property
    def is_true(self) -> bool:
        return not self.booking.is_confirmed

    @property
    def text(self) -> str:
        by = self.booking.cancelled_by
        if by == self.reader:
            return _("You have called it off. Everybody is told.")
        if by:
            return _("%(name)s has called it off. You are free at that time again.") % {"name": by}
        return _("It has been called off. You are free at that time again.")

    @property
    def quote(self) -> str:
        return self.booking.reason


class Reassigned(Off):
    line = gettext_lazy("You are not expected any more: meeting with %(names)s")

    @property
    def text(self) -> str:
        said = _("The meeting takes place without you. You are free at that time again.")
        return " ".join(filter(None, [said, self.arranged]))

    @property
    def is_true(self) -> bool:
        return self.booking.is_confirmed and self.meeting.me is None

    @property
    def path(self) -> str:
        return reverse("meetings:show-agenda", args=[self.booking.fair.slug])

    @property
    def button(self) -> str:
        return _("Open my agenda")


WORDS: dict[str, type[OfMeeting]] = {
    Kind.REQUEST_ACCEPTED: Accepted,
    Kind.BOOKING_MADE: Made,
    Kind.BOOKING_MOVED: Moved,
    Kind.BOOKING_CANCELLED: Cancelled,
    Kind.BOOKING_REASSIGNED: Reassigned,
    Kind.DAY_BEFORE: DayBefore,
    Kind.SOON: Soon,
    Kind.WAITED_FOR: WaitedFor,
}
KINDS = tuple(WORDS)


def read(notices: Sequence[Notice], at: datetime) -> dict[UUID, Telling]:
    """Two queries, however many they are."""
    meetings = meetings_by_id((notice.subject for notice in notices), notices[0].recipient)
    return {
        notice.pk: WORDS[notice.kind](notice, at, replace(meetings[notice.subject], reader=notice.recipient))
        for notice in notices
        if notice.subject in meetings
    }


def read_messages(notices: Sequence[Notice], at: datetime) -> dict[UUID, Telling]:
    """Three queries, however many they are."""
    meetings = meetings_by_id((notice.subject for notice in notices), notices[0].recipient)
    remarks = Remark.objects.select_related("author").in_bulk({UUID(notice.occasion) for notice in notices})
    return {
        notice.pk: FromDesk(notice, at, replace(meetings[notice.subject], reader=notice.recipient), remark)
        for notice in notices
        if notice.subject in meetings and (remark := remarks.get(UUID(notice.occasion)))
    }


def meetings_by_id(ids: Iterable[UUID], reader: User) -> dict[UUID, Meeting]:
    return {meeting.booking.pk: meeting for meeting in programme.read(Booking.objects.filter(pk__in=set(ids)), reader)}


class Today(Telling):
    """All meetings of one day by the reader's clock, at one fair."""

    text = gettext_lazy("All times on your clock first, then on that of whoever you meet.")

    def __init__(self, notice: Notice, at: datetime, meetings: Sequence[Meeting]) -> None:
        super().__init__(notice, at)
        self.meetings = meetings

    @property
    def is_true(self) -> bool:
        return any(meeting.booking.starts_at > self.at for meeting in self.meetings)

    @property
    def title(self) -> str:
        number = len(self.meetings)
        said = ngettext("Today: %(number)d meeting at %(fair)s", "Today: %(number)d meetings at %(fair)s", number)
        return said % {"number": number, "fair": self.notice.fair}

    @property
    def moments(self) -> Sequence[Moment]:
        return [
            Moment(meeting.booking.starts_at, meeting.booking.ends_at, self.here, ZoneInfo(meeting.zone))
            for meeting in self.meetings
        ]

    @property
    def parts(self) -> Sequence[Part]:
        return [
            Part(meeting.title, reverse("meetings:show-booking", args=[meeting.booking.pk]), moment)
            for meeting, moment in zip(self.meetings, self.moments, strict=True)
        ]

    @property
    def path(self) -> str:
        return reverse("meetings:show-agenda", args=[self.notice.fair.slug])

    button = gettext_lazy("Open my agenda")


def read_agendas(notices: Sequence[Notice], at: datetime) -> dict[UUID, Telling]:
    """Three queries, however many they are."""
    days = [datetime.fromisoformat(notice.occasion).replace(tzinfo=UTC) for notice in notices]
    seats = live_attendances().filter(
        user__in={notice.recipient_id for notice in notices},
        booking__fair__in={notice.fair_id for notice in notices},
        starts_at__gt=min(days) - timedelta(days=1),
        starts_at__lt=max(days) + timedelta(days=2),
    )
    seated: dict[int, set[UUID]] = defaultdict(set)
    for user, booking in seats.values_list("user_id", "booking_id"):
        seated[user].add(booking)
    meetings = meetings_by_id(set().union(*seated.values()), notices[0].recipient)

    def of(notice: Notice) -> list[Meeting]:
        zone = ZoneInfo(notice.recipient.time_zone)
        return [
            replace(meeting, reader=notice.recipient)
            for pk, meeting in meetings.items()
            if pk in seated[notice.recipient_id]
            and meeting.booking.fair_id == notice.fair_id
            and meeting.booking.starts_at.astimezone(zone).date().isoformat() == notice.occasion
        ]

    return {notice.pk: Today(notice, at, found) for notice in notices if (found := of(notice))}
