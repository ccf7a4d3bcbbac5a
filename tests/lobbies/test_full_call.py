"""Four people are in a call at most: whoever comes then waits in the lobby for a place."""

from datetime import timedelta

import pytest

from matchmaking.lobbies import errors, rules, video
from matchmaking.lobbies.actions import staying
from matchmaking.lobbies.models import Stay
from matchmaking.lobbies.queries import in_call
from matchmaking.lobbies.rules import LOST
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def meeting():
    """Six are expected; it has begun at NOW."""
    meeting = make.booking(slot=make.slot(fair=make.fair(), starts_at=NOW, ends_at=NOW + timedelta(minutes=25)))
    for role in ("guest", "guest", "interpreter", "introducer"):
        make.attendance(booking=meeting, participant=make.participant(fair=meeting.fair), role=role)
    return meeting


@pytest.fixture
def stays(meeting):
    """All are in the lobby, which is open."""
    seats = meeting.attendances.select_related("user").order_by("pk")
    return [staying.arrive(user=seat.user, booking_id=meeting.pk, at=NOW) for seat in seats]


def enter(stay, at=NOW):
    staying.enter(user=stay.user, stay_id=stay.pk, at=at)


def keep(stay, at):
    staying.keep(user=stay.user, stay_id=stay.pk, at=at)


def callers(meeting, at=NOW):
    return set(in_call(meeting.pk, at=at).values_list("pk", flat=True))


@pytest.mark.parametrize("others", [0, 3])
def test_while_there_is_a_place_one_more_goes_in(others):
    rules.check_place(others, 4)


@pytest.mark.parametrize("others", [4, 5])
def test_when_there_is_none_he_is_told_what_to_do(others):
    with pytest.raises(errors.CallIsFull) as refused:
        rules.check_place(others, 4)
    assert str(refused.value) == (
        "4 people are in this call already, and it holds no more. Ask one of them to leave, or use one of the other "
        "ways to talk."
    )


def test_the_fifth_waits_until_one_of_the_four_leaves(meeting, stays):
    assert video.PLACES == 4
    *four, fifth = stays[:5]
    for stay in four:
        enter(stay)
    with pytest.raises(errors.CallIsFull):
        enter(fifth)
    assert callers(meeting) == {stay.pk for stay in four}
    staying.leave_call(user=four[0].user, stay_id=four[0].pk, at=NOW)
    enter(fifth)
    assert callers(meeting) == {stay.pk for stay in (*four[1:], fifth)}


def test_another_page_of_one_of_the_four_takes_his_own_place(meeting, stays):
    for stay in stays[:4]:
        enter(stay)
    again = staying.arrive(user=stays[0].user, booking_id=meeting.pk, at=NOW)
    enter(again)
    assert callers(meeting) == {again.pk, *(stay.pk for stay in stays[1:4])}


def test_the_place_of_one_who_is_not_heard_of_is_taken_and_he_comes_back_to_the_lobby(meeting, stays):
    lost, *others, waiting = stays[:5]
    for stay in (lost, *others):
        enter(stay)
    later = NOW + LOST
    for stay in (*others, waiting):
        keep(stay, later - SECOND)
    enter(waiting, later)
    keep(lost, later + SECOND)
    assert callers(meeting, later + SECOND) == {stay.pk for stay in (*others, waiting)}
    assert Stay.objects.get(pk=lost.pk).left_at is None


@pytest.mark.parametrize("comes_back", ["by a beat", "on a new line"])
def test_one_who_is_heard_of_again_before_his_place_is_taken_has_it_still(meeting, stays, comes_back):
    lost, *others = stays[:4]
    for stay in (lost, *others):
        enter(stay)
    later = NOW + LOST
    for stay in others:
        keep(stay, later)
    if comes_back == "by a beat":
        keep(lost, later)
    else:
        staying.arrive(user=lost.user, booking_id=meeting.pk, stay_id=lost.pk, at=later)
    assert callers(meeting, later) == {stay.pk for stay in (lost, *others)}
