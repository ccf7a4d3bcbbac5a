"""A meeting is extended, the organiser is called, and closes a room."""

from datetime import timedelta

import pytest
from django.utils import timezone

from matchmaking.lobbies import errors
from matchmaking.lobbies.actions import lasting, staying
from matchmaking.lobbies.line import LOBBY_SHUT, NO_SUCH_LOBBY
from matchmaking.lobbies.models import DeviceCheck, Lobby, Stay
from matchmaking.meetings.errors import NotFreeForLonger, RoomNotFreeForLonger
from matchmaking.meetings.models import Agenda
from tests import make
from tests.lobbies.lines import in_thread, line, person

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def booking(db):
    return make.booking()


@pytest.fixture
def at(booking):
    """Five minutes before the end."""
    return booking.ends_at - 5 * A_MINUTE


@pytest.fixture
def pages(booking, at):
    """Both sides are in the call: facts for an action, by role."""
    pages = {}
    for seat in booking.attendances.select_related("user"):
        stay = staying.arrive(user=seat.user, booking_id=booking.pk, at=at)
        pages[seat.role] = {"user": seat.user, "stay_id": stay.pk, "at": at}
    for page in pages.values():
        staying.enter(**page)
    return pages


def later(booking, *, minutes=0, **kw):
    """Another meeting that begins so many minutes after the end of this one."""
    starts_at = booking.ends_at + minutes * A_MINUTE
    slot = make.slot(fair=booking.fair, starts_at=starts_at, ends_at=starts_at + 25 * A_MINUTE)
    return make.booking(slot=slot, **kw)


def test_a_meeting_lasts_ten_minutes_longer(booking, pages):
    before = booking.ends_at
    lasting.extend(**pages["guest"])
    booking.refresh_from_db()
    assert (booking.ends_at, booking.sequence) == (before + 10 * A_MINUTE, 1)
    assert {seat.ends_at for seat in booking.attendances.all()} == {booking.ends_at}


def test_nobody_is_held_who_has_another_meeting(booking, pages):
    host = booking.attendances.get(role="host").participant
    later(booking, minutes=5, host=host)
    with pytest.raises(NotFreeForLonger) as refused:
        lasting.extend(**pages["guest"])
    assert str(host.user) in str(refused.value)
    booking.refresh_from_db()
    assert booking.sequence == 0


@pytest.mark.parametrize(("minutes", "is_free"), [(10, True), (9, False)])
def test_what_is_back_to_back_is_no_hindrance(booking, pages, minutes, is_free):
    later(booking, minutes=minutes, host=booking.attendances.get(role="host").participant)
    if is_free:
        return lasting.extend(**pages["host"])
    with pytest.raises(NotFreeForLonger):
        lasting.extend(**pages["host"])


def test_the_break_that_somebody_wants_is_kept(booking, pages):
    guest = booking.attendances.get(role="guest").participant
    Agenda.objects.update_or_create(participant=guest, defaults={"break_minutes": 5, "time_zone": "UTC"})
    later(booking, minutes=12, guest=guest)
    with pytest.raises(NotFreeForLonger):
        lasting.extend(**pages["host"])


def test_the_room_is_not_taken_from_the_next_ones(booking, pages):
    later(booking, room=booking.room)
    with pytest.raises(RoomNotFreeForLonger):
        lasting.extend(**pages["host"])


def test_it_is_extended_in_the_last_ten_minutes_by_those_who_are_in_the_call(booking, pages):
    early = {**pages["host"], "at": booking.ends_at - 11 * A_MINUTE}
    with pytest.raises(errors.TooEarlyToExtend):
        lasting.extend(**early)
    staying.leave_call(**pages["guest"])
    with pytest.raises(errors.NotInTheCall):
        lasting.extend(**pages["host"])


def test_an_interpreter_holds_nobody(booking, pages, at):
    seat = make.attendance(booking=booking, role="interpreter")
    stay = staying.arrive(user=seat.user, booking_id=booking.pk, at=at)
    with pytest.raises(errors.OnlyThoseWhoDeal):
        lasting.extend(user=seat.user, stay_id=stay.pk, at=at)


