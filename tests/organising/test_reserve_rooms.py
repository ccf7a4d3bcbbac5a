"""Rooms are kept for a stand and given back; what is booked there stays."""

import pytest

from matchmaking.exhibitors.actions import rooms as actions
from matchmaking.exhibitors.actions.rooms import release_rooms, reserve_rooms
from matchmaking.exhibitors.errors import HallOfAnotherFair, StandNotApproved
from matchmaking.exhibitors.models import Exhibitor, StandRoom
from matchmaking.meetings.queries import free_rooms
from tests import make
from tests.fairs.pages import queries_of, words
from tests.organising.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def rooms(fair):
    hall = make.hall(fair=fair, name="Food", slug="food")
    return [make.room(hall=hall, name=name) for name in ("A 01", "A 02")]


@pytest.fixture
def stand(fair, rooms):
    return make.exhibitor(fair=fair, hall=rooms[0].hall, company=make.company(name="Atelier Brun"))


def kept():
    return set(StandRoom.objects.values_list("room", "exhibitor"))


def test_reserve_rooms_takes_them_from_whoever_had_them(rooms, stand):
    make.stand_room(room=rooms[0], exhibitor=make.exhibitor(fair=stand.fair))
    assert reserve_rooms(rooms=rooms, exhibitor=stand) == rooms
    assert reserve_rooms(rooms=rooms, exhibitor=stand) == []
    assert kept() == {(room.pk, stand.pk) for room in rooms}


def test_reserve_rooms_refuses_a_stand_that_is_not_approved_and_rooms_of_another_fair(rooms, stand):
    with pytest.raises(HallOfAnotherFair) as refused:
        reserve_rooms(rooms=[make.room()], exhibitor=stand)
    assert refused.value.__cause__.__cause__.diag.constraint_name == "reserved_room_is_in_the_stands_fair"
    Exhibitor.objects.update(status="declined")
    with pytest.raises(StandNotApproved):
        reserve_rooms(rooms=rooms, exhibitor=stand)
    assert kept() == set()


def test_release_rooms(rooms, stand):
    make.stand_room(room=rooms[0], exhibitor=stand)
    assert release_rooms(rooms=rooms) == 1
    assert release_rooms(rooms=rooms) == 0


def test_a_room_that_is_kept_is_found_by_its_stand_alone_and_meetings_stay(fair, rooms, stand):
    meeting = make.booking(fair=fair, room=rooms[0])
    reserve_rooms(rooms=rooms, exhibitor=stand)
    meeting.refresh_from_db()
    assert (meeting.room, meeting.status, meeting.sequence) == (rooms[0], "confirmed", 0)
    facts = {"seats": 2, "for_whom": meeting.pk}
    assert free_rooms(meeting.slot, stands=[], **facts) == []
    assert free_rooms(meeting.slot, stands=[stand], **facts) == [rooms[1]]


def address(fair, rooms):
    return page("reserve-rooms", fair) + "?" + "&".join(f"room={room.pk}" for room in rooms)


def test_the_page_says_first_what_it_means(client, fair, organiser, rooms, stand):
    assert "nobody is affected" in words(client.get(address(fair, rooms)))
    make.booking(fair=fair, room=rooms[0], host=make.participant(fair=fair, user=make.user(name="Anna Berg")))
    make.stand_room(room=rooms[1], exhibitor=make.exhibitor(fair=fair, company=make.company(name="Bolt")))
    said = words(client.get(address(fair, rooms)))
    for part in ("1 meeting is booked there already. It stays", "Anna Berg", "now for Bolt", "Atelier Brun (Food)"):
        assert part in said


def test_the_page_reserves_and_releases(client, fair, organiser, rooms, stand):
    typed = {"room": [room.pk for room in rooms], "stand": stand.pk}
    response = client.post(page("reserve-rooms", fair), typed, follow=True)
    assert "2 rooms are for Atelier Brun now." in words(response)
    assert "Not all of them are in the hall" not in words(response)
    assert kept() == {(room.pk, stand.pk) for room in rooms}
    response = client.post(page("release-rooms", fair), typed, follow=True)
    assert "2 rooms are open to everybody again." in words(response)
    assert kept() == set()


def test_a_room_in_another_hall_is_allowed_and_said(client, fair, organiser, rooms, stand):
    far = make.room(hall=make.hall(fair=fair))
    response = client.post(page("reserve-rooms", fair), {"room": [far.pk], "stand": stand.pk}, follow=True)
    assert "Not all of them are in the hall of this stand." in words(response)
    assert kept() == {(far.pk, stand.pk)}


@pytest.mark.parametrize("status", ["applied", "declined"])
def test_a_stand_that_is_not_approved_or_of_another_fair_is_not_in_the_list(client, fair, organiser, rooms, status):
    stamp = None if status == "applied" else make.NOW
    waiting = make.exhibitor(fair=fair, status=status, decided_at=stamp)
    for stand in (waiting, make.exhibitor()):
        typed = {"room": [rooms[0].pk], "stand": stand.pk}
        response = client.post(page("reserve-rooms", fair), typed)
        assert response.status_code == 422
        assert 'id="id_stand_error"' in words(response)
    assert kept() == set()


def test_a_stand_that_is_declined_in_that_very_moment_is_refused(client, fair, organiser, rooms, stand, monkeypatch):
    hold = actions.hold_exhibitor

    def late(pk):
        Exhibitor.objects.filter(pk=pk).update(status="declined")
        return hold(pk)

    monkeypatch.setattr(actions, "hold_exhibitor", late)
    response = client.post(page("reserve-rooms", fair), {"room": [rooms[0].pk], "stand": stand.pk})
    assert response.status_code == 409
    assert "Only a stand that is approved" in words(response)
    assert kept() == set()


def test_without_a_room_one_is_led_back(client, fair, organiser, rooms, stand):
    assert client.get(page("reserve-rooms", fair)).url == page("arrange-halls", fair)
    theirs = {"room": [make.room().pk], "stand": stand.pk}
    assert client.post(page("reserve-rooms", fair), theirs).status_code == 422
    assert client.post(page("release-rooms", fair), theirs).status_code == 422


def test_the_page_asks_the_same_number_of_questions_for_one_and_three(client, fair, organiser, rooms, stand):
    slots = make.slots(fair, 3)
    make.booking(slot=slots[0], room=rooms[0])
    few = queries_of(client, address(fair, rooms[:1]))
    for slot in slots[1:]:
        make.booking(slot=slot, room=rooms[1])
    make.exhibitor(fair=fair, hall=rooms[0].hall)
    make.stand_room(room=make.room(hall=rooms[0].hall), exhibitor=stand)
    assert queries_of(client, address(fair, rooms)) == few <= 15


def test_strangers_find_nothing(client, fair, rooms, stand):
    for user in (make.user(), make.organiser().user, make.participant(fair=fair).user):
        client.force_login(user)
        assert client.get(address(fair, rooms)).status_code == 404
        typed = {"room": [rooms[0].pk], "stand": stand.pk}
        assert client.post(page("reserve-rooms", fair), typed).status_code == 404
    assert kept() == set()
