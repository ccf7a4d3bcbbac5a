"""One day of a fair as it would be laid out: its slots down, its halls across, and what is open and booked where."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Prefetch

from matchmaking.fairs import rules
from matchmaking.fairs.models import Fair, Hall, HallHours, MeetingSlot, RoomClosure
from matchmaking.fairs.rules import Stretch, TimetableChange
from matchmaking.meetings.queries.rooms import meetings_in


@dataclass(frozen=True)
class Cell:
    """One hall in one slot."""

    hall: Hall
    is_open: bool
    rooms: int  # that are not closed then
    booked: int


@dataclass(frozen=True)
class Row:
    """One slot that is there or would be. `is_new` and `is_going` say what laying out would do with it."""

    starts_at: datetime
    ends_at: datetime
    cells: list[Cell]
    is_new: bool = False
    is_going: bool = False


@dataclass(frozen=True)
class Grid:
    halls: Sequence[Hall]
    rows: list[Row]


def grid_of(fair: Fair, day: date, change: TimetableChange) -> Grid:
    """Four queries, and none for a day without slots but that of the halls."""
    halls = list(
        fair.halls.annotate(room_count=Count("rooms"))
        .prefetch_related(Prefetch("hours", HallHours.objects.order_by("day", "opens_at"), to_attr="own_hours"))
        .order_by("position", "name", "pk")
    )
    slots = [(slot, slot.starts_at, slot.ends_at, False) for slot in change.kept]
    slots += [(slot, slot.starts_at, slot.ends_at, True) for slot in change.removed]
    ours = [each for each in slots if each[1].astimezone(fair.zone).date() == day]
    new = [cell for cell in change.added if cell[0].astimezone(fair.zone).date() == day]
    booked = bookings_by_hall([slot for slot, *_rest in ours])
    closures = list(RoomClosure.objects.filter(room__hall__fair=fair).values_list("room__hall", "starts_at", "ends_at"))
    stretches = {hall.pk: rules.open_stretches(hall.own_hours, fair.zone) for hall in halls if hall.own_hours}

    def cells(time: Stretch, slot: UUID | None) -> list[Cell]:
        shut = Counter(hall for hall, starts, ends in closures if starts < time[1] and ends > time[0])
        return [
            Cell(
                hall,
                is_open=hall.pk not in stretches or rules.is_within(stretches[hall.pk], *time),
                rooms=hall.room_count - shut[hall.pk],
                booked=booked[slot, hall.pk],
            )
            for hall in halls
        ]

    rows = [Row(since, until, cells((since, until), slot.pk), is_going=going) for slot, since, until, going in ours]
    rows += [Row(since, until, cells((since, until), None), is_new=True) for since, until in new]
    return Grid(halls, sorted(rows, key=lambda row: (row.starts_at, row.ends_at)))


def bookings_by_hall(slots: Sequence[MeetingSlot]) -> Counter[tuple[UUID | None, int]]:
    """How many meetings stand, by slot and hall."""
    rows = meetings_in(slots).order_by().values_list("slot", "room__hall")
    return Counter((slot, hall) for slot, hall in rows if hall is not None)
