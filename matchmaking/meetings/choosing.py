"""The times at which two sides could meet, as a person chooses among them: by days, the best ones first."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair, Participant
from matchmaking.meetings import queries, rules
from matchmaking.meetings.models import Booking

SUGGESTIONS = 3


class Slot(NamedTuple):
    """A slot that is only looked at: a record of each would take longer than all else."""

    pk: UUID
    starts_at: datetime
    ends_at: datetime


@dataclass(eq=False)
class Choice:
    """One slot as the two sides could take it."""

    slot: Slot
    hosts: Sequence[int]  # of the other side, who are free then
    is_mine: bool  # I am free then
    has_room: bool
    here: datetime
    mine: rules.Diary
    theirs: rules.Diary

    @cached_property
    def is_free(self) -> bool:
        return self.is_mine and self.has_room and bool(self.hosts)

    @property
    def why_not(self) -> str | Promise:
        """Why it cannot be chosen; empty if it can. Whether the others are booked or closed is nobody's business."""
        if not self.is_mine:
            return _("you are busy")
        if not self.hosts:
            return _("not free")
        return "" if self.has_room else _("no room is free")

    @cached_property
    def there(self) -> datetime:
        return self.slot.starts_at.astimezone(self.theirs.zone)

    @property
    def days_later(self) -> int:
        """How many days the other side's calendar is ahead of mine."""
        return (self.there.date() - self.here.date()).days

    @cached_property
    def both(self) -> rules.Comfort:
        """How well it suits both: looked up for what is shown or could be suggested, not for all of a long fair."""
        return rules.comfort(self.mine, self.theirs, self.slot)

    @property
    def comfort(self) -> str | Promise:
        """How well it suits both, in words."""
        at_night = [rules.discomfort(diary, self.slot) >= rules.AT_NIGHT for diary in (self.mine, self.theirs)]
        if all(at_night):
            return _("at night for both of you")
        if any(at_night):
            return _("at night for you") if at_night[0] else _("at night for the other side")
        return _("within both working days") if self.both.both_work else _("by day for both of you")


@dataclass(frozen=True)
class Day:
    """One day by my own calendar: there it may be another one. It is shown if somebody looks at it."""

    date: date
    choices: Sequence[Choice]
    free: int
    is_shown: bool


@dataclass(frozen=True)
class Board:
    """All coming slots of a fair for two sides."""

    mine: rules.Diary
    theirs: rules.Diary
    choices: tuple[Choice, ...]
    are_laid_out: bool  # nobody of them is still without an agenda

    @cached_property
    def free(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.is_free]

    @cached_property
    def best(self) -> list[Choice]:
        """The few that suit both best, on different days if there are some as good; the earlier ones first."""
        ordered = sorted(self.free, key=lambda choice: choice.both)
        best_of_days: dict[date, Choice] = {}
        for choice in ordered:
            best_of_days.setdefault(choice.here.date(), choice)
        spread = list(best_of_days.values())
        chosen = [*spread, *(choice for choice in ordered if choice not in spread)][:SUGGESTIONS]
        return sorted(chosen, key=lambda choice: choice.both)

    def days(self, looked_at: Collection[date] = (), chosen: Collection[UUID] = ()) -> list[Day]:
        """Each day, of which those are shown that one looks at or has chosen something of: nothing chosen is lost."""
        by_day = [(day, list(some)) for day, some in groupby(self.choices, key=lambda choice: choice.here.date())]
        shown = {day for day, some in by_day if day in looked_at or any(choice.slot.pk in chosen for choice in some)}
        shown = shown or {self.open_day}
        return [Day(day, some, sum(choice.is_free for choice in some), day in shown) for day, some in by_day]

    @property
    def open_day(self) -> date | None:
        """The day at which one looks first: the first one on which something is free."""
        shown = self.free or self.choices
        return shown[0].here.date() if shown else None

    def ranked(self, wanted: Iterable[UUID]) -> list[UUID]:
        """The wanted slots, those that suit both best first: the order of whoever does not say one."""
        wanted = list(wanted)
        places = {choice.slot.pk: choice.both for choice in self.choices if choice.slot.pk in wanted}
        return sorted((pk for pk in wanted if pk in places), key=lambda pk: places[pk]) + [
            pk for pk in wanted if pk not in places
        ]


def board_of(
    fair: Fair,
    me: Sequence[Participant],
    others: Sequence[Participant],
    *,
    stands: Sequence[Exhibitor] = (),
    among: Iterable[UUID] | None = None,
    at: datetime,
    but: UUID | None = None,
) -> Board:
    """The board for my side, of which all must be free, and the other, of which one must be. Two queries.

    The other side has opened its times itself, except `among` slots on which both have spoken already. The meeting
    `but` is in nobody's way: it is the one that is to be moved.
    """
    coming = coming_slots(fair, stands=stands, seats=len(me) + 1, at=at, but=but, among=among)
    since = coming[0][0].starts_at if coming else at
    until = coming[-1][0].ends_at + timedelta(seconds=1) if coming else at
    found = queries.diaries([*me, *others], fair, since=since, until=until, but=but)
    ours, theirs = ([found[person.pk] for person in side] for side in (me, others))
    return Board(
        ours[0],
        theirs[0],
        choices=tuple(_choices(coming, ours, theirs, fair.zone, must_be_open=among is None)),
        are_laid_out=all(diary.is_laid_out for diary in found.values()),
    )


