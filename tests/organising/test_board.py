"""The board of halls and rooms: many at once, moved, seated, removed, and the halls in order."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matchmaking.fairs.models import Hall, Room
from matchmaking.organising.views import halls as views
from tests import make
from tests.fairs.pages import queries_of, words
from tests.make import NOW
from tests.organising.pages import page

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def halls(fair):
    return [
        make.hall(fair=fair, name=name, slug=name.lower(), position=at) for at, name in enumerate(("Food", "Steel"))
    ]


def names(hall):
    return sorted(hall.rooms.values_list("name", flat=True))


def test_the_board_shows_each_hall_with_its_rooms(client, fair, organiser, halls):
    room = make.room(hall=halls[0], name="Corner", kind=Room.Kind.TABLE, seats=6)
    stand = make.exhibitor(fair=fair, hall=halls[1], company=make.company(name="Atelier Brun"))
    make.stand_room(room=room, exhibitor=stand)
    make.closure(room=room, starts_at=NOW + timedelta(hours=1), ends_at=NOW + timedelta(hours=2))
    make.room()  # of another fair
    said = words(client.get(page("arrange-halls", fair)))
    for part in (
        "Food",
        "Steel",
        "Corner",
        "table · 6 seats",
        "Atelier Brun",
        "(Steel)",
        "closed",
        "1 room",
        "0 rooms",
    ):
        assert part in said
    assert Room.objects.count() == 2


def test_the_board_asks_the_same_number_of_questions_for_one_and_many(client, fair, organiser):
    def more():
        hall = make.hall(fair=fair)
        for _ in range(3):
            make.closure(room=make.stand_room(exhibitor=make.exhibitor(fair=fair, hall=hall)).room)

    more()
    few = queries_of(client, page("arrange-halls", fair))
    more()
    more()
    assert queries_of(client, page("arrange-halls", fair)) == few <= 15


def test_a_board_of_three_hundred_rooms_has_one_list_of_halls(client, fair, organiser):
    for _ in range(6):
        hall = make.hall(fair=fair)
        Room.objects.bulk_create(Room(hall=hall, name=f"A {n:02}") for n in range(50))
    content = client.get(page("arrange-halls", fair)).content.decode()
    assert content.count("data-room=") == 300
    assert content.count("<select") <= 4  # to move, to add (the hall and the kind), the zone or the language


# Thirty at once ----------------------------------------------------------------

THIRTY = {"name": "A", "number": 30, "kind": "video", "seats": 4, "first": 1}


def test_thirty_rooms_are_added_at_once(client, fair, organiser, halls):
    response = client.post(page("add-rooms-at-once", fair), THIRTY | {"hall": halls[0].pk})
    assert (response.status_code, response.url) == (302, page("arrange-halls", fair))
    assert names(halls[0]) == [f"A {n:02}" for n in range(1, 31)]
    assert set(Room.objects.values_list("kind", "seats")) == {("video", 4)}


def test_of_rooms_of_which_one_name_is_taken_none_is_added(client, fair, organiser, halls):
    make.room(hall=halls[0], name="A 07")
    response = client.post(page("add-rooms-at-once", fair), THIRTY | {"hall": halls[0].pk})
    assert response.status_code == 422
    assert "A 07" in words(response)
    assert 'value="30"' in words(response)
    assert names(halls[0]) == ["A 07"]


@pytest.mark.parametrize(
    "typed", [{"number": 101}, {"number": 0}, {"seats": 1}, {"kind": "tent"}, {"name": "x" * 60}, {"hall": 0}]
)
def test_rooms_that_cannot_be_are_refused_at_the_field(client, fair, organiser, halls, typed):
    response = client.post(page("add-rooms-at-once", fair), THIRTY | {"hall": halls[0].pk} | typed)
    assert response.status_code == 422
    assert f'id="id_{next(iter(typed))}_error"' in words(response)
    assert not Room.objects.exists()


# Ticked ----------------------------------------------------------------


@pytest.fixture
def rooms(halls):
    return [make.room(hall=halls[0], name=name) for name in ("A 01", "A 02", "A 03")]


def ticked(rooms, **more):
    return {"room": [room.pk for room in rooms]} | more


def test_move_rooms(client, fair, organiser, halls, rooms):
    response = client.post(page("move-rooms", fair), ticked(rooms[:2], hall=halls[1].pk))
    assert (response.status_code, response.url) == (302, page("arrange-halls", fair))
    assert (names(halls[0]), names(halls[1])) == (["A 03"], ["A 01", "A 02"])


def test_move_rooms_answers_with_the_board_alone(client, fair, organiser, halls, rooms):
    response = client.post(page("move-rooms", fair), ticked(rooms[:1], hall=halls[1].pk), **HTMX)
    assert response.status_code == 200
    said = words(response)
    assert said.startswith('<form id="board"') or 'id="board"' in said[:200]
    assert "A 01 is in Steel now." in said
    assert "<html" not in said


def test_move_rooms_says_how_many_meetings_are_elsewhere_by_that(client, fair, organiser, halls, rooms):
    make.booking(fair=fair, room=rooms[0])
    response = client.post(page("move-rooms", fair), ticked(rooms, hall=halls[1].pk), **HTMX)
    assert "1 meeting is booked there: agendas and reminders name the new hall" in words(response)


def test_move_room_says_it_too(client, fair, organiser, halls, rooms):
    make.booking(fair=fair, room=rooms[0])
    response = client.post(page("move-room", fair, rooms[0].pk), {"hall": halls[1].pk}, follow=True)
    assert "1 meeting is booked there" in words(response)


def test_move_rooms_refuses_a_name_that_is_there_twice(client, fair, organiser, halls, rooms):
    make.room(hall=halls[1], name="A 02")
    for how in ({}, HTMX):
        response = client.post(page("move-rooms", fair), ticked(rooms, hall=halls[1].pk), **how)
        assert response.status_code == 409
        assert "A 02" in words(response)
        assert words(response).count(" checked") == 3  # nothing that was ticked is lost
    assert len(names(halls[0])) == 3


def test_move_rooms_refuses_rooms_and_halls_of_another_fair(client, fair, organiser, halls, rooms):
    theirs = make.room()
    assert client.post(page("move-rooms", fair), ticked([theirs], hall=halls[1].pk)).status_code == 422
    assert client.post(page("move-rooms", fair), ticked(rooms, hall=theirs.hall.pk)).status_code == 422
    assert client.post(page("move-rooms", fair), {"hall": halls[1].pk, "room": ["x\x00"]}).status_code == 422
    assert len(names(halls[0])) == 3


def test_move_rooms_refuses_a_hall_that_is_shut_when_people_meet(client, fair, organiser, halls, rooms):
    make.booking(fair=fair, room=rooms[0])
    make.hall_hours(hall=halls[1], day=fair.ends_on)
    response = client.post(page("move-rooms", fair), ticked(rooms, hall=halls[1].pk))
    assert response.status_code == 409
    assert "at times at which the other hall is not open" in words(response)
    assert len(names(halls[0])) == 3


def test_seat_rooms(client, fair, organiser, rooms):
    assert client.post(page("seat-rooms", fair), ticked(rooms[:2], seats=8)).status_code == 302
    assert list(Room.objects.order_by("name").values_list("seats", flat=True)) == [8, 8, 4]
    for seats in (1, 51, "x", ""):
        assert client.post(page("seat-rooms", fair), ticked(rooms, seats=seats)).status_code == 422


def test_remove_rooms_removes_all_or_says_what_is_booked(client, fair, organiser, rooms):
    meeting = make.booking(fair=fair, room=rooms[1], host=make.participant(fair=fair, user=make.user(name="Anna Berg")))
    response = client.post(page("remove-rooms", fair), ticked(rooms))
    assert response.status_code == 409
    assert "Anna Berg" in words(response)
    assert f"booked-{meeting.pk}" in words(response)
    assert Room.objects.count() == 3
    assert client.post(page("remove-rooms", fair), ticked([rooms[0], rooms[2]])).status_code == 302
    assert Room.objects.get() == rooms[1]


# The order of halls ----------------------------------------------------------------


def test_order_hall(client, fair, organiser, halls):
    assert client.post(page("order-hall", fair, "steel"), {"to": "back"}).status_code == 302
    assert list(fair.halls.values_list("name", flat=True)) == ["Steel", "Food"]
    response = client.post(page("order-hall", fair, "steel"), {"to": "on"}, **HTMX)
    assert "Steel is in place 2 now." in words(response)
    assert list(fair.halls.values_list("name", flat=True)) == ["Food", "Steel"]


# Halls and rooms in which people meet stay ----------------------------------------------


def test_a_hall_with_meetings_stays_and_says_which(client, fair, organiser, rooms):
    booked = make.booking(fair=fair, room=rooms[0], guest=make.participant(fair=fair, user=make.user(name="Anna Berg")))
    for name, what in (("remove-hall", "food"), ("remove-room", rooms[0].pk)):
        response = client.post(page(name, fair, what))
        assert response.status_code == 409
        assert "Anna Berg" in words(response)
        assert f'id="booked-{booked.pk}"' in words(response)
        assert "11:00" in words(response) or "12:00" in words(response)
    assert (Hall.objects.count(), Room.objects.count()) == (2, 3)


def test_a_hall_with_many_meetings_shows_the_first_and_asks_no_more(client, fair, organiser, rooms, monkeypatch):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            response = client.post(page("remove-hall", fair, "food"))
        assert response.status_code == 409
        return len(seen), words(response)

    make.booking(fair=fair, room=rooms[0])
    asked()
    few, _said = asked()
    slots = make.slots(fair, 4, first=NOW + timedelta(hours=3))
    for slot in slots:
        make.booking(slot=slot, room=rooms[0])
    monkeypatch.setattr(views, "MOST_SHOWN", 2)
    many, said = asked()
    assert many == few
    assert "and 3 more" in said


POSTS = ["add-rooms-at-once", "move-rooms", "seat-rooms", "remove-rooms", "release-rooms"]


@pytest.mark.parametrize("name", POSTS)
def test_strangers_find_no_board(client, fair, rooms, name):
    address = page(name, fair)
    assert client.post(address).url.startswith(reverse("account_login"))
    for user in (make.user(), make.organiser().user, make.participant(fair=fair).user):
        client.force_login(user)
        assert client.post(address, ticked(rooms)).status_code == 404
    assert Room.objects.count() == 3
