"""The organiser closes a room, opens it again, and goes in where he was asked."""

import pytest
from django.urls import reverse

from matchmaking.lobbies.actions import lasting
from matchmaking.lobbies.models import Lobby
from tests import make
from tests.organising.pages import page

pytestmark = pytest.mark.django_db


def state(today, booking):
    from_board = {shown.meeting.pk: shown.state for shown in today.read().shown.values() if shown.meeting}
    return from_board.get(str(booking.pk))


def test_a_closed_room_says_who_has_closed_it_and_is_opened_again(keeper, today):
    booking = today.meeting()
    answer = keeper.post(page("close-room", today.fair, booking.pk), follow=True)
    assert "The room is closed." in answer.content.decode()
    assert "Olga Keeper has closed it." in answer.content.decode()
    assert (state(today, booking), Lobby.objects.get().closed_by) == ("closed", today.keeper)
    answer = keeper.post(page("open-room", today.fair, booking.pk), follow=True)
    assert "The room is open again." in answer.content.decode()
    assert state(today, booking) == "empty"


def test_he_comes_back_to_where_he_pressed_and_never_elsewhere(keeper, today):
    booking = today.meeting()
    day = page("show-day", today.fair) + "?state=late"
    close = page("close-room", today.fair, booking.pk)
    assert keeper.post(close, {"back": day}).url == day
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert keeper.post(close, {"back": elsewhere}).url == page("show-meeting", today.fair, booking.pk)


def test_who_keeps_another_fair_closes_nothing(client, today):
    booking = today.meeting()
    client.force_login(make.organiser().user)
    for name in ("close-room", "open-room"):
        assert client.post(page(name, today.fair, booking.pk)).status_code == 404
    assert not Lobby.objects.exists()


def test_a_meeting_of_another_fair_is_not_there(keeper, today):
    other = make.booking()
    for name in ("close-room", "open-room", "show-meeting"):
        assert keeper.post(page(name, today.fair, other.pk)).status_code in (404, 405)
    assert keeper.get(page("show-meeting", today.fair, other.pk)).status_code == 404


def test_he_goes_in_only_where_he_was_asked(keeper, today):
    booking = today.meeting()
    room = reverse("lobbies:enter-room", args=[booking.pk])
    meeting, day = page("show-meeting", today.fair, booking.pk), page("show-day", today.fair)
    assert keeper.get(room).status_code == 404
    assert all(room not in keeper.get(path).content.decode() for path in (meeting, day))
    lasting.ask_for_help(**today.comes(booking, "guest"))
    today.read()
    assert all(room in keeper.get(path).content.decode() for path in (meeting, day))
    assert keeper.get(room).status_code == 200


def test_ones_own_number_is_read_only_by_whoever_is_called(keeper, today):
    booking = today.meeting()
    page_of_guest = today.comes(booking, "guest")
    lasting.give_own_phone(**page_of_guest, phone="+32 2 555 01 02")
    meeting = page("show-meeting", today.fair, booking.pk)
    assert "555 01 02" not in keeper.get(meeting).content.decode()
    lasting.ask_for_help(**page_of_guest)
    assert "555 01 02" in keeper.get(meeting).content.decode()