def _choices(
    coming: Iterable[tuple[Slot, bool]],
    ours: Sequence[rules.Diary],
    theirs: Sequence[rules.Diary],
    zone: ZoneInfo,
    *,
    must_be_open: bool,
) -> Iterator[Choice]:
    slots = [slot for slot, _has_room in coming]
    mine = set.intersection(*(rules.free_times(diary, slots, day_zone=zone, must_be_open=False) for diary in ours))
    open_to_us = [(diary, rules.free_times(diary, slots, day_zone=zone, must_be_open=must_be_open)) for diary in theirs]
    for slot, has_room in coming:
        hosts = [diary for diary, free in open_to_us if slot.pk in free]
        yield Choice(
            slot=slot,
            hosts=[diary.participant for diary in hosts],
            is_mine=slot.pk in mine,
            has_room=has_room,
            here=slot.starts_at.astimezone(ours[0].zone),
            mine=ours[0],
            theirs=hosts[0] if hosts else theirs[0],
        )


def coming_slots(
    fair: Fair,
    *,
    stands: Sequence[Exhibitor],
    seats: int,
    at: datetime,
    but: UUID | None,
    among: Iterable[UUID] | None = None,
) -> list[tuple[Slot, bool]]:
    """The fair's slots that have not begun, each with whether a room is left for these stands. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            _COMING,
            {
                "fair": fair.pk,
                "at": at,
                "seats": seats,
                "stands": [stand.pk for stand in stands],
                "but": but,
                "confirmed": Booking.Status.CONFIRMED,
                "among": None if among is None else list(among),
            },
        )
        return [(Slot(*slot), has_room) for *slot, has_room in cursor.fetchall()]


# All meetings that begin with a slot (each begins with its own: `booking_begins_with_its_slot`) are counted in one pass
# over an index. Only where there are as many as there are rooms is it worth asking in which of them they are. Nobody
# meets in a room that is shut: so what is shut and what is booked are added up.
_COMING = """
    WITH fit AS MATERIALIZED (
        SELECT room.id, room.hall_id FROM fairs_room AS room
        JOIN fairs_hall AS hall ON hall.id = room.hall_id
        LEFT JOIN exhibitors_standroom AS reservation ON reservation.room_id = room.id
        WHERE hall.fair_id = %(fair)s AND room.seats >= %(seats)s
            AND (reservation.id IS NULL OR reservation.exhibitor_id = ANY(%(stands)s))
    ), coming AS MATERIALIZED (
        SELECT id, starts_at, ends_at FROM fairs_meetingslot
        WHERE fair_id = %(fair)s AND starts_at > %(at)s
            AND (%(among)s::uuid[] IS NULL OR id = ANY(%(among)s::uuid[]))
    ), shut AS MATERIALIZED (
        SELECT slot_id, count(DISTINCT room_id) AS number FROM (
            SELECT coming.id AS slot_id, fit.id AS room_id
            FROM fairs_roomclosure AS closure
            JOIN fit ON fit.id = closure.room_id
            JOIN coming ON coming.starts_at < closure.ends_at AND coming.ends_at > closure.starts_at
            UNION ALL
            SELECT coming.id, fit.id
            FROM (
                SELECT DISTINCT hours.hall_id AS id FROM fairs_hallhours AS hours
                JOIN fairs_hall AS place ON place.id = hours.hall_id WHERE place.fair_id = %(fair)s
            ) AS hall
            JOIN coming ON NOT hall_is_open(hall.id, coming.starts_at, coming.ends_at)
            JOIN fit ON fit.hall_id = hall.id
        ) AS each GROUP BY slot_id
    ), full_at_most AS MATERIALIZED (
        SELECT meeting.starts_at FROM meetings_booking AS meeting
        WHERE meeting.fair_id = %(fair)s AND meeting.status = %(confirmed)s AND meeting.starts_at > %(at)s
        GROUP BY meeting.starts_at
        HAVING count(*) >= (SELECT count(*) FROM fit) - coalesce((SELECT max(number) FROM shut), 0)
    )
    SELECT slot.id, slot.starts_at, slot.ends_at, (SELECT count(*) FROM fit) > coalesce(shut.number, 0) + CASE
        WHEN slot.starts_at NOT IN (SELECT starts_at FROM full_at_most) THEN 0
        ELSE (
            SELECT count(*) FROM meetings_booking AS booking
            WHERE booking.slot_id = slot.id AND booking.status = %(confirmed)s
                AND booking.room_id IN (SELECT id FROM fit) AND booking.id IS DISTINCT FROM %(but)s
        )
    END
    FROM coming AS slot LEFT JOIN shut ON shut.slot_id = slot.id
    ORDER BY slot.starts_at
"""
