"""The halls of a fair side by side, each with its rooms as cards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils.translation import ngettext

from matchmaking.fairs.models import Fair, Hall, Room, RoomClosure
from matchmaking.meetings.queries.rooms import coming_in_rooms


@dataclass(frozen=True)
class Column:
    """One hall, and the rooms in it."""

    hall: Hall
    rooms: list[Room]
    is_first: bool
    is_last: bool
    has_own_hours: bool

    @property
    def seats(self) -> int:
        return sum(room.seats for room in self.rooms)


def rooms_with_all(fair: Fair, *, at: datetime) -> Iterable[Room]:
    """The fair's rooms, each with the stand that it is reserved to and when it is closed from now on. Two queries."""
    closed = RoomClosure.objects.filter(ends_at__gt=at)
    return (
        Room.objects.filter(hall__fair=fair)
        .select_related("reservation__exhibitor__company", "reservation__exhibitor__hall")
        .prefetch_related(Prefetch("closures", closed, to_attr="shut"))
        .order_by("name", "pk")
    )


def columns_of(fair: Fair, *, at: datetime) -> list[Column]:
    """The columns in the order of the halls. Four queries."""
    halls = list(fair.halls.order_by("position", "name", "pk"))
    with_hours = set(Hall.objects.filter(fair=fair, hours__isnull=False).values_list("pk", flat=True))
    rooms: dict[int, list[Room]] = {hall.pk: [] for hall in halls}
    for room in rooms_with_all(fair, at=at):
        rooms.setdefault(room.hall_id, []).append(room)
    return [Column(hall, rooms[hall.pk], hall == halls[0], hall == halls[-1], hall.pk in with_hours) for hall in halls]


def told_of(rooms: Iterable[Room], *, at: datetime) -> str:
    """What it means for the meetings to come that these rooms are in another hall; empty if there are none."""
    number = coming_in_rooms(rooms, at=at).count()
    said = ngettext(
        "%(n)d meeting is booked there: agendas and reminders name the new hall, but nobody is written to now.",
        "%(n)d meetings are booked there: agendas and reminders name the new hall, but nobody is written to now.",
        number,
    )
    return said % {"n": number} if number else ""
