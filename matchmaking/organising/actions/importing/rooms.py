"""Rooms: found by hall and name, made or changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from matchmaking.fairs.models import Hall, Room
from matchmaking.organising.actions.importing.rows import (
    CHANGED,
    CREATED,
    SAME,
    Ledger,
    Register,
    Row,
    What,
    differences,
    history_of,
)
from matchmaking.organising.models import Import
from matchmaking.organising.rules.places import plain

SAID = ("kind", "seats", "call_link")


def halls_by_name(fair_id: int) -> dict[str, Hall]:
    """The halls of the fair, by what people may call them: name or address."""
    halls = list(Hall.objects.filter(fair=fair_id))
    return {plain(hall.slug): hall for hall in halls} | {plain(hall.name): hall for hall in halls}


class Rooms(Register):
    kind = Import.Kind.ROOMS

    def __init__(self, imported: Import, *, at: datetime) -> None:
        super().__init__(imported, at=at)
        self.halls = halls_by_name(self.fair.pk)

    def learn(self, rows: Sequence[Row]) -> None:
        halls = {hall.pk for row in rows if (hall := self.halls.get(plain(row.get("hall"))))}
        self.rooms = {(room.hall_id, plain(room.name)): room for room in Room.objects.filter(hall__in=halls)}

    def judge(self, row: Row) -> None:
        hall = self.halls.get(plain(row.get("hall")))
        if hall is None:
            if "hall" in row.values:
                row.wrong("no_such_hall", "hall")
            return
        key = (hall.pk, plain(row.get("name")))
        if not self.once(row, key, "name") or not row.is_good:
            return
        wanted = {name: row.values[name] for name in SAID if name in row.values}
        room = self.rooms.get(key)
        changes = differences(room, wanted) if room else wanted
        row.plan = (hall, room, changes)
        row.outcome = CREATED if room is None else CHANGED if changes else SAME

    def write(self, rows: Sequence[Row], ledger: Ledger) -> None:
        self._make([row for row in rows if row.outcome == CREATED], ledger)
        self._change([row for row in rows if row.outcome == CHANGED], ledger)

    def _make(self, rows: Sequence[Row], ledger: Ledger) -> None:
        new = [Room(hall=row.plan[0], name=row.get("name"), **row.plan[2]) for row in rows]
        made = bulk_create_with_history(new, Room, **history_of(self.by, self.at))
        for row, room in zip(rows, made, strict=True):
            ledger.made(row, What.ROOM, room, shows=("hall_id", "name", *SAID), name=room.name)

    def _change(self, rows: Sequence[Row], ledger: Ledger) -> None:
        rooms: list[Room] = []
        for row in rows:
            _hall, room, changes = row.plan
            change(ledger, row, What.ROOM, room, changes, name=room.name)
            rooms.append(room)
        if rooms:
            bulk_update_with_history(rooms, Room, list(SAID), **history_of(self.by, self.at))


def change(ledger: Ledger, row: Row, what: str, thing: Any, changes: dict[str, Any], name: str = "") -> None:
    """The thing, not yet saved, is as the row says; what it was is written down."""
    if hasattr(thing, "version"):
        changes = changes | {"version": thing.version + 1}
    before = {field: getattr(thing, field) for field in changes}
    for field, value in changes.items():
        setattr(thing, field, value)
    ledger.changed(row, what, thing, before, changes, name)
