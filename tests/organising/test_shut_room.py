"""A room is closed for a while: who would be affected is shown first, and moves with one press."""

from datetime import UTC, datetime, timedelta

import pytest

from matchmaking.fairs.models import Room, RoomClosure
from matchmaking.meetings.models import Booking
from tests import make
from tests.fairs.pages import queries_of, words
from tests.organising.pages import page

pytestmark = pytest.mark.django_db
# Noon to two, by the clock of Brussels.
TIME = {"from_day": "2030-05-14", "from_time": "12:00", "to_day": "2030-05-14", "to_time": "14:00", "reason": "Lamp"}
NOON = datetime(2030, 5, 14, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def room(fair):
    return make.room(hall=make.hall(fair=fair, name="Food", slug="food"), name="A 01")


@pytest.fixture
def meetings(fair, room):
    """Two in the time that is asked for, and one after it."""
    slots = [*make.slots(fair, 2, first=NOON), make.slot(fair=fair, starts_at=NOON + 2 * HOUR)]
    people = [make.participant(fair=fair, user=make.user(name=name)) for name in ("Anna Berg", "Bo Ek", "Cy Lund")]
    return [make.booking(slot=slot, room=room, host=who) for slot, who in zip(slots, people, strict=True)]


def rooms_of(meetings):
    return [Booking.objects.get(pk=meeting.pk).room.name for meeting in meetings]


def test_the_page_begins_with_the_day_and_changes_nothing(client, fair, organiser, room):
    said = words(client.get(page("shut-room", fair, room.pk)))
    assert 'value="2030-05-14"' in said
    assert "Say when, and see here who would be affected" in said


def test_a_room_in_which_nobody_meets_is_closed_and_opened_again(client, fair, organiser, room):
    assert "Nobody meets there in that time." in words(client.get(page("shut-room", fair, room.pk), TIME))
    response = client.post(page("shut-room", fair, room.pk), TIME)
    assert (response.status_code, response.url) == (302, page("shut-room", fair, room.pk))
    closure = RoomClosure.objects.get()
    facts = (closure.room, closure.starts_at, closure.ends_at, closure.reason)
    assert facts == (room, NOON, NOON + 2 * HOUR, "Lamp")
    assert "Lamp" in words(client.get(response.url))
    assert client.post(page("reopen-room", fair, closure.pk)).status_code == 302
    assert not RoomClosure.objects.exists()


def test_who_would_be_affected_is_shown_first(client, fair, organiser, room, meetings):
    make.room(hall=room.hall, name="A 02")
    said = words(client.get(page("shut-room", fair, room.pk), TIME))
    for part in ("2 meetings are booked there in that time", "Anna Berg", "Bo Ek", "Move to A 02, Food", "Move all 2"):
        assert part in said
    assert "Cy Lund" not in said
    assert rooms_of(meetings) == ["A 01"] * 3


def test_a_room_in_which_people_meet_stays_open(client, fair, organiser, room, meetings):
    response = client.post(page("shut-room", fair, room.pk), TIME)
    assert response.status_code == 409
    said = words(response)
    assert "The room stays open until they are moved or cancelled." in said
    assert "Anna Berg" in said
    assert "no other room is free" in said
    assert 'value="Lamp"' in said  # what was typed
    assert not RoomClosure.objects.exists()


def test_all_that_can_be_moved_moves_and_the_room_closes(client, fair, organiser, room, meetings):
    make.room(hall=room.hall, name="A 02")
    response = client.post(page("clear-room", fair, room.pk), TIME | {"booking": "all"}, follow=True)
    said = words(response)
    assert "2 meetings are in other rooms now. Everybody concerned is told." in said
    assert "Nobody meets there in that time." in said
    assert rooms_of(meetings) == ["A 02", "A 02", "A 01"]
    assert client.post(page("shut-room", fair, room.pk), TIME).status_code == 302
    assert Booking.objects.get(pk=meetings[0].pk).history.latest().history_user == organiser.user


def test_one_meeting_moves_by_itself(client, fair, organiser, room, meetings):
    make.room(hall=room.hall, name="A 02")
    response = client.post(page("clear-room", fair, room.pk), TIME | {"booking": meetings[1].pk}, follow=True)
    assert "1 meeting is booked there in that time" in words(response)
    assert rooms_of(meetings) == ["A 01", "A 02", "A 01"]


def test_what_finds_no_room_is_left_to_the_organiser(client, fair, organiser, room, meetings):
    other = make.room(hall=room.hall, name="A 02")
    make.booking(slot=meetings[0].slot, room=other)
    response = client.post(page("clear-room", fair, room.pk), TIME | {"booking": "all"})
    assert response.status_code == 200
    said = words(response)
    assert "1 meeting is in another room now." in said
    assert "All rooms are taken at this time." in said
    assert "Anna Berg" in said
    assert rooms_of(meetings) == ["A 01", "A 02", "A 01"]
    assert client.post(page("shut-room", fair, room.pk), TIME).status_code == 409


@pytest.mark.parametrize("which", ["nonsense", "", "later"])
def test_no_meeting_moves_that_is_not_booked_there_then(client, fair, organiser, room, meetings, which):
    make.room(hall=room.hall, name="A 02")
    which = meetings[2].pk if which == "later" else which
    response = client.post(page("clear-room", fair, room.pk), TIME | {"booking": which})
    assert response.status_code == 409
    assert rooms_of(meetings) == ["A 01"] * 3


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"to_time": "12:00"}, "to_time"),
        ({"to_time": "25:00"}, "to_time"),
        ({"from_day": ""}, "from_day"),
        ({"reason": "x" * 161}, "reason"),
        ({"from_day": "2020-05-12", "to_day": "2020-05-13"}, "to_time"),
    ],
)
def test_a_time_that_cannot_be_is_refused_at_the_field(client, fair, organiser, room, typed, field):
    response = client.post(page("shut-room", fair, room.pk), TIME | typed)
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in words(response)
    assert not RoomClosure.objects.exists()
    assert client.get(page("shut-room", fair, room.pk), TIME | typed).status_code == 200


