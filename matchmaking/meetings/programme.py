"""Meetings as somebody reads them: with whom, by whose clock, where, and what waits for him."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from matchmaking.accounts.models import User
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair, Participant
from matchmaking.fairs.rules import moment
from matchmaking.meetings import choosing, queries, rules
from matchmaking.meetings.access import blocks_between, requests_answerable_by, requests_sent_by
from matchmaking.meetings.models import Agenda, Attendance, Booking, MeetingRequest
from matchmaking.meetings.queries.sides import seats_read
from matchmaking.visitors.models import VisitorProfile

PARTIES = (Attendance.Role.HOST, Attendance.Role.GUEST)
BEST = 4  # times that are suggested before all others
A_DAY = timedelta(days=1)


# One meeting ----------------------------------------------------------------


@dataclass(frozen=True)
class Someone:
    """Somebody of a meeting as the others read him: for a stand, or for whom he says that he buys."""

    attendance: Attendance

    @property
    def user(self) -> User:
        return self.attendance.participant.user

    @property
    def is_excused(self) -> bool:
        return self.attendance.excused_at is not None

    @property
    def profile(self) -> VisitorProfile | None:
        return getattr(self.attendance.participant, "visitor_profile", None)

    @property
    def company(self) -> str:
        if self.attendance.stand:
            return self.attendance.stand.company.name
        if self.profile is None:
            return ""
        return str(self.profile.company.name if self.profile.company else self.profile.organisation)

    @property
    def country(self) -> str:
        if self.attendance.stand:
            return self.attendance.stand.company.country
        return (self.profile.country if self.profile else "") or self.user.country

    @property
    def seeks(self) -> str:
        """What he looks for at this fair, where he is not there for a stand."""
        return self.profile.looking_for if self.profile and not self.attendance.stand else ""

    @property
    def languages(self) -> list[str]:
        """In which one can talk to him."""
        said = self.profile.languages if self.profile else []
        return list(dict.fromkeys([*self.user.spoken_languages, *said]))

    @cached_property
    def hours(self) -> Agenda:
        """How he works at this fair, as far as he has said."""
        agenda = getattr(self.attendance.participant, "agenda", None)
        return agenda or Agenda(participant=self.attendance.participant, time_zone=self.user.time_zone)

    @property
    def zone(self) -> str:
        return self.hours.time_zone


@dataclass(frozen=True)
class Meeting:
    """A meeting as `reader` reads it: his own, or his team's. `stands` are those that he speaks for."""

    booking: Booking
    people: Sequence[Someone]
    reader: User
    stands: Collection[int] = ()

    @property
    def present(self) -> list[Someone]:
        return [each for each in self.people if not each.is_excused]

    @cached_property
    def me(self) -> Someone | None:
        return next((each for each in self.present if each.user.pk == self.reader.pk), None)

    @cached_property
    def ours(self) -> list[Someone]:
        """Those on the reader's side: he himself, and who is there for the same stand."""
        stands = {self.me.attendance.stand_id} - {None} if self.me else set(self.stands)
        return [each for each in self.present if each == self.me or each.attendance.stand_id in stands]

    @cached_property
    def others(self) -> list[Someone]:
        """Whom one meets: the other side; for somebody who interprets or introduces, both sides."""
        parties = [each for each in self.present if each.attendance.role in PARTIES]
        return [each for each in parties if each not in self.ours] or [each for each in parties if each != self.me]

    @property
    def helpers(self) -> list[Someone]:
        """Colleagues of the reader, and who interprets or introduces."""
        return [each for each in self.present if each != self.me and each not in self.others]

    @property
    def stand(self) -> Exhibitor | None:
        """The stand for which the reader, or his team, is there."""
        return next((each.attendance.stand for each in self.ours if each.attendance.stand), None)

    @property
    def names(self) -> str:
        return str(get_text_list([str(each.user) for each in self.others], _("and")))

    @property
    def our_names(self) -> str:
        return str(get_text_list([str(each.user) for each in self.ours], _("and")))

    @property
    def companies(self) -> str:
        """Of those whom one meets, each once."""
        return ", ".join(dict.fromkeys(each.company for each in self.others if each.company))

    @property
    def title(self) -> str:
        """In the language that is active: for pages and for calendars."""
        if self.companies:
            return _("Meeting with %(names)s (%(companies)s)") % {"names": self.names, "companies": self.companies}
        return _("Meeting with %(names)s") % {"names": self.names}

    @property
    def zone(self) -> str:
        """The clock beside the reader's: that of whoever he meets, or the fair's."""
        return self.others[0].zone if self.others else self.booking.fair.time_zone

    def is_now(self, at: datetime) -> bool:
        return self.booking.is_confirmed and self.booking.starts_at <= at < self.booking.ends_at

    @property
    def may_excuse(self) -> bool:
        """The reader is there, and the meeting would still have both sides without him."""
        staying = [each.attendance.role for each in self.present if each != self.me]
        return self.me is not None and set(PARTIES) <= set(staying)


