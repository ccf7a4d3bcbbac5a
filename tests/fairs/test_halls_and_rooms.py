import pytest

from matchmaking.fairs.actions import halls
from matchmaking.fairs.errors import HallInUse, HallNameTaken, HallOfAnotherFair, RoomNameTaken, RoomTooSmall
from matchmaking.fairs.models import Hall, Room
from tests import make

pytestmark = pytest.mark.django_db


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
    halls.change_hall(hall=hall, name="Drinks", theme="Wine", position=3)
    hall.refresh_from_db()
    assert (hall.name, hall.theme, hall.position, hall.slug) == ("Drinks", "Wine", 3, "food")


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
    assert refused.value.__cause__.__cause__.diag.constraint_name == "one_room_per_name_and_hall"
    assert sorted(hall.rooms.values_list("name", "kind", "seats")) == [("A1", "table", 6), ("A2", "table", 6)]


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
