"""The times at which two sides could meet, as a person chooses among them: by days, the best ones first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair, MeetingSlot, Participant
from matchmaking.meetings import queries, rules
from matchmaking.meetings.models import Booking

SUGGESTIONS = 3


@dataclass(frozen=True)
class Choice:
    """One slot as the two sides could take it."""

    slot: MeetingSlot
    hosts: tuple[int, ...]  # of the other side, who are free then
    is_mine: bool  # I am free then
    has_room: bool
    mine: rules.Diary
    theirs: rules.Diary
    both: rules.Comfort

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
    def here(self) -> datetime:
        return self.slot.starts_at.astimezone(self.mine.zone)

    @cached_property
    def there(self) -> datetime:
        return self.slot.starts_at.astimezone(self.theirs.zone)

    @property
    def days_later(self) -> int:
        """How many days the other side's calendar is ahead of mine."""
        return (self.there.date() - self.here.date()).days

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
        chosen: list[Choice] = []
        ordered = sorted(self.free, key=lambda choice: choice.both)
        for spread in (True, False):
            for choice in ordered:
                days = {other.here.date() for other in chosen}
                if len(chosen) == SUGGESTIONS or choice in chosen or (spread and choice.here.date() in days):
                    continue
                chosen.append(choice)
        return sorted(chosen, key=lambda choice: choice.both)

    @property
    def days(self) -> Iterator[tuple[date, list[Choice], int]]:
        """Each day with its slots and how many are free, by my own calendar: there it may be another day."""
        for day, choices in groupby(self.choices, key=lambda choice: choice.here.date()):
            of_day = list(choices)
            yield day, of_day, sum(choice.is_free for choice in of_day)

    @property
    def open_day(self) -> date | None:
        """The day at which one looks first: the first one on which something is free."""
        shown = self.free or self.choices
        return shown[0].here.date() if shown else None

    def ranked(self, wanted: Iterable[UUID]) -> list[UUID]:
        """The wanted slots, those that suit both best first: the order of whoever does not say one."""
        places = {choice.slot.pk: choice.both for choice in self.choices}
        wanted = list(wanted)
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
    slots = coming_slots(fair, stands=stands, seats=len(me) + 1, at=at, but=but, among=among)
    since = slots[0].starts_at if slots else at
    until = slots[-1].ends_at + timedelta(seconds=1) if slots else at
    found = queries.diaries([*me, *others], fair, since=since, until=until, but=but)
    mine, theirs = found[me[0].pk], found[others[0].pk]
    return Board(
        mine,
        theirs,
        choices=tuple(_choices(slots, found, me, others, fair.zone, must_be_open=among is None)),
        are_laid_out=all(diary.is_laid_out for diary in found.values()),
    )


def _choices(
    slots: Iterable[MeetingSlot],
    found: dict[int, rules.Diary],
    me: Sequence[Participant],
    others: Sequence[Participant],
    zone: ZoneInfo,
    *,
    must_be_open: bool,
) -> Iterator[Choice]:
    mine, theirs = found[me[0].pk], found[others[0].pk]
    for slot in slots:
        hosts = tuple(
            other.pk
            for other in others
            if rules.is_free(found[other.pk], slot, day_zone=zone, must_be_open=must_be_open)
        )
        yield Choice(
            slot=slot,
            hosts=hosts,
            is_mine=all(rules.is_free(found[p.pk], slot, day_zone=zone, must_be_open=False) for p in me),
            has_room=slot.rooms_left > 0,  # type: ignore[attr-defined]  # annotated below
            mine=mine,
            theirs=found[hosts[0]] if hosts else theirs,
            both=rules.comfort(mine, found[hosts[0]] if hosts else theirs, slot),
        )


def coming_slots(
    fair: Fair,
    *,
    stands: Sequence[Exhibitor],
    seats: int,
    at: datetime,
    but: UUID | None,
    among: Iterable[UUID] | None = None,
) -> list[MeetingSlot]:
    """The fair's slots that have not begun, each with the number of rooms that are left for these stands.

    One query over the meetings, however many slots there are: to count them slot by slot took fifty times as long.
    """
    return list(
        MeetingSlot.objects.raw(
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
    )


_COMING = """
    WITH fit AS MATERIALIZED (
        SELECT room.id FROM fairs_room AS room
        JOIN fairs_hall AS hall ON hall.id = room.hall_id
        LEFT JOIN exhibitors_standroom AS reservation ON reservation.room_id = room.id
        WHERE hall.fair_id = %(fair)s AND room.seats >= %(seats)s
            AND (reservation.id IS NULL OR reservation.exhibitor_id = ANY(%(stands)s))
    ), taken AS MATERIALIZED (
        SELECT booking.slot_id, count(*) AS rooms FROM meetings_booking AS booking
        JOIN fit ON fit.id = booking.room_id
        WHERE booking.fair_id = %(fair)s AND booking.status = %(confirmed)s AND booking.ends_at > %(at)s
            AND booking.id IS DISTINCT FROM %(but)s
        GROUP BY booking.slot_id
    )
    SELECT slot.*, (SELECT count(*) FROM fit) - coalesce(taken.rooms, 0) AS rooms_left
    FROM fairs_meetingslot AS slot LEFT JOIN taken ON taken.slot_id = slot.id
    WHERE slot.fair_id = %(fair)s AND slot.starts_at > %(at)s
        AND (%(among)s::uuid[] IS NULL OR slot.id = ANY(%(among)s::uuid[]))
    ORDER BY slot.starts_at
"""