def read(bookings: QuerySet[Booking], reader: User, stands: Collection[int] = ()) -> list[Meeting]:
    """These meetings as the reader reads them, in the order of their times. Two queries."""
    found = (
        bookings.select_related("fair", "slot", "room__hall", "request", "cancelled_by", "booked_by", "arranged_by")
        .prefetch_related(Prefetch("attendances", queryset=seats_read()))
        .order_by("starts_at", "pk")
    )
    return [
        Meeting(booking, [Someone(attendance) for attendance in booking.attendances.all()], reader, stands)
        for booking in found
    ]


def meetings_of(user: User) -> QuerySet[Booking]:
    """Meetings at which the user is, or was, to be, at all fairs."""
    return Booking.objects.filter(Exists(Attendance.objects.filter(booking=OuterRef("pk"), user=user, excused_at=None)))


def meetings_of_stands(stands: Collection[int]) -> QuerySet[Booking]:
    """Meetings of whoever speaks for one of these stands."""
    return Booking.objects.filter(Exists(Attendance.objects.filter(booking=OuterRef("pk"), stand__in=stands)))


# An agenda ----------------------------------------------------------------


@dataclass(frozen=True)
class Day:
    """A day by the reader's clock, with its meetings."""

    date: date
    meetings: Sequence[Meeting]

    @property
    def standing(self) -> int:
        """How many of them have not been cancelled."""
        return sum(each.booking.is_confirmed for each in self.meetings)


@dataclass(frozen=True)
class Programme:
    """What somebody has before him at a fair, day by day on his own clock."""

    fair: Fair
    meetings: Sequence[Meeting]
    zone: ZoneInfo

    def day_of(self, meeting: Meeting) -> date:
        return meeting.booking.starts_at.astimezone(self.zone).date()

    @property
    def at_this_fair(self) -> list[Meeting]:
        return [each for each in self.meetings if each.booking.fair_id == self.fair.pk]

    @cached_property
    def days(self) -> list[date]:
        """The fair's days, and those on which its meetings are by the reader's clock."""
        return sorted({*self.fair.days, *map(self.day_of, self.at_this_fair)})

    def on(self, day: date | None) -> list[Day]:
        """That day, or all of them."""
        return [
            Day(each, [meeting for meeting in self.meetings if self.day_of(meeting) == each])
            for each in self.days
            if day in (None, each)
        ]

    def now(self, at: datetime) -> Meeting | None:
        return next((each for each in self.meetings if each.is_now(at)), None)

    def next(self, at: datetime) -> Meeting | None:
        return next((each for each in self.meetings if each.booking.is_confirmed and each.booking.starts_at > at), None)

    def day_to_show(self, wanted: str, at: datetime) -> date | None:
        """The day that the address names; else today, if it is one of these; else, as None, the whole fair."""
        named = {each.isoformat(): each for each in self.days}
        today = at.astimezone(self.zone).date()
        return named.get(wanted) or (today if today in self.days and wanted != "all" else None)


def programme(
    bookings: QuerySet[Booking], fair: Fair, reader: User, stands: Collection[int], zone: ZoneInfo
) -> Programme:
    """The reader's time around the days of a fair: what he has there, and elsewhere on the same days. Two queries."""
    since = moment(fair.starts_on, time(0), fair.zone) - A_DAY
    until = moment(fair.ends_on, time(0), fair.zone) + 2 * A_DAY
    return Programme(fair, read(bookings.filter(ends_at__gt=since, starts_at__lt=until), reader, stands), zone)


def requests_waiting_for(user: User, fair: Fair, at: datetime) -> QuerySet[MeetingRequest]:
    """Open requests of the fair that the user, or his team, has to answer now."""
    turn = MeetingRequest.Turn
    return MeetingRequest.objects.filter(
        Q(turn=turn.RECIPIENT, pk__in=requests_answerable_by(user).values("pk"))
        | Q(turn=turn.SENDER, pk__in=requests_sent_by(user).values("pk")),
        fair=fair,
        status=MeetingRequest.Status.OPEN,
        expires_at__gt=at,
    )


# What has become of a meeting ----------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One thing that has happened to a meeting: `kind` is booked, moved, extended, room, people or cancelled."""

    kind: str
    at: datetime
    by: User | None
    was: datetime | None = None
    became: datetime | None = None


def steps_of(booking: Booking) -> list[Step]:
    """What has happened to the meeting, first to last. One query."""
    steps = [Step("booked", booking.booked_at, booking.booked_by)]
    records = list(booking.history.select_related("history_user").order_by("history_date", "history_id"))
    for before, after in pairwise(records):
        step = (after.history_date, after.history_user)
        if after.starts_at != before.starts_at:
            steps.append(Step("moved", *step, was=before.starts_at, became=after.starts_at))
        elif after.ends_at > before.ends_at:
            steps.append(Step("extended", *step, was=before.ends_at, became=after.ends_at))
        elif after.room_id != before.room_id:
            steps.append(Step("room", *step))
        elif after.sequence != before.sequence and after.status == before.status:
            steps.append(Step("people", *step))
    if booking.cancelled_at:
        steps.append(Step("cancelled", booking.cancelled_at, booking.cancelled_by))
    return steps


