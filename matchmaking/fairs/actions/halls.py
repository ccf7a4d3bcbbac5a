"""Halls and rooms: the ground on which a fair stands."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max, ProtectedError
from django.utils.text import slugify
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from matchmaking.fairs.actions.referee import hold_fair, refereed
from matchmaking.fairs.errors import (
    ClosedTooLate,
    ClosureEndsBeforeItBegins,
    HallHoldsMeetings,
    HallInUse,
    HallOfAnotherFair,
    NameInBothHalls,
    RoomInUse,
    RoomNameTaken,
)
from matchmaking.fairs.models import Fair, Hall, Room, RoomClosure


def add_hall(*, fair: Fair, name: str, theme: str = "") -> Hall:
    """The fair has one more hall, after the others, at an address made from its name."""
    with refereed():
        hold_fair(fair.pk)  # two halls of one name at once find two addresses
        halls = Hall.objects.filter(fair=fair)
        last = halls.aggregate(last=Max("position"))["last"]
        taken = set(halls.values_list("slug", flat=True))
        return Hall.objects.create(
            fair=fair,
            name=name,
            theme=theme,
            slug=free_address(name, taken),
            position=0 if last is None else last + 1,
        )


def free_address(name: str, taken: set[str]) -> str:
    """An address for the hall that no other has; names without Latin letters are numbered."""
    wish = slugify(name)[:50].strip("-") or "hall"
    number, address = 1, wish
    while address in taken:
        number += 1
        address = f"{wish}-{number}"
    return address


def change_hall(*, hall: Hall, name: str, theme: str) -> Hall:
    """The hall has this name and theme. Its address stays: others have written it down."""
    with refereed():
        hall = Hall.objects.select_for_update(no_key=True).get(pk=hall.pk)
        hall.name, hall.theme = name, theme
        hall.save(update_fields=["name", "theme"])
    return hall


def remove_hall(*, hall: Hall) -> None:
    """The hall and its rooms are gone, unless somebody has a stand or a meeting there."""
    try:
        with refereed():
            hall.delete()
    except ProtectedError as error:
        raise HallInUse from error
    except RoomInUse as error:
        raise HallHoldsMeetings from error


def add_rooms(*, hall: Hall, names: list[str], kind: str, seats: int) -> list[Room]:
    """The hall has all of these rooms more, or, if one name is taken, none."""
    with refereed():
        if taken := taken_names(hall, names):
            raise RoomNameTaken(taken)
        rooms: list[Room] = bulk_create_with_history(
            [Room(hall=hall, name=name, kind=kind, seats=seats) for name in names], Room
        )
    return rooms


def taken_names(hall: Hall, names: Sequence[str]) -> list[str]:
    """Those of the names that rooms of the hall have already, in their order."""
    taken = set(Room.objects.filter(hall=hall, name__in=names).values_list("name", flat=True))
    return [name for name in names if name in taken]


def change_room(*, room: Room, name: str, kind: str, seats: int, call_link: str = "") -> Room:
    with refereed():
        room = Room.objects.select_for_update(no_key=True).get(pk=room.pk)
        room.name, room.kind, room.seats, room.call_link = name, kind, seats, call_link
        room.save(update_fields=["name", "kind", "seats", "call_link"])
    return room


def move_room(*, room: Room, hall: Hall) -> Room:
    """The room is in this hall of the same fair."""
    move_rooms(rooms=[room], hall=hall)
    return Room.objects.select_related("hall").get(pk=room.pk)


def remove_room(*, room: Room) -> None:
    """The room is gone, unless meetings are booked there."""
    with refereed():
        room.delete()


# Several rooms at once ----------------------------------------------------------------


def move_rooms(*, rooms: Sequence[Room], hall: Hall) -> list[Room]:
    """All of these rooms are in the hall, or, if one cannot go there, none has moved. Those that have."""
    with refereed():
        stored = held_rooms(rooms)
        if any(room.hall.fair_id != hall.fair_id for room in stored):
            raise HallOfAnotherFair
        moving = [room for room in stored if room.hall_id != hall.pk]
        names = [room.name for room in moving]
        twice = {name for name in names if names.count(name) > 1}
        if taken := sorted({*taken_names(hall, names), *twice}):
            raise NameInBothHalls(taken)
        for room in moving:
            room.hall = hall
        bulk_update_with_history(moving, Room, ["hall"])
    return moving


def seat_rooms(*, rooms: Sequence[Room], seats: int) -> list[Room]:
    """Each of these rooms has so many seats."""
    with refereed():
        stored = held_rooms(rooms)
        for room in stored:
            room.seats = seats
        bulk_update_with_history(stored, Room, ["seats"])
    return stored


def remove_rooms(*, rooms: Sequence[Room]) -> int:
    """All of these rooms are gone, or, if meetings are booked in one, none. How many."""
    with refereed():
        stored = held_rooms(rooms)
        for room in stored:
            room.delete()  # one by one: their history says so
    return len(stored)


def held_rooms(rooms: Sequence[Room]) -> list[Room]:
    """These rooms as they are now, in the order of their numbers, their rows locked until the transaction ends."""
    rows = Room.objects.select_for_update(no_key=True, of=("self",)).select_related("hall").order_by("pk")
    return list(rows.filter(pk__in=[room.pk for room in rooms]))


# The order of the halls ----------------------------------------------------------------


def order_hall(*, hall: Hall, steps: int) -> None:
    """The hall stands so many places further on among those of its fair, or back; at an end it stays."""
    with refereed():
        hold_fair(hall.fair_id)  # two who order at once do so one after the other
        halls = list(Hall.objects.filter(fair=hall.fair_id).order_by("position", "name", "pk"))
        at = halls.index(hall)
        halls.insert(min(max(at + steps, 0), len(halls) - 1), halls.pop(at))
        changed = [each for place, each in enumerate(halls) if each.position != place]
        for place, each in enumerate(halls):
            each.position = place
        bulk_update_with_history(changed, Hall, ["position"])


# Closed for a while ----------------------------------------------------------------


def close_room(*, room: Room, starts_at: datetime, ends_at: datetime, reason: str = "", at: datetime) -> RoomClosure:
    """Nobody meets in the room from then until then. MeetingsInside while somebody is to."""
    if ends_at <= starts_at:
        raise ClosureEndsBeforeItBegins
    if ends_at <= at:
        raise ClosedTooLate
    with refereed():
        return RoomClosure.objects.create(room=room, starts_at=starts_at, ends_at=ends_at, reason=reason, closed_at=at)


def reopen_room(*, closure: RoomClosure) -> None:
    """The room is open in that time. Twice is once."""
    RoomClosure.objects.filter(pk=closure.pk).delete()
