"""The day: how each room stands, what of it wants looking after, who may see it, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matchmaking.fairs.models import Participant
from matchmaking.lobbies.actions import lasting, staying
from matchmaking.lobbies.models import DeviceCheck, WalkIn
from matchmaking.organising import outlook
from tests import make
from tests.organising.conftest import A_MINUTE

pytestmark = pytest.mark.django_db


def address(today, **asked):
    path = reverse("organising:show-day", args=[today.fair.slug])
    return path + "?" + "&".join(f"{name}={value}" for name, value in asked.items())


def page(client, today, **asked):
    answer = client.get(address(today, **asked))
    assert answer.status_code == 200
    return answer.content.decode()


def states(today, at=None):
    """Of each room that is not free, by its number."""
    return {room: str(shown.state) for room, shown in outlook.read(today.fair, at=at or today.now).shown.items()}


def in_call(today, booking):
    for page in [today.comes(booking, role) for role in ("host", "guest")]:
        staying.enter(**page)


def test_each_room_says_how_its_meeting_stands(today):
    soon, waiting, overrun = today.meeting(6), today.meeting(1, lasts=5), today.meeting(-8, lasts=4)
    on, late, empty, help_asked, closed = (today.meeting(-4, lasts=5) for _ in range(5))
    today.room(name="Free")
    today.comes(waiting, "guest")
    in_call(today, on)
    today.comes(late, "host")
    lasting.ask_for_help(**today.comes(help_asked, "guest"))
    lasting.close_lobby(booking_id=closed.pk, by=today.keeper, at=today.now)
    today.comes(overrun, "host")
    assert states(today) == {
        soon.room_id: "soon",
        waiting.room_id: "waiting",
        on.room_id: "on",
        late.room_id: "late",
        empty.room_id: "empty",
        help_asked.room_id: "help",
        closed.room_id: "closed",
        overrun.room_id: "overrun",
    }


def test_the_meeting_that_wants_looking_after_is_the_rooms_and_the_next_one_is_kept_in_mind(today):
    room = today.room()
    over, coming = today.meeting(-27, room=room), today.meeting(10, room=room)
    today.comes(over, "guest")
    shown = outlook.read(today.fair, at=today.now).shown[room.pk]
    assert (shown.state, shown.meeting.pk, shown.coming.pk) == ("overrun", str(over.pk), str(coming.pk))


def test_meetings_of_another_hour_or_fair_leave_a_room_free(today):
    today.meeting(31)
    today.meeting(-35)
    other = make.fair(starts_on=today.fair.starts_on, ends_on=today.fair.ends_on)
    make.booking(slot=make.slot(fair=other, starts_at=today.now, ends_at=today.now + 5 * A_MINUTE))
    assert states(today) == {}


def test_what_wants_looking_after_comes_first_and_says_who_is_missing(keeper, today):
    late, asking = today.meeting(-5), today.meeting(-5)
    today.comes(late, "host")
    lasting.ask_for_help(**today.comes(asking, "guest"))
    read = page(keeper, today)
    cares = read[read.index('id="day-cares"') : read.index('id="rooms-title"')]
    assert cares.index(f"care-{asking.pk}") < cares.index(f"care-{late.pk}")
    assert str(late.attendances.get(role="guest").user) in cares
    assert reverse("lobbies:enter-room", args=[asking.pk]) in cares
    assert reverse("lobbies:enter-room", args=[late.pk]) not in cares


def test_queues_and_failed_device_tests_are_told(keeper, today):
    stand = make.exhibitor(fair=today.fair)
    for minutes in (4, 9):
        waits = make.participant(fair=today.fair)
        WalkIn.objects.create(stand=stand, participant=waits, came_at=today.now - minutes * A_MINUTE)
    ahead, later = today.meeting(10), today.meeting(45)
    for booking in (ahead, later):
        user = booking.attendances.get(role="guest").user
        DeviceCheck.objects.create(user=user, checked_at=today.now, browser="Firefox", hears=False, camera="Cam")
    read = page(keeper, today)
    assert f"queue-{stand.slug}" in read
    assert "2 people wait" in read
    assert f'id="test-{ahead.pk}"' in read
    assert "no microphone found, hears nothing" in read
    assert f'id="test-{later.pk}"' not in read


def test_a_hall_and_a_state_are_chosen_in_the_address(keeper, today):
    here = today.meeting(-5)
    there = today.meeting(-5, room=make.room(hall=make.hall(fair=today.fair, slug="hall-x")))
    read = page(keeper, today, hall="hall-x", state="empty")
    assert f'id="room-{there.room_id}"' in read
    assert f'id="room-{here.room_id}"' not in read
    assert 'data-only="empty"' in read
    assert f'href="{address(today)}state=late&amp;hall=hall-x"' in read
    assert "data-only" not in page(keeper, today, state="nonsense", hall="nowhere")


def test_a_calm_day_says_so(keeper, today):
    assert "All is well" in page(keeper, today)


def test_names_are_written_as_text(keeper, today):
    booking = today.meeting(-5, room=today.room(name="<b>Room"))
    booking.attendances.get(role="host").user.__class__.objects.update(name="<i>Ann")
    read = page(keeper, today)
    assert "&lt;b&gt;Room" in read
    assert "&lt;i&gt;Ann" in read
    assert "<b>Room" not in read
    assert "<i>Ann" not in read


@pytest.mark.parametrize("duty", Participant.Duty.values)
def test_whose_duty_brings_the_right_keeps_the_day(client, today, duty):
    client.force_login(make.organiser(fair=today.fair, duty=duty).user)
    assert client.get(address(today)).status_code == (404 if duty == "analyst" else 200)


def test_strangers_find_nothing(client, today):
    for user in (make.organiser().user, make.participant(fair=today.fair).user):
        client.force_login(user)
        assert client.get(address(today)).status_code == 404
    client.logout()
    assert client.get(address(today)).status_code == 302


def test_the_number_of_queries_does_not_grow(keeper, today, monkeypatch):
    monkeypatch.setattr(outlook, "SHARED", timedelta())  # nobody else has just read it

    def fill():
        late = today.meeting(-5, room=make.room(hall=make.hall(fair=today.fair)))
        today.comes(late, "host")
        stand = make.exhibitor(fair=today.fair)
        WalkIn.objects.create(stand=stand, participant=make.participant(fair=today.fair), came_at=today.now)

    fill()
    page(keeper, today)
    with CaptureQueriesContext(connection) as with_one:
        page(keeper, today)
    fill()
    fill()
    with CaptureQueriesContext(connection) as with_three:
        page(keeper, today)
    assert len(with_three) == len(with_one) <= 12


def test_the_sign_is_the_same_as_long_as_nothing_changes(today):
    booking = today.meeting(-5)
    at = today.now.replace(second=10)
    before = outlook.read(today.fair, at=at).sign
    assert outlook.read(today.fair, at=at + timedelta(seconds=20)).sign == before
    today.comes(booking, "host")
    assert outlook.read(today.fair, at=at).sign != before
