"""One's own calendar (Google, Outlook …): its secret address, and the times at which it says that one is busy.

What is due is a column: a calendar that has been handed to a worker is due again a little later, so one whose worker
died is read by the next. Whoever enters an address is served at once, the others in batches, and a calendar that fails
is tried again after as long as it has been failing (docs/decisions/0013-how-foreign-addresses-are-read.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from matchmaking.accounts.models import User
from matchmaking.common import fetching, ical
from matchmaking.common.busy import Busy, NoCalendar, NotReadable, Span, TooMuch, read_apart
from matchmaking.fairs.models import MeetingSlot, Participant
from matchmaking.meetings import errors
from matchmaking.meetings.actions.agendas import announce_times
from matchmaking.meetings.actions.referee import deed, hold_people
from matchmaking.meetings.announcements import announce_calendar
from matchmaking.meetings.models import BusyTime, OwnCalendar

MOST_CHANGES = 5  # of the address, within an hour
AT_MOST_EVERY = timedelta(minutes=1)  # by hand
EVERY = timedelta(minutes=30)  # by itself
AT_LEAST_EVERY = timedelta(days=1)  # while it fails
HANDED_OUT = timedelta(minutes=3)  # longer than any reading takes
FARTHEST = timedelta(days=400)
DAY = timedelta(days=1)

Problem = OwnCalendar.Problem
PROBLEMS: dict[type[Exception], OwnCalendar.Problem] = {
    fetching.NotPublic: Problem.FORBIDDEN,
    fetching.Unanswered: Problem.UNREACHABLE,
    fetching.TooLarge: Problem.TOO_LARGE,
    fetching.TooSlow: Problem.TOO_SLOW,
    fetching.Encoded: Problem.NO_CALENDAR,
    NoCalendar: Problem.NO_CALENDAR,
    TooMuch: Problem.TOO_MUCH,
}


def enter_calendar(*, user: User, address: str, at: datetime) -> OwnCalendar:
    """The user's own calendar is at this address, and is about to be read. What another one said holds no more."""
    count = f"calendars:{user.pk}:{at:%Y%m%d%H}"  # apart from the row, which goes with the calendar
    cache.add(count, 0, 2 * 60 * 60)
    if cache.incr(count) > MOST_CHANGES:
        raise errors.TooManyAddresses
    return _enter(user=user, address=address, at=at)


@deed
def _enter(*, user: User, address: str, at: datetime) -> OwnCalendar:
    hold_people([user.pk])
    if not OwnCalendar.objects.filter(user=user, address=address).exists():
        _replace(user.pk, [], at)
    fresh = {"address": address, "entered_at": at, "wanted_at": at, "due_at": at + HANDED_OUT}
    unread = {"tried_at": None, "read_at": None, "problem": Problem.NONE, "left_out": 0}
    calendar, _is_new = OwnCalendar.objects.update_or_create(user=user, defaults=fresh | unread)
    announce_calendar(user.pk)
    return calendar


@deed
def remove_calendar(*, user: User, at: datetime) -> None:
    """The address is forgotten, and the user is not busy any more when that calendar said so. Twice is once."""
    hold_people([user.pk])
    OwnCalendar.objects.filter(user=user).delete()
    _replace(user.pk, [], at)


@deed
def want_calendar_read(*, user: User, at: datetime) -> None:
    """The user's calendar is about to be read once more."""
    hold_people([user.pk])
    calendar = OwnCalendar.objects.select_for_update(no_key=True).get(user=user)
    if max(calendar.wanted_at, calendar.tried_at or calendar.wanted_at) > at - AT_MOST_EVERY:
        raise errors.ReadJustNow
    OwnCalendar.objects.filter(user=user).update(wanted_at=at, due_at=at + HANDED_OUT)
    announce_calendar(user.pk)


# Reading ----------------------------------------------------------------


@dataclass(frozen=True)
class Look:
    """What came of reading a calendar: why it could not be read, or when its owner is busy."""

    problem: OwnCalendar.Problem
    busy: Busy | None = None


def claim_due_calendars(*, most: int, at: datetime) -> list[OwnCalendar]:
    """Those that nobody else reads in the next minutes, the longest due first."""
    with transaction.atomic():
        due = OwnCalendar.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
        due = due.filter(due_at__lte=at, user__is_active=True).select_related("user").order_by("due_at", "pk")
        claimed = list(due[:most])
        OwnCalendar.objects.filter(pk__in=[each.pk for each in claimed]).update(due_at=at + HANDED_OUT)
    return claimed


def look_into(
    calendar: OwnCalendar, *, last_day: date | None, at: datetime, ways: fetching.Ways = fetching.OPEN
) -> Look:
    """What the calendar says, from yesterday to the last day of its owner's last fair. The database is not asked."""
    today = datetime.combine(at.astimezone(UTC).date(), clock.min, UTC)
    until = datetime.combine(last_day, clock.min, UTC) + 2 * DAY if last_day else today
    try:
        found = read_apart(
            fetching.fetch(calendar.address, ways=ways),
            since=today - DAY,
            until=min(max(until, today + DAY), today + FARTHEST),
            zone=calendar.user.time_zone,
            but_of=ical.host_of(settings.SITE_URL),
        )
    except (fetching.NotFetched, NotReadable) as refusal:
        return Look(PROBLEMS[type(refusal)])
    return Look(Problem.NONE, found)


@deed
def keep_look(*, calendar: OwnCalendar, look: Look, at: datetime) -> bool:
    """What was found holds from now on. False if the address is another one, or none, by now."""
    hold_people([calendar.user_id])
    stored = OwnCalendar.objects.select_for_update(no_key=True).filter(pk=calendar.pk)
    found = stored.filter(address=calendar.address, entered_at=calendar.entered_at).first()
    if found is None:
        return False
    found.tried_at, found.problem = at, look.problem
    if look.busy is not None:
        found.read_at, found.left_out = at, look.busy.left_out
        _replace(found.user_id, look.busy.spans, at)
    if found.wanted_at <= at:  # else somebody wants it once more, and a worker has it
        failing = timedelta() if look.busy else at - (found.read_at or found.entered_at)
        found.due_at = at + min(max(EVERY, failing), AT_LEAST_EVERY)
    found.save()
    return True


def _replace(user_id: int, spans: Iterable[Span], at: datetime) -> None:
    """The calendar's busy times are these. What is as it was is not touched."""
    wanted = set(spans)
    stored = BusyTime.objects.filter(user=user_id, source=BusyTime.Source.CALENDAR)
    there = {(each.starts_at, each.ends_at): each.pk for each in stored}
    gone, fresh = there.keys() - wanted, wanted - there.keys()
    stored.filter(pk__in=[there[span] for span in gone]).delete()
    BusyTime.objects.bulk_create(
        BusyTime(user_id=user_id, starts_at=starts, ends_at=ends, source=BusyTime.Source.CALENDAR)
        for starts, ends in sorted(fresh)
    )
    _announce(user_id, gone | fresh, at)


def _announce(user_id: int, changed: set[Span], at: datetime) -> None:
    """Whoever looks at times around these hours, at the person's fairs, looks again."""
    if not changed:
        return
    first, last = min(starts for starts, _ends in changed), max(ends for _starts, ends in changed)
    fairs = Participant.objects.filter(user=user_id, status=Participant.Status.APPROVED).values("fair")
    around = MeetingSlot.objects.filter(fair__in=fairs, starts_at__gt=at, starts_at__lt=last, ends_at__gt=first)
    announce_times(user_id, around)
