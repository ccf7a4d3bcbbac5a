from datetime import timedelta

import pytest

from matchmaking.fairs.actions import halls
from matchmaking.fairs.errors import (
    ClosedAlready,
    ClosedTooLate,
    ClosureEndsBeforeItBegins,
    HallHoldsMeetings,
    HallInUse,
    HallNameTaken,
    HallOfAnotherFair,
    NameInBothHalls,
    RoomInUse,
    RoomNameTaken,
    RoomTooSmall,
)
from matchmaking.fairs.models import Hall, Room
from matchmaking.fairs.rules import room_names
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_add_hall_puts_it_after_the_others_at_an_address_of_its_own():
    fair = make.fair()
    names = ["Food & Drink", "Food & drink", "食品", "صالة", "Énergie"]
    made = [halls.add_hall(fair=fair, name=name) for name in names]
    assert [(hall.slug, hall.position) for hall in made] == [
        ("food-drink", 0),
        ("food-drink-2", 1),
        ("hall", 2),
        ("hall-2", 3),
        ("energie", 4),
    ]


def test_add_hall_understands_the_veto(monkeypatch):
    hall = make.hall(slug="food")
    monkeypatch.setattr(halls, "free_address", lambda *a: "food")
    with pytest.raises(HallNameTaken) as refused:
        halls.add_hall(fair=hall.fair, name="Food")
    assert refused.value.__cause__.__cause__.diag.constraint_name == "one_hall_per_address"


def test_change_hall_keeps_its_address():
    hall = make.hall(slug="food")
    halls.change_hall(hall=hall, name="Drinks", theme="Wine")
    hall.refresh_from_db()
    assert (hall.name, hall.theme, hall.slug) == ("Drinks", "Wine", "food")


def test_remove_hall_takes_its_rooms_along():
    room = make.room()
    halls.remove_hall(hall=room.hall)
    assert not Room.objects.exists()


def test_remove_hall_refuses_while_there_are_stands():
    hall = make.hall()
    make.exhibitor(fair=hall.fair, hall=hall)
    with pytest.raises(HallInUse):
        halls.remove_hall(hall=hall)
    assert Hall.objects.get() == hall


def test_add_rooms_makes_all_or_none():
    hall = make.hall()
    halls.add_rooms(hall=hall, names=["A1", "A2"], kind=Room.Kind.TABLE, seats=6)
    with pytest.raises(RoomNameTaken) as refused:
        halls.add_rooms(hall=hall, names=["A3", "A2"], kind=Room.Kind.VIDEO, seats=4)
    assert "A2" in str(refused.value.message)
    assert sorted(hall.rooms.values_list("name", "kind", "seats")) == [("A1", "table", 6), ("A2", "table", 6)]


def test_add_rooms_understands_the_veto(monkeypatch):
    room = make.room(name="A1")
    monkeypatch.setattr(halls, "taken_names", lambda *asked: [])
    with pytest.raises(RoomNameTaken) as refused:
        halls.add_rooms(hall=room.hall, names=["A1"], kind=Room.Kind.TABLE, seats=6)
    assert refused.value.__cause__.__cause__.diag.constraint_name == "one_room_per_name_and_hall"


def test_many_names_that_are_taken_are_not_all_told():
    hall = make.hall()
    names = room_names("A", number=30)
    halls.add_rooms(hall=hall, names=names, kind=Room.Kind.VIDEO, seats=4)
    with pytest.raises(RoomNameTaken) as refused:
        halls.add_rooms(hall=hall, names=names, kind=Room.Kind.VIDEO, seats=4)
    assert "A 01, A 02, A 03, A 04, A 05, A 06, A 07, A 08 …" in str(refused.value.message)
    assert hall.rooms.count() == 30
    assert {room.history.count() for room in hall.rooms.all()} == {1}


@pytest.mark.parametrize(
    ("pattern", "number", "first", "names"),
    [
        ("Corner", 1, 1, ["Corner"]),
        ("A", 3, 1, ["A 01", "A 02", "A 03"]),
        ("A", 2, 99, ["A 099", "A 100"]),
        ("A", 1, 7, ["A 07"]),
        ("Room # (left)", 2, 1, ["Room 01 (left)", "Room 02 (left)"]),
        ("#", 1, 1, ["1"]),
    ],
)
def test_rooms_in_a_row_are_named_alike(pattern, number, first, names):
    assert room_names(pattern, number=number, first=first) == names


def test_change_room():
    room = make.room()
    halls.change_room(room=room, name="Corner", kind=Room.Kind.TABLE, seats=8)
    room.refresh_from_db()
    assert (room.name, room.kind, room.seats) == ("Corner", "table", 8)
    with pytest.raises(RoomTooSmall) as refused:
        halls.change_room(room=room, name="Corner", kind=Room.Kind.TABLE, seats=1)
    assert refused.value.__cause__.__cause__.diag.constraint_name == "room_seats_two_or_more"


