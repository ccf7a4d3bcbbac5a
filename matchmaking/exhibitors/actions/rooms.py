"""Rooms that a stand has to itself."""

from collections.abc import Iterable

from matchmaking.exhibitors import rules
from matchmaking.exhibitors.actions.referee import hold_exhibitor, refereed
from matchmaking.exhibitors.models import Exhibitor, StandRoom
from matchmaking.fairs.models import Room


def reserve_rooms(*, rooms: Iterable[Room], exhibitor: Exhibitor) -> list[Room]:
    """From now on nobody else finds these rooms; whoever had one has it no more. What is booked there stays. Those
    rooms that were not the stand's before."""
    with refereed():
        stand = hold_exhibitor(exhibitor.pk)
        rules.check_approved(stand)
        asked = [room.pk for room in rooms]
        held = Room.objects.select_for_update(no_key=True).filter(pk__in=asked).order_by("pk")
        wanted = {room.pk: room for room in held}  # two who reserve a room at once do so one after the other
        own = set(StandRoom.objects.filter(exhibitor=stand, room__in=wanted).values_list("room", flat=True))
        new = {pk: room for pk, room in wanted.items() if pk not in own}
        StandRoom.objects.filter(room__in=new).delete()
        StandRoom.objects.bulk_create(StandRoom(room=room, exhibitor=stand) for room in new.values())
    return list(new.values())


def release_rooms(*, rooms: Iterable[Room]) -> int:
    """These rooms are everybody's. How many were not."""
    with refereed():
        number, _each = StandRoom.objects.filter(room__in=[room.pk for room in rooms]).delete()
    return number
