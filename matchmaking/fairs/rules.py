"""Judgements about a fair: pure, asked with everything that they need to know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from matchmaking.fairs.errors import (
    BreakEndsBeforeItBegins,
    DecidedAlready,
    FairArchived,
    FairEndsBeforeItBegins,
    FairIsOver,
    FairNotOpen,
    FairNotReady,
    FairRefused,
    FairTooLong,
    HoursEndBeforeTheyBegin,
    HoursOutsideFair,
    HoursOverlap,
    InvitationExpired,
    InvitationForAnother,
    InvitationRevoked,
    InvitationUsed,
    LastOrganiser,
    NoQuestionToYou,
    NoSuchStep,
    NotAnOrganiser,
    NotClosedYet,
    NotTakingPart,
    NotWaiting,
    ParticipationDeclined,
    PeopleHaveJoined,
    RoleNotYoursToChoose,
    TooManyDrafts,
)
from matchmaking.fairs.models import (
    Break,
    Fair,
    HallHours,
    MeetingSlot,
    OpeningHours,
    OrganiserInvitation,
    Participant,
)

LONGEST_FAIR = 31  # days from the first to the last, as the constraint has it
MOST_DRAFTS = 5  # that one person prepares at once
MOST_INVITATIONS = 10  # of organisers, open at once, per fair
MOST_QUESTIONS = 20  # that a fair asks whoever registers

# Clocks ----------------------------------------------------------------


def moment(day: date, clock: time, zone: ZoneInfo, *, last: bool = False) -> datetime:
    """The moment, in UTC, at which a clock in the zone shows this time on this day.

    Where the clock shows it twice (an hour is repeated) the first time counts, or the last if asked. Where it never
    does (an hour is left out) it is the moment of the leap, so that what was ordered stays in order.
    """
    wanted = datetime.combine(day, clock)
    early, late = (wanted.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if early <= late:  # equal on ordinary days, the two readings of a repeated hour otherwise
        return late if last else early
    before, after = late, early  # in a gap the later reading comes first: the leap lies between the two
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def open_stretches(hours: Iterable[OpeningHours | HallHours], zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """The stretches of real time in which the fair is open, in order; hours that a leap swallows whole are left out."""
    stretches = [(moment(h.day, h.opens_at, zone), moment(h.day, h.closes_at, zone)) for h in hours]
    return sorted(stretch for stretch in stretches if stretch[0] < stretch[1])


def is_within(stretches: Iterable["Stretch"], starts_at: datetime, ends_at: datetime) -> bool:
    """The time lies in the stretches, which are in order; those that touch are one."""
    since = until = None
    for opens, closes in stretches:
        if until is None or opens > until:
            since = opens
        until = closes if until is None or opens > until else max(until, closes)
        if since is not None and since <= starts_at and ends_at <= until:
            return True
    return False


# The names of a row of rooms ----------------------------------------------------------------

PLACE_OF_NUMBER = "#"


def room_names(pattern: str, *, number: int, first: int = 1) -> list[str]:
    """So many names in a row: the number stands where the pattern has a #, else behind it; all are equally long.

    One room with a pattern without # has the pattern itself as its name.
    """
    if PLACE_OF_NUMBER not in pattern:
        if number == 1 and first == 1:
            return [pattern]
        pattern = f"{pattern.rstrip()} {PLACE_OF_NUMBER}"
    width = max(2, len(str(first + number - 1))) if number > 1 or first > 1 else 1
    return [pattern.replace(PLACE_OF_NUMBER, f"{place:0{width}d}", 1) for place in range(first, first + number)]


# What is on now ----------------------------------------------------------------


@dataclass(frozen=True)
class OpeningState:
    """Whether the fair is open at a moment: exactly one of the two moments is known, or neither once it is over."""

    is_open: bool = False
    until: datetime | None = None
    opens_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        return not self.is_open and self.opens_at is None


def opening_state(fair: Fair, hours: Iterable[OpeningHours], at: datetime) -> OpeningState:
    """Open until, opens at, or over. Back-to-back hours are one stretch; without hours the days decide."""
    stretches = open_stretches(hours, fair.zone) or [
        (moment(fair.starts_on, time.min, fair.zone), moment(fair.ends_on + timedelta(days=1), time.min, fair.zone))
    ]
    until: datetime | None = None
    for opens, closes in stretches:
        if until is None and at < opens:
            return OpeningState(opens_at=opens)
        if opens <= at < closes or until == opens:
            until = closes
    return OpeningState(is_open=until is not None, until=until)


def is_over(fair: Fair, at: datetime) -> bool:
    """The last day has passed, by the clock of the fair."""
    return at.astimezone(fair.zone).date() > fair.ends_on


# The timetable ----------------------------------------------------------------

Stretch = tuple[datetime, datetime]


def slots_of(
    hours: Iterable[OpeningHours], breaks: Iterable[Break], *, length: timedelta, gap: timedelta, zone: ZoneInfo
) -> list[Stretch]:
    """The cells of a timetable: as many as fit into the opening hours, outside breaks, with the gap between them.

    Lengths are real minutes, whatever the clock on the wall does in the meantime.
    """
    breaks, slots = list(breaks), list[Stretch]()
    for day, of_day in groupby(sorted(hours, key=lambda h: h.day), key=lambda h: h.day):
        pauses = sorted((moment(day, b.starts_at, zone), moment(day, b.ends_at, zone, last=True)) for b in breaks)
        for opens, closes in open_stretches(of_day, zone):
            start = max(opens, slots[-1][1] + gap) if slots else opens
            while (end := start + length) <= closes:
                pause_until = max((until for since, until in pauses if since < end and start < until), default=None)
                if pause_until:
                    start = pause_until
                else:
                    slots.append((start, end))
                    start = end + gap
    return slots


@dataclass(frozen=True)
class TimetableChange:
    """What laying out the timetable would do. Slots that stay keep their identity: others point at them."""

    kept: list[MeetingSlot]
    removed: list[MeetingSlot]
    added: list[Stretch]

    @property
    def is_nothing(self) -> bool:
        return not self.removed and not self.added


def timetable_change(existing: Iterable[MeetingSlot], wanted: Iterable[Stretch], at: datetime) -> TimetableChange:
    """What has begun stays; from then on the timetable becomes what is wanted."""
    begun, coming = list[MeetingSlot](), list[MeetingSlot]()
    for slot in existing:
        (begun if slot.starts_at <= at else coming).append(slot)
    busy_until = max((slot.ends_at for slot in begun), default=at)
    future = [cell for cell in wanted if cell[0] > at and cell[0] >= busy_until]
    wanted_cells, stored = set(future), {(slot.starts_at, slot.ends_at) for slot in coming}
    return TimetableChange(
        kept=begun + [slot for slot in coming if (slot.starts_at, slot.ends_at) in wanted_cells],
        removed=[slot for slot in coming if (slot.starts_at, slot.ends_at) not in wanted_cells],
        added=[cell for cell in future if cell not in stored],
    )


# The calendar that an organiser writes ----------------------------------------------------------------


def check_days(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise FairEndsBeforeItBegins
    if ends_on - starts_on > timedelta(days=LONGEST_FAIR):
        raise FairTooLong


def faults_in_hours(hours: Sequence[OpeningHours | HallHours], fair: Fair) -> dict[int, FairRefused]:
    """What is wrong, by the place in the list: each stretch is told of its first fault."""
    faults: dict[int, FairRefused] = {}
    for place, ours in enumerate(hours):
        if not fair.starts_on <= ours.day <= fair.ends_on:
            faults[place] = HoursOutsideFair()
        elif ours.closes_at <= ours.opens_at:
            faults[place] = HoursEndBeforeTheyBegin()
        elif any(
            earlier.day == ours.day and earlier.opens_at < ours.closes_at and ours.opens_at < earlier.closes_at
            for earlier in hours[:place]
        ):
            faults[place] = HoursOverlap()
    return faults


def faults_in_breaks(breaks: Sequence[Break]) -> dict[int, FairRefused]:
    """What is wrong, by the place in the list."""
    return {place: BreakEndsBeforeItBegins() for place, ours in enumerate(breaks) if ours.ends_at <= ours.starts_at}


# Founding ----------------------------------------------------------------


def check_may_found(drafts: int) -> None:
    """Somebody who has so many fairs in preparation may begin another."""
    if drafts >= MOST_DRAFTS:
        raise TooManyDrafts


# From draft to closed ----------------------------------------------------------------

STEPS: dict[str, tuple[str, ...]] = {
    Fair.Status.DRAFT: (Fair.Status.OPEN,),
    Fair.Status.OPEN: (Fair.Status.LIVE, Fair.Status.CLOSED, Fair.Status.DRAFT),
    Fair.Status.LIVE: (Fair.Status.CLOSED, Fair.Status.OPEN),
    Fair.Status.CLOSED: (Fair.Status.LIVE,),
}


class Missing(TextChoices):
    """What a fair cannot do without, in the order in which one prepares it."""

    HOURS = "hours", _("opening hours")
    HALL = "hall", _("a hall")
    ROOM = "room", _("a room to meet in")
    TIMETABLE = "timetable", _("a timetable of meetings")


NEEDED: dict[str, tuple[Missing, ...]] = {
    Fair.Status.OPEN: (Missing.HOURS,),
    Fair.Status.LIVE: (Missing.HOURS, Missing.HALL, Missing.ROOM, Missing.TIMETABLE),
}


@dataclass(frozen=True)
class Preparation:
    """How far a fair is prepared, counted."""

    hours: int
    halls: int
    rooms: int
    slots: int
    newcomers: int
    waiting: int

    @property
    def missing(self) -> list[Missing]:
        counted = {
            Missing.HOURS: self.hours,
            Missing.HALL: self.halls,
            Missing.ROOM: self.rooms,
            Missing.TIMETABLE: self.slots,
        }
        return [thing for thing, number in counted.items() if not number]


def check_step(fair: Fair, status: str, preparation: Preparation, at: datetime) -> None:
    """The fair may take this step now."""
    if status not in STEPS[fair.status]:
        raise NoSuchStep
    if status == Fair.Status.DRAFT and preparation.newcomers:
        raise PeopleHaveJoined
    if status in (Fair.Status.OPEN, Fair.Status.LIVE):
        if is_over(fair, at):
            raise FairIsOver
        missing = [thing for thing in NEEDED[status] if thing in preparation.missing]
        if missing:
            raise FairNotReady(missing)


def check_archivable(fair: Fair) -> None:
    if fair.status != Fair.Status.CLOSED:
        raise NotClosedYet


def check_not_archived(fair: Fair) -> None:
    if fair.archived_at is not None:
        raise FairArchived


# Taking part ----------------------------------------------------------------

ROLES_ONE_MAY_CHOOSE = (Participant.Role.VISITOR, Participant.Role.EXHIBITOR)


def check_joinable(fair: Fair, role: str) -> None:
    """The fair takes newcomers now, in this role."""
    if not fair.is_open_to_newcomers:
        raise FairNotOpen
    if role not in ROLES_ONE_MAY_CHOOSE:
        raise RoleNotYoursToChoose


def check_may_return(participant: Participant) -> None:
    """A decision of the organiser is not undone by asking again."""
    if participant.status == Participant.Status.DECLINED:
        raise ParticipationDeclined


def check_takes_part(participant: Participant) -> None:
    """The person has a registration that is waiting or approved."""
    if participant.status not in (Participant.Status.APPLIED, Participant.Status.APPROVED):
        raise NotTakingPart


def check_approved(participant: Participant) -> None:
    if not participant.is_approved:
        raise NotTakingPart


def check_decidable(participant: Participant, decision: str) -> None:
    """The organiser may approve or decline this registration: it is there, and the decision is a new one."""
    if participant.status == Participant.Status.LEFT:
        raise NotTakingPart
    if participant.status == decision:
        raise DecidedAlready


def check_reopenable(participant: Participant) -> None:
    if participant.status != Participant.Status.DECLINED:
        raise DecidedAlready


def check_owner_remains(participant: Participant, other_owners: int) -> None:
    """Whoever goes, somebody is left who owns the fair."""
    if participant.is_owner and not other_owners:
        raise LastOrganiser


def check_organises(participant: Participant) -> None:
    if not participant.is_organiser:
        raise NotAnOrganiser


def check_acceptable(invitation: OrganiserInvitation, *, email: str, at: datetime) -> None:
    """The invitation is open and this person's."""
    if invitation.accepted_at is not None:
        raise InvitationUsed
    if invitation.revoked_at is not None:
        raise InvitationRevoked
    if invitation.expires_at <= at:
        raise InvitationExpired
    if invitation.email.lower() != email.lower():
        raise InvitationForAnother


def check_may_ask_back(participant: Participant) -> None:
    """A registration about which nothing is decided yet."""
    if participant.status != Participant.Status.APPLIED:
        raise NotWaiting


def check_may_reply(participant: Participant) -> None:
    if participant.status != Participant.Status.APPLIED or not participant.inquiry:
        raise NoQuestionToYou


def day_to_show(fair: Fair, wanted: date | None, at: datetime) -> date:
    """The wanted day if the fair takes place then; else today, or the fair's nearest day to it."""
    day = wanted if wanted and fair.starts_on <= wanted <= fair.ends_on else at.astimezone(fair.zone).date()
    return min(max(day, fair.starts_on), fair.ends_on)
