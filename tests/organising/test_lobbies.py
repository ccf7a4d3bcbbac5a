"""The organiser sees all lobbies of this hour, goes in where he was asked, and closes a room."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from matchmaking.lobbies import board
from matchmaking.lobbies.access import meetings_kept_by
from matchmaking.lobbies.actions import lasting, staying
from matchmaking.lobbies.models import Lobby
from tests import make

pytestmark = pytest.mark.django_db
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def fair(now):
    day = timedelta(days=1)
    return make.fair(starts_on=(now - day).date(), ends_on=(now + day).date())


@pytest.fixture
def organiser(fair):
    return make.organiser(fair=fair).user


@pytest.fixture
def meeting(fair, now):
    """meeting(minutes) begins after so many minutes."""

    def begins(minutes, **kw):
        starts_at = now + minutes * A_MINUTE
        slots = fair.slots.filter(starts_at=starts_at)
        slot = slots.first() or make.slot(fair=fair, starts_at=starts_at, ends_at=starts_at + 5 * A_MINUTE)
        return make.booking(slot=slot, **kw)

    return begins


def comes(booking, role, at):
    user = booking.attendances.get(role=role).user
    stay = staying.arrive(user=user, booking_id=booking.pk, at=at)
    return {"user": user, "stay_id": stay.pk, "at": at}


def states(fair, organiser, at):
    return [(row.booking, row.state) for row in board.read(meetings_kept_by(organiser), fair, at=at).rows]


def test_what_wants_looking_after_comes_first(fair, organiser, meeting, now):
    ahead, waiting = meeting(6), meeting(0)
    on, late, empty, asking = (meeting(-5) for _ in range(4))
    comes(waiting, "guest", now)
    pages = [comes(on, role, now) for role in ("host", "guest")]
    for page in pages:
        staying.enter(**page)
    comes(late, "host", now)
    lasting.ask_for_help(**comes(asking, "guest", now))
    assert states(fair, organiser, now) == [
        (asking, "help"),
        (late, "late"),
        (empty, "empty"),
        (waiting, "waiting"),
        (on, "on"),
        (ahead, "ahead"),
    ]


def test_meetings_of_another_hour_or_fair_are_not_shown(fair, organiser, meeting, now):
    meeting(16)
    meeting(-11)
    other = make.fair(starts_on=fair.starts_on, ends_on=fair.ends_on)
    make.booking(slot=make.slot(fair=other, starts_at=now, ends_at=now + 5 * A_MINUTE))
    assert states(fair, organiser, now) == []


def test_a_closed_room_comes_last_and_is_opened_again(client, fair, organiser, meeting, now):
    booking = meeting(-1)
    client.force_login(organiser)
    page = client.post(reverse("organising:close-room", args=[fair.slug, booking.pk]), follow=True)
    assert b"The room is closed." in page.content
    assert states(fair, organiser, now) == [(booking, "closed")]
    assert Lobby.objects.get().closed_by == organiser
    page = client.post(reverse("organising:open-room", args=[fair.slug, booking.pk]), follow=True)
    assert b"The room is open again." in page.content
    assert states(fair, organiser, now) == [(booking, "ahead")]


def test_the_organiser_of_another_fair_closes_nothing(client, fair, meeting):
    booking = meeting(-1)
    client.force_login(make.organiser().user)
    for name in ("close-room", "open-room"):
        assert client.post(reverse(f"organising:{name}", args=[fair.slug, booking.pk])).status_code == 404
    assert not Lobby.objects.exists()


def test_he_goes_in_only_where_he_was_asked(client, fair, organiser, meeting, now):
    booking = meeting(-1)
    client.force_login(organiser)
    room, lobbies = (
        reverse("lobbies:enter-room", args=[booking.pk]),
        reverse("organising:organise-lobbies", args=[fair.slug]),
    )
    assert client.get(room).status_code == 404
    assert room not in client.get(lobbies).content.decode()
    lasting.ask_for_help(**comes(booking, "guest", now))
    assert room in client.get(lobbies).content.decode()
    assert client.get(room).status_code == 200


def test_one_state_can_be_looked_at_alone(client, fair, organiser, meeting):
    here, ahead = meeting(-5), meeting(5)
    client.force_login(organiser)
    page = client.get(reverse("organising:organise-lobbies", args=[fair.slug]), {"state": "empty"}).content.decode()
    assert f"lobby-{here.pk}" in page
    assert f"lobby-{ahead.pk}" not in page


def test_the_number_of_queries_does_not_grow(client, fair, organiser, meeting, now):
    client.force_login(organiser)
    address = reverse("organising:organise-lobbies", args=[fair.slug])
    comes(meeting(-1), "host", now)
    client.get(address)
    with CaptureQueriesContext(connection) as with_one:
        client.get(address)
    for _ in range(2):
        comes(meeting(-1), "guest", now)
    with CaptureQueriesContext(connection) as with_three:
        client.get(address)
    assert len(with_three) == len(with_one)