def test_a_room_that_is_closed_then_is_not_closed_twice(client, fair, organiser, room):
    client.post(page("shut-room", fair, room.pk), TIME)
    response = client.post(page("shut-room", fair, room.pk), TIME | {"to_time": "15:00"})
    assert response.status_code == 422
    assert 'id="id_from_time_error"' in words(response)
    assert RoomClosure.objects.count() == 1


def test_the_page_asks_the_same_number_of_questions_for_one_and_three(client, fair, organiser, room, meetings):
    for n in range(3):
        make.room(hall=room.hall, name=f"B {n}")
    address = page("shut-room", fair, room.pk) + "?" + "&".join(f"{key}={value}" for key, value in TIME.items())
    few = queries_of(client, address.replace("14:00", "12:10"))
    for n in (1, 1.5):
        make.booking(slot=make.slot(fair=fair, starts_at=NOON + n * HOUR), room=room)
    make.closure(room=room, starts_at=NOON + 4 * HOUR)
    assert queries_of(client, address) == few <= 15


def test_strangers_and_organisers_of_another_fair_find_nothing(client, fair, room, meetings):
    other, closure = make.organiser(), make.closure(room=room, starts_at=NOON + 4 * HOUR)
    make.room(hall=room.hall, name="A 02")
    for user in (make.user(), other.user, make.participant(fair=fair).user):
        client.force_login(user)
        for name in ("shut-room", "clear-room"):
            typed = TIME | {"booking": "all"}
            assert client.post(page(name, fair, room.pk), typed).status_code == 404
        assert client.get(page("shut-room", fair, room.pk), TIME).status_code == 404
        assert client.post(page("reopen-room", fair, closure.pk)).status_code == 404
    client.force_login(other.user)  # nor by the address of his own fair
    assert client.get(page("shut-room", other.fair, room.pk)).status_code == 404
    assert client.post(page("reopen-room", other.fair, closure.pk)).status_code == 404
    assert rooms_of(meetings) == ["A 01"] * 3
    assert (RoomClosure.objects.count(), Room.objects.count()) == (1, 2)
