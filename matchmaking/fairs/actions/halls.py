"""Halls and rooms: the ground on which a fair stands."""

from django.db.models import Max, ProtectedError
from django.utils.text import slugify

from matchmaking.fairs.actions.referee import hold_fair, refereed
from matchmaking.fairs.errors import HallInUse, HallOfAnotherFair, RoomInUse
from matchmaking.fairs.models import Fair, Hall, Room


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


def change_hall(*, hall: Hall, name: str, theme: str, position: int) -> Hall:
    """The hall has this name, theme and place. Its address stays: others have written it down."""
    with refereed():
        hall = Hall.objects.select_for_update(no_key=True).get(pk=hall.pk)
        hall.name, hall.theme, hall.position = name, theme, position
        hall.save(update_fields=["name", "theme", "position"])
    return hall


def remove_hall(*, hall: Hall) -> None:
    """The hall and its rooms are gone, unless somebody has a stand there."""
    with refereed():
        try:
            hall.delete()
        except ProtectedError as error:
            raise HallInUse from error


def add_rooms(*, hall: Hall, names: list[str], kind: str, seats: int) -> list[Room]:
    """The hall has all of these rooms more, or, if one name is taken, none."""
    with refereed():
        return [Room.objects.create(hall=hall, name=name, kind=kind, seats=seats) for name in names]


def change_room(*, room: Room, name: str, kind: str, seats: int, call_link: str = "") -> Room:
    with refereed():
        room = Room.objects.select_for_update(no_key=True).get(pk=room.pk)
        room.name, room.kind, room.seats, room.call_link = name, kind, seats, call_link
        room.save(update_fields=["name", "kind", "seats", "call_link"])
    return room


def move_room(*, room: Room, hall: Hall) -> Room:
    """The room is in this hall of the same fair."""
    with refereed():
        room = Room.objects.select_for_update(no_key=True, of=("self",)).select_related("hall").get(pk=room.pk)
        if room.hall.fair_id != hall.fair_id:
            raise HallOfAnotherFair
        room.hall = hall
        room.save(update_fields=["hall"])
    return room


def remove_room(*, room: Room) -> None:
    """The room is gone, unless meetings are booked there."""
    with refereed():
        try:
            room.delete()
        except ProtectedError as error:
            raise RoomInUse from error