# Other times, other people ----------------------------------------------------------------


@dataclass(frozen=True)
class Alternative:
    """A time to which a meeting can move, and how well it suits those who are to be there."""

    slot: choosing.Slot
    comfort: rules.Comfort
    zone: str  # of whoever is met
    asleep: Sequence[str] = ()  # the names of those for whom it is at night


def alternatives_of(meeting: Meeting, at: datetime) -> list[Alternative]:
    """The times at which everybody there is free and some room is, the best first. Two queries."""
    fair, people = meeting.booking.fair, [each.attendance.participant for each in meeting.present]
    stands = [each.attendance.stand for each in meeting.present if each.attendance.stand]
    coming = choosing.coming_slots(fair, stands=stands, seats=len(people), at=at, but=meeting.booking.pk)
    slots = [slot for slot, has_room in coming if has_room and slot.pk != meeting.booking.slot_id]
    if not slots:
        return []
    until = slots[-1].starts_at + timedelta(seconds=1)
    found = queries.diaries(people, fair, since=slots[0].starts_at, until=until, but=meeting.booking.pk)
    names = {person.pk: str(person.user) for person in people}
    alternatives = [
        _alternative(slot, found, names, meeting.zone)
        for slot in slots
        if all(rules.is_free(diary, slot, day_zone=fair.zone) for diary in found.values())
    ]
    return sorted(alternatives, key=lambda each: each.comfort)


def _alternative(
    slot: choosing.Slot, diaries: Mapping[int, rules.Diary], names: Mapping[int, str], zone: str
) -> Alternative:
    each = {pk: rules.discomfort(diary, slot) for pk, diary in diaries.items()}
    asleep = [names[pk] for pk, much in each.items() if much >= rules.AT_NIGHT]
    return Alternative(slot, rules.Comfort(sum(each.values()), slot.starts_at), zone, asleep)


@dataclass(frozen=True)
class Candidate:
    """Somebody who could come to a meeting, as what and for which stand, and whether he is free then."""

    participant: Participant
    role: str
    stand: Exhibitor | None
    is_free: bool

    @property
    def user(self) -> User:
        return self.participant.user


def successors_of(meeting: Meeting, someone: Someone) -> list[Candidate]:
    """Colleagues of the same stand to whom somebody can hand his place. Five queries."""
    stand = someone.attendance.stand
    team = queries.team_of(stand) if stand else []
    return _candidates(meeting, [(person, someone.attendance.role, stand) for person in team])


def helpers_for(meeting: Meeting) -> list[Candidate]:
    """Who can be asked to join: colleagues of the reader's stand, then the fair's interpreters. Three queries."""
    team = queries.team_of(meeting.stand) if meeting.stand else []
    interpreters = (
        Participant.objects.filter(
            fair=meeting.booking.fair,
            status=Participant.Status.APPROVED,
            user__is_active=True,
            roles__contains=[Participant.Role.INTERPRETER],
        )
        .exclude(Exists(blocks_between(meeting.reader, "user")))
        .exclude(pk__in=[person.pk for person in team])
        .select_related("user")
        .order_by("user__name", "pk")
    )
    role = meeting.ours[0].attendance.role if meeting.ours else Attendance.Role.GUEST
    return _candidates(
        meeting,
        [(person, role, meeting.stand) for person in team]
        + [(person, Attendance.Role.INTERPRETER, None) for person in interpreters],
    )


def _candidates(meeting: Meeting, people: Iterable[tuple[Participant, str, Exhibitor | None]]) -> list[Candidate]:
    """Those who are not at the meeting yet, each with whether he is free in its slot."""
    fair, slot = meeting.booking.fair, meeting.booking.time
    there = {each.attendance.participant_id for each in meeting.present}
    coming = [each for each in people if each[0].pk not in there]
    if not coming:
        return []
    until = slot.starts_at + timedelta(seconds=1)
    diaries = queries.diaries([each[0] for each in coming], fair, since=slot.starts_at, until=until)

    def is_free(person: Participant) -> bool:
        diary, is_reader = diaries[person.pk], person.user_id == meeting.reader.pk
        works_then = rules.is_within_hours(
            slot, zone=diary.zone, works_from=diary.works_from, works_to=diary.works_to
        )  # so will his agenda be laid out, once he is asked
        must_be_open = diary.is_laid_out and not is_reader
        return (diary.is_laid_out or is_reader or works_then) and rules.is_free(
            diary, slot, day_zone=fair.zone, must_be_open=must_be_open
        )

    return [Candidate(person, role, stand, is_free(person)) for person, role, stand in coming]
