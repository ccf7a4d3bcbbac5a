"""Judgements about meeting somebody: pure, asked with everything that they need to know."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any, NamedTuple, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from matchmaking.common import calendars
from matchmaking.fairs.models import Fair, MeetingSlot, Participant
from matchmaking.fairs.rules import moment
from matchmaking.meetings import errors
from matchmaking.meetings.models import Attendance, Barrier, Booking, MeetingRequest, WaitingListEntry

MOST_SLOTS = 3  # that a request asks for
MOST_PEOPLE = 8  # at one meeting
LONGEST_WAIT = timedelta(days=60)  # of a request for an answer, whatever the working hours say
LONGEST_BUSY = timedelta(days=14)
FARTHEST_BUSY = timedelta(days=2 * 365)

WORKS_FROM, WORKS_TO = time(9), time(17, 30)  # of whoever has said nothing

Span = tuple[datetime, datetime]


class Time(Protocol):
    """A slot, as far as it matters here: the record, or what was read of it."""

    @property
    def pk(self) -> Any: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


# When somebody is free ----------------------------------------------------------------


@dataclass(frozen=True)
class Diary:
    """What decides when one participant can meet: slots that he has opened, what he has taken on, what he bears."""

    participant: int
    user: int
    zone: ZoneInfo
    works_from: time = WORKS_FROM
    works_to: time = WORKS_TO
    country: str = ""
    is_laid_out: bool = False
    takes_part: bool = True
    opened: Collection[UUID] = frozenset()
    meetings: Sequence[Span] = ()
    busy: Sequence[Span] = ()
    pause: timedelta = timedelta()
    most_per_day: int | None = None


def overlaps(one: Span, other: Span) -> bool:
    """Half-open: what is back to back does not overlap."""
    return one[0] < other[1] and other[0] < one[1]


def is_taken(span: Span, by: Iterable[Span]) -> bool:
    """Any of these lies in it. A plain loop: it is asked for each slot of a fair and everybody."""
    since, until = span
    for starts, ends in by:  # noqa: SIM110
        if starts < until and since < ends:
            return True
    return False


def check_free(diary: Diary, slot: Time, *, day_zone: ZoneInfo, must_be_open: bool = True) -> None:
    """The person can be at a meeting in this slot. A day is one by the fair's clock."""
    if not diary.takes_part:
        raise errors.NotTakingPart
    span = (slot.starts_at, slot.ends_at)
    if is_taken(span, diary.meetings):
        raise errors.SlotTaken
    if must_be_open and slot.pk not in diary.opened:
        raise errors.SlotClosed
    if is_taken(span, diary.busy):
        raise errors.SlotClosed
    wider = (span[0] - diary.pause, span[1] + diary.pause)
    if diary.pause and is_taken(wider, diary.meetings):
        raise errors.TooLittleBreak
    if diary.most_per_day is not None:
        day = slot.starts_at.astimezone(day_zone).date()
        if sum(starts.astimezone(day_zone).date() == day for starts, _ends in diary.meetings) >= diary.most_per_day:
            raise errors.DayIsFull


def is_free(diary: Diary, slot: Time, *, day_zone: ZoneInfo, must_be_open: bool = True) -> bool:
    try:
        check_free(diary, slot, day_zone=day_zone, must_be_open=must_be_open)
    except errors.MeetingRefused:
        return False
    return True


def free_times(diary: Diary, slots: Iterable[Time], *, day_zone: ZoneInfo, must_be_open: bool) -> set[Any]:
    """The keys of those of the slots at which the person can be at a meeting. Of a fair most are not even open."""
    return {
        slot.pk
        for slot in slots
        if (not must_be_open or slot.pk in diary.opened)
        and is_free(diary, slot, day_zone=day_zone, must_be_open=must_be_open)
    }


def is_free_for_longer(diary: Diary, since: datetime, until: datetime) -> bool:
    """Nothing that he has taken on begins before he has had his break. That he has closed the time is no hindrance."""
    return not is_taken((since, until + diary.pause), diary.meetings) and not is_taken((since, until), diary.busy)


def check_slot(slot: MeetingSlot | None, fair: Fair, at: datetime) -> MeetingSlot:
    """The slot is in the fair's timetable and has not begun."""
    if slot is None or slot.fair_id != fair.pk:
        raise errors.SlotOfAnotherFair
    if slot.starts_at <= at:
        raise errors.SlotPast
    return slot


