"""On which ways somebody is told of what, when it may go out, and when it is tried again. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from matchmaking.fairs.rules import moment
from matchmaking.reminders.models import Delivery, Habits, Notice, Wish

Kind, Way, Mail = Notice.Kind, Delivery.Way, Wish.Mail

KEPT = timedelta(days=90)  # how long one can look up what one was told
MEMORY = timedelta(days=3)  # what has happened longer ago is told to nobody any more
OUTAGE = timedelta(hours=24)  # for so long back what was missed leaves a trace
EXPIRES_SOON = timedelta(hours=4)
TEST_BEFORE, TEST_UNTIL = timedelta(hours=48), timedelta(hours=2)
TEST_LASTS = timedelta(days=30)  # who has tried his devices lately need not do so again
MORNING, NOON = time(7), time(12)  # when the meetings of the day are told
FOLLOWS = timedelta(hours=12)  # after the last day of a fair

# Announcements. Each mail too many teaches people to turn news off, for good; on the fullest day of a fair there is
# something to say in the morning, at noon and in the evening, and twice something that nobody foresaw.
MOST_A_DAY = 5
SAME_WORDS = timedelta(minutes=30)  # within which they are more likely an accident than meant
BETWEEN_TESTS = timedelta(minutes=1)
FARTHEST = timedelta(days=366)
NUDGE_RESTS = timedelta(days=3)  # a team that works on its stand need not hear of it every morning

# A worker that has not stamped after so long is dead. Longer than it may take to send all that it has claimed.
PATIENCE = timedelta(seconds=120)
LONGEST_ROUND = timedelta(seconds=40)  # in which a worker sends what it has claimed, or gives it back
TRIED_AGAIN = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
TOGETHER = timedelta(seconds=1)
WAITS = timedelta(hours=24)  # how long a push service keeps what never loses its use for a browser that is off
LONGEST_WAIT = timedelta(hours=1)  # for which we let another server send us away

# Which of two that wait goes first. What is not named is a 5.
URGENCY: Mapping[str, int] = {
    Kind.SOON: 1,
    Kind.WAITED_FOR: 1,
    Kind.DESK_MESSAGE: 1,
    Kind.OFFER: 2,
    Kind.BOOKING_CANCELLED: 2,
    Kind.BOOKING_MOVED: 2,
}
# For these nobody is let sleep: who does not hear them at once need not hear them at all.
WAKES = frozenset({Kind.SOON, Kind.WAITED_FOR, Kind.DESK_MESSAGE})
# These wake, too, whom they concern before he would have slept enough.
WAKES_IF_NEAR = frozenset({Kind.BOOKING_MOVED, Kind.BOOKING_CANCELLED, Kind.BOOKING_REASSIGNED, Kind.OFFER})

# How people are told who have said nothing about it: by mail, and as a push message where somebody waits for them.
ALSO_PUSHED = frozenset(
    {
        Kind.REQUEST_RECEIVED,
        Kind.REQUEST_ACCEPTED,
        Kind.OFFER,
        Kind.BOOKING_MOVED,
        Kind.BOOKING_CANCELLED,
        Kind.SOON,
        Kind.WAITED_FOR,
        Kind.DESK_MESSAGE,
    }
)
NOT_MAILED = frozenset({Kind.NOT_DELIVERED})
# Without it one does not get in, or it is about the account itself.
ALWAYS_MAILED = frozenset({Kind.REGISTRATION, Kind.INQUIRY, Kind.PERSONAL})
IN_A_DIGEST = frozenset({Kind.REQUEST_WITHDRAWN})  # worth knowing, and not worth a mail of its own


@dataclass(frozen=True)
class Manner:
    """How somebody is told of one kind of thing."""

    mail: str
    push: bool

    @property
    def ways(self) -> Iterator[str]:
        if self.mail == Mail.AT_ONCE:
            yield Way.MAIL
        elif self.mail == Mail.DIGEST:
            yield Way.DIGEST
        if self.push:
            yield Way.PUSH


def usual(kind: str) -> Manner:
    """How one is told who has said nothing."""
    mail = Mail.NEVER if kind in NOT_MAILED else Mail.DIGEST if kind in IN_A_DIGEST else Mail.AT_ONCE
    return Manner(mail, kind in ALSO_PUSHED)


def wished(kind: str, wishes: Mapping[str, Wish]) -> Manner:
    """How one is told who has these wishes, by their kinds. A summary would come too late for what wakes one."""
    wish = wishes.get(kind)
    if wish is None or kind in NOT_MAILED:
        return usual(kind)
    mail = Mail.AT_ONCE if kind in ALWAYS_MAILED else wish.mail
    if kind in WAKES and mail == Mail.DIGEST:
        mail = Mail.AT_ONCE
    return Manner(mail, wish.push)


def mails_open(kind: str) -> list[Wish.Mail]:
    """Among which ways by mail there is a choice; with one of them there is none."""
    if kind in NOT_MAILED:
        return [Mail.NEVER]
    if kind in ALWAYS_MAILED:
        return [Mail.AT_ONCE]
    return [mail for mail in Mail if not (kind in WAKES and mail == Mail.DIGEST)]


def is_pushed(kind: str) -> bool:
    """Whether it can come as a push message."""
    return kind not in NOT_MAILED


def not_before(
    kind: str, way: str, at: datetime, *, habits: Habits, zone: ZoneInfo, ends_at: datetime | None
) -> datetime:
    """The moment from which on it may go out: at once, when he is awake, or with the next summary of his day."""
    if way == Way.DIGEST:
        return next_time(habits.digest_at, at, zone)
    if kind in WAKES or not habits.is_quiet:
        return at
    awake = awake_from(at, habits.quiet_from, habits.quiet_to, zone)
    is_near = ends_at is not None and ends_at <= awake + timedelta(hours=2)
    return at if kind in WAKES_IF_NEAR and is_near else awake


def awake_from(at: datetime, quiet_from: time, quiet_to: time, zone: ZoneInfo) -> datetime:
    """This moment, or the end of the quiet hours in which it lies. They may go over midnight."""
    clock = at.astimezone(zone).time()
    over_midnight = quiet_from > quiet_to
    is_quiet = clock >= quiet_from or clock < quiet_to if over_midnight else quiet_from <= clock < quiet_to
    if not is_quiet:
        return at
    wakes = next_time(quiet_to, at, zone)
    again = moment(at.astimezone(zone).date(), quiet_to, zone, last=True)  # in the second of two equal hours
    return min(wakes, again) if again >= at else wakes


def next_time(clock: time, at: datetime, zone: ZoneInfo) -> datetime:
    """When that clock shows this time next, now included. In a night in which it never does, when it shows more."""
    here = at.astimezone(zone)
    for day in (here.date(), here.date() + timedelta(days=1)):
        then = moment(day, clock, zone)
        if then >= at:
            return then
    return moment(here.date() + timedelta(days=2), clock, zone)  # the clocks have just gone back over midnight


def try_again_at(tries: int, at: datetime) -> datetime | None:
    """When it is tried once more after so many tries; None when it is given up."""
    return at + TRIED_AGAIN[tries - 1] if tries <= len(TRIED_AGAIN) else None


def keeps_for(at: datetime, ends_at: datetime | None) -> int:
    """For how many seconds a push service keeps a message for a browser that is off: as long as it is of use."""
    left = ends_at - at if ends_at else WAITS
    return max(0, int(left.total_seconds()))


def come_back_at(retry_after: str, at: datetime) -> datetime | None:
    """When a server that sends us away wants to see us again: after seconds, or at a date (RFC 9110, 10.2.3)."""
    if not retry_after:
        return None
    try:
        is_date = not retry_after.isdecimal()
        then = parsedate_to_datetime(retry_after) if is_date else at + timedelta(seconds=int(retry_after))
        return min(max(then, at), at + LONGEST_WAIT)
    except OverflowError:
        return at + LONGEST_WAIT
    except (ValueError, TypeError):  # no date, or one that does not say by which clock
        return None