# The organiser -----------------------------------------------------------


@pytest.fixture
def organiser(meeting):
    return make.organiser(fair=meeting.fair).user


@pytest.mark.django_db(transaction=True)
async def test_the_organiser_comes_in_when_he_is_called_and_is_seen(meeting, lines, organiser):
    guest = await lines(meeting.guest)
    assert await (await line(meeting.pk, organiser)).knocks() == NO_SUCH_LOBBY
    await guest.says(do="help")
    await guest.sees(lambda told: told["help_asked_at"])
    helper = await lines(organiser)
    seen = await guest.sees(lambda told: len(told["people"]) == 3)
    there = person(seen, organiser)
    assert (there["role"], there["company"], bool(there["here_since"])) == ("organiser", meeting.fair.name, True)
    told = await helper.sees(lambda told: told["you"] == there["seat"])
    assert told["phase"] == "waiting"
    await helper.says(do="open")
    assert (await helper.hears("refused"))["why"] == "only_the_host"


@pytest.mark.django_db(transaction=True)
async def test_a_stranger_does_not_come_in_although_help_was_asked_for(meeting, lines):
    guest = await lines(meeting.guest)
    await guest.says(do="help")
    await guest.sees(lambda told: told["help_asked_at"])
    for stranger in (await in_thread(make.member)(), (await in_thread(make.organiser)()).user):
        assert await (await line(meeting.pk, stranger)).knocks() == NO_SUCH_LOBBY


@pytest.mark.django_db(transaction=True)
async def test_a_closed_room_sends_everybody_away_until_it_is_opened_again(meeting, lines, organiser):
    guest = await lines(meeting.guest)
    await guest.hears("snapshot")
    await in_thread(lasting.close_lobby)(booking_id=meeting.pk, by=organiser, at=timezone.now())
    assert await guest.ends() == LOBBY_SHUT
    assert await Stay.objects.filter(left_at=None).acount() == 0
    assert await (await line(meeting.pk, meeting.guest)).knocks() == NO_SUCH_LOBBY
    await in_thread(lasting.let_go_on)(booking_id=meeting.pk)
    await lines(meeting.guest)


def test_a_lobby_is_closed_before_anybody_has_come_and_once(booking, at):
    organiser = make.organiser(fair=booking.fair).user
    lasting.close_lobby(booking_id=booking.pk, by=organiser, at=at)
    lasting.close_lobby(booking_id=booking.pk, by=make.member(), at=at + A_MINUTE)
    assert (Lobby.objects.get().closed_at, Lobby.objects.get().closed_by) == (at, organiser)


# What else is said -----------------------------------------------------------


@pytest.mark.django_db(transaction=True)
async def test_everybody_is_told_where_he_is_to_be_next(meeting, lines):
    after = await in_thread(later)(meeting, minutes=10, host=await in_thread(lambda: seat_of(meeting, "host"))())
    host, guest = await lines(meeting.host), await lines(meeting.guest)
    told = (await host.hears("snapshot"))["next"]
    assert (told["address"], told["room"]) == (f"/meetings/{after.pk}/room/", after.room.name)
    assert (await guest.hears("snapshot"))["next"] is None


def seat_of(meeting, role):
    return meeting.attendances.get(role=role).participant


@pytest.mark.django_db(transaction=True)
async def test_a_device_check_is_kept_and_nonsense_is_left_out(meeting, lines):
    guest = await lines(meeting.guest)
    await guest.says(do="checked", browser="Firefox", microphone="USB", hears=True, camera=["x"], path="tunnel")
    await guest.says(do="checked", path="relay", round_trip_ms=38, kilobits=-5)
    await guest.says(do="stay")
    await guest.hears("alive")
    check = await DeviceCheck.objects.aget(user=meeting.guest)
    assert (check.browser, check.microphone, check.camera, check.hears) == ("Firefox", "USB", "", True)
    assert (check.path, check.round_trip_ms, check.kilobits) == ("relay", 38, None)