# Working hours ----------------------------------------------------------------


def is_working_day(day: date, country: str) -> bool:
    """Neither a weekend nor a public holiday of the country."""
    return not calendars.is_weekend(country, day) and not calendars.holiday_name(country, day)


def is_within_hours(slot: Time, *, zone: ZoneInfo, works_from: time, works_to: time) -> bool:
    """The whole slot lies within the working hours of one day, on the clock of the zone."""
    return _is_between(slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone), works_from, works_to)


def _is_between(starts: datetime, ends: datetime, first: time, last: time) -> bool:
    """Both are on one day, between two times of it."""
    return starts.date() == ends.date() and first <= starts.time() and ends.time() <= last


def check_working_day(works_from: time, works_to: time) -> None:
    """The working hours are not empty, and of one day."""
    if works_to <= works_from:
        raise errors.DayEndsBeforeItBegins


def check_busy(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    """The stretch is not empty, not over, and of a length and a distance that somebody can mean."""
    if ends_at <= starts_at:
        raise errors.BusyTimeEndsBeforeItBegins
    if ends_at <= at:
        raise errors.BusyTimeOver
    if starts_at - at > FARTHEST_BUSY:
        raise errors.BusyTimeFarAway
    if ends_at - starts_at > LONGEST_BUSY:
        raise errors.BusyTooLong


def after_working_hours(
    at: datetime, hours: float, *, zone: ZoneInfo, works_from: time, works_to: time, country: str
) -> datetime:
    """The moment at which so many working hours of a person have passed since `at`.

    Working days are those of his country, hours those on the clock of his zone. Where there are none for a long time,
    the wait ends after `LONGEST_WAIT`.
    """
    left = timedelta(hours=hours)
    day = at.astimezone(zone).date()
    while (opens := moment(day, works_from, zone)) < at + LONGEST_WAIT:
        closes = moment(day, works_to, zone)
        begins = max(opens, at)
        if is_working_day(day, country) and begins < closes:
            if left <= closes - begins:
                return begins + left
            left -= closes - begins
        day += timedelta(days=1)
    return at + LONGEST_WAIT


# Who may ask whom ----------------------------------------------------------------


def check_takes_meetings(fair: Fair) -> None:
    """Meetings are asked for and booked while the fair is open or live."""
    if not fair.is_open_to_newcomers:
        raise errors.FairTakesNoMeetings


@dataclass(frozen=True)
class Person:
    """One participant as barriers see him."""

    roles: Collection[str]
    groups: Collection[int] = ()


def check_barriers(barriers: Iterable[Barrier], asking: Person, asked: Iterable[Person]) -> None:
    """No barrier stands between the one who asks and everybody who could answer."""
    barriers = list(barriers)
    for person in asked:
        if not any(_stands_between(barrier, asking, person) for barrier in barriers):
            return
    raise errors.BehindABarrier


def _stands_between(barrier: Barrier, asking: Person, asked: Person) -> bool:
    return (
        (not barrier.asking_role or barrier.asking_role in asking.roles)
        and (barrier.asking_group_id is None or barrier.asking_group_id in asking.groups)
        and (not barrier.asked_role or barrier.asked_role in asked.roles)
        and (barrier.asked_group_id is None or barrier.asked_group_id in asked.groups)
    )


def check_parties(companies_of_one: Collection[int], companies_of_other: Collection[int]) -> None:
    """They do not work for one company."""
    if set(companies_of_one) & set(companies_of_other):
        raise errors.OwnCompany


def check_taking_part(people: Iterable[Participant]) -> None:
    """All of them are let in and may sign in."""
    if any(not person.is_approved or not person.user.is_active for person in people):
        raise errors.NotTakingPart


# Requests ----------------------------------------------------------------


def check_wishes(slots: Sequence[object]) -> None:
    """One to three different slots."""
    if not slots:
        raise errors.NoSlot
    if len(slots) > MOST_SLOTS:
        raise errors.TooManySlots
    if len(set(slots)) < len(slots):
        raise errors.SlotTwice


def expiry(request_sent_at: datetime, answer_by: datetime, slots: Iterable[MeetingSlot]) -> datetime:
    """A request waits until it should have been answered, and never longer than until its last time has begun."""
    last = max((slot.starts_at for slot in slots), default=answer_by)
    return max(min(answer_by, last), request_sent_at + timedelta(seconds=1))


def check_open(request: MeetingRequest, at: datetime) -> None:
    if request.status == MeetingRequest.Status.EXPIRED:
        raise errors.RequestExpired
    if request.status != MeetingRequest.Status.OPEN:
        raise errors.AnsweredAlready
    if at >= request.expires_at:
        raise errors.RequestExpired


def check_turn(request: MeetingRequest, *, as_sender: bool) -> None:
    """It is this side that is to answer."""
    if (request.turn == MeetingRequest.Turn.SENDER) != as_sender:
        raise errors.NotYourTurn


def check_version(request: MeetingRequest, version: int) -> None:
    """What was looked at is what is there."""
    if request.version != version:
        raise errors.ChangedMeanwhile


# Waiting lists ----------------------------------------------------------------


def offer_ends(at: datetime, minutes: int, slot: MeetingSlot) -> datetime:
    """When an offer of the slot is over: after so many minutes, or once half of the time until the slot has gone.

    The other half is the next one's.
    """
    return at + min(timedelta(minutes=minutes), (slot.starts_at - at) / 2)


def check_offered(entry: WaitingListEntry, at: datetime) -> tuple[Participant, MeetingSlot]:
    """There is an offer that stands: who is free, and when."""
    if not entry.is_live:
        raise errors.NotWaiting
    if entry.host is None or entry.slot is None or entry.offer_ends_at is None or entry.offer_ends_at <= at:
        raise errors.OfferOver
    return entry.host, entry.slot


# Bookings ----------------------------------------------------------------


def check_changeable(booking: Booking, at: datetime) -> None:
    """The meeting stands and is not over."""
    if not booking.is_confirmed:
        raise errors.CancelledAlready
    if booking.is_over(at=at):
        raise errors.MeetingOver


def check_both_sides(roles: Iterable[str]) -> None:
    """A meeting has a host and a guest: whoever interprets or introduces is neither."""
    if not {Attendance.Role.HOST, Attendance.Role.GUEST} <= set(roles):
        raise errors.LastOfHisSide


def least(*limits: int | None) -> int | None:
    """The strictest of some limits, of which each may be missing."""
    return min((limit for limit in limits if limit is not None), default=None)


def most(*limits: int | None) -> int | None:
    """The most generous of some limits, of which a missing one is no limit at all."""
    known = [limit for limit in limits if limit is not None]
    return max(known) if known and len(known) == len(limits) else None


# Terms ----------------------------------------------------------------


@dataclass(frozen=True)
class Limits:
    """How much a role may ask and meet; None is no limit."""

    open_requests: int | None = None
    meetings_per_day: int | None = None

    def __bool__(self) -> bool:
        return (self.open_requests, self.meetings_per_day) != (None, None)


@dataclass(frozen=True)
class Terms:
    """What is written about all requests of a fair, and about each role that has limits."""

    answer_hours: int
    offer_minutes: int
    limits: Mapping[str, Limits]

    @property
    def sign(self) -> str:
        """A short sign of what is written, to notice that somebody else has changed it in the meantime."""
        limits = sorted((role, each.open_requests, each.meetings_per_day) for role, each in self.limits.items())
        return sha256(repr((self.answer_hours, self.offer_minutes, limits)).encode()).hexdigest()[:16]


# Suggestions ----------------------------------------------------------------

AWAKE_FROM, AWAKE_TO = time(7), time(22)
AT_NIGHT = 4  # where the discomfort of the night begins


class Comfort(NamedTuple):
    """How well a time suits two people: the lower, the better. Sorting suggestions by it puts the best first."""

    discomfort: int  # 0: both at work; 1: one outside his hours, but by day; 4: at night for one; 8: for both
    starts_at: datetime

    @property
    def both_work(self) -> bool:
        return self.discomfort == 0


def discomfort(diary: Diary, slot: Time) -> int:
    """0 within the working day, 1 by day on other hours or days, 4 at night."""
    starts, ends = slot.starts_at.astimezone(diary.zone), slot.ends_at.astimezone(diary.zone)
    if _is_between(starts, ends, diary.works_from, diary.works_to):
        return 0 if is_working_day(starts.date(), diary.country) else 1
    return 1 if _is_between(starts, ends, AWAKE_FROM, AWAKE_TO) else AT_NIGHT


def comfort(mine: Diary, theirs: Diary, slot: Time) -> Comfort:
    return Comfort(discomfort(mine, slot) + discomfort(theirs, slot), slot.starts_at)