def test_move_room_within_the_fair():
    room = make.room()
    hall = make.hall(fair=room.hall.fair)
    assert halls.move_room(room=room, hall=hall).hall == hall
    room.refresh_from_db()
    assert room.hall == hall


def test_move_room_refuses_the_hall_of_another_fair():
    room = make.room()
    with pytest.raises(HallOfAnotherFair):
        halls.move_room(room=room, hall=make.hall())


def test_move_room_refuses_a_name_that_the_hall_has():
    room = make.room(name="A1")
    other = make.room(name="A1", hall=make.hall(fair=room.hall.fair))
    with pytest.raises(RoomNameTaken):
        halls.move_room(room=room, hall=other.hall)


def test_remove_room():
    halls.remove_room(room=make.room())
    assert not Room.objects.exists()


# Several at once ----------------------------------------------------------------


def test_move_rooms_moves_all_or_none():
    hall = make.hall()
    other = make.hall(fair=hall.fair)
    rooms = [make.room(hall=hall, name=name) for name in ("A", "B")] + [make.room(hall=other, name="C")]
    assert halls.move_rooms(rooms=rooms, hall=other) == rooms[:2]
    assert set(Room.objects.values_list("hall", flat=True)) == {other.pk}
    assert rooms[0].history.count() == 2
    make.room(hall=hall, name="B")
    with pytest.raises(NameInBothHalls) as refused:
        halls.move_rooms(rooms=rooms, hall=hall)
    assert "B" in str(refused.value.message)
    assert other.rooms.count() == 3


def test_move_rooms_refuses_two_of_one_name():
    fair = make.fair()
    rooms = [make.room(hall=make.hall(fair=fair), name="A") for _ in range(2)]
    with pytest.raises(NameInBothHalls):
        halls.move_rooms(rooms=rooms, hall=make.hall(fair=fair))


def test_seat_rooms():
    rooms = [make.room() for _ in range(2)]
    halls.seat_rooms(rooms=rooms, seats=8)
    assert set(Room.objects.values_list("seats", flat=True)) == {8}
    with pytest.raises(RoomTooSmall):
        halls.seat_rooms(rooms=rooms, seats=1)


def test_remove_rooms_removes_all_or_none():
    booked, free = make.booking().room, make.room()
    with pytest.raises(RoomInUse):
        halls.remove_rooms(rooms=[free, booked])
    assert Room.objects.count() == 2
    assert halls.remove_rooms(rooms=[free]) == 1
    assert Room.objects.get() == booked


def test_remove_hall_refuses_while_meetings_are_booked_there():
    hall = make.booking().room.hall
    with pytest.raises(HallHoldsMeetings):
        halls.remove_hall(hall=hall)
    assert Room.objects.get().hall == hall


@pytest.mark.parametrize(
    ("which", "steps", "order"), [(0, 1, "BACD"), (2, -1, "ACBD"), (0, -1, "ABCD"), (3, 5, "ABCD"), (3, -3, "DABC")]
)
def test_order_hall(which, steps, order):
    fair = make.fair()
    four = [make.hall(fair=fair, name=name) for name in "ABCD"]  # all of them at the place 0
    halls.order_hall(hall=four[which], steps=steps)
    assert "".join(fair.halls.values_list("name", flat=True)) == order
    assert list(fair.halls.values_list("position", flat=True)) == [0, 1, 2, 3]


# Closed for a while ----------------------------------------------------------------


def test_close_room_and_reopen_it():
    room = make.room()
    closure = halls.close_room(room=room, starts_at=NOW + HOUR, ends_at=NOW + 2 * HOUR, reason="Projector", at=NOW)
    assert (closure.room, closure.reason, closure.closed_at) == (room, "Projector", NOW)
    with pytest.raises(ClosedAlready) as refused:
        halls.close_room(room=room, starts_at=NOW, ends_at=NOW + 3 * HOUR, at=NOW)
    assert refused.value.__cause__.__cause__.diag.constraint_name == "closures_of_a_room_do_not_overlap"
    for _ in range(2):
        halls.reopen_room(closure=closure)
    assert not room.closures.exists()


@pytest.mark.parametrize(
    ("starts", "ends", "refusal"),
    [(1, 1, ClosureEndsBeforeItBegins), (2, 1, ClosureEndsBeforeItBegins), (-2, 0, ClosedTooLate)],
)
def test_close_room_refuses(starts, ends, refusal):
    with pytest.raises(refusal):
        halls.close_room(room=make.room(), starts_at=NOW + starts * HOUR, ends_at=NOW + ends * HOUR, at=NOW)
