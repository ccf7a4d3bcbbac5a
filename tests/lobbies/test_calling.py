"""Whoever does not come is called once; whoever waits for him is offered another time."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from matchmaking.lobbies.actions.staying import arrive, leave
from matchmaking.lobbies.models import Lobby
from matchmaking.lobbies.tasks import call_the_absent
from matchmaking.meetings.models import Attendance
from matchmaking.reminders.actions.owing import note_what_is_owed
from matchmaking.reminders.models import Notice
from tests import make

pytestmark = pytest.mark.django_db
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def booking(now):
    """It has begun five minutes ago."""
    starts_at = now - 5 * A_MINUTE
    fair = make.fair(starts_on=starts_at.date() - timedelta(days=1), ends_on=starts_at.date() + timedelta(days=3))
    guest = make.participant(fair=fair, user=make.member(name="Renata", language="fr", time_zone="America/Lima"))
    host = make.participant(fair=fair, user=make.member(name="Thibault"))
    slot = make.slot(fair=fair, starts_at=starts_at, ends_at=starts_at + 25 * A_MINUTE)
    return make.booking(slot=slot, host=host, guest=guest)


def comes(booking, role, at):
    return arrive(user=booking.attendances.get(role=role).user, booking_id=booking.pk, at=at)


def told():
    """Who is told by now that he is waited for."""
    note_what_is_owed(at=timezone.now())
    return [notice.recipient for notice in Notice.objects.filter(kind=Notice.Kind.WAITED_FOR)]


def test_the_absent_side_is_called_and_told_once(booking, now):
    comes(booking, "host", booking.starts_at)
    assert told() == []
    assert call_the_absent() == 1
    assert call_the_absent() == 0
    assert told() == told() == [booking.attendances.get(role="guest").user]
    assert Lobby.objects.get().absent_called_at >= now


@pytest.mark.parametrize("minutes", [1, 3])
def test_nobody_is_called_before_four_minutes_are_over(booking, now, minutes):
    comes(booking, "guest", now - minutes * A_MINUTE)
    assert call_the_absent() == 0


def test_nobody_is_called_who_has_been_there(booking):
    stay = comes(booking, "guest", booking.starts_at)
    comes(booking, "host", booking.starts_at)
    leave(stay_id=stay.pk, at=booking.starts_at + A_MINUTE)
    assert call_the_absent() == 0


@pytest.mark.parametrize(
    "change",
    [{"closed_at": timezone.now()}, {"absent_called_at": timezone.now()}],
    ids=["closed", "called"],
)
def test_nobody_is_called_to_a_room_that_is_closed_or_twice(booking, change):
    comes(booking, "host", booking.starts_at)
    Lobby.objects.update(**change)
    assert call_the_absent() == 0


def test_an_excused_person_is_left_alone(booking):
    comes(booking, "host", booking.starts_at)
    other = make.attendance(booking=booking, role="guest", stand=None)
    Attendance.objects.filter(pk=other.pk).update(excused_at=timezone.now())
    assert call_the_absent() == 1
    assert told() == [booking.attendances.get(role="guest", excused_at=None).user]


# Another time -----------------------------------------------------------


@pytest.fixture
def offer(client, booking):
    def seen_by(user):
        client.force_login(user)
        return client.get(reverse("lobbies:offer-time", args=[booking.pk]))

    return seen_by


def test_the_best_other_time_is_one_press_away(offer, booking, now):
    people = [seat.participant for seat in booking.attendances.select_related("participant")]
    ahead = make.slots(booking.fair, 2, first=now + timedelta(hours=24))
    make.laid_out(*people)
    for person in people:
        make.available(person, *ahead)
    page = offer(people[0].user).content.decode()
    assert page.count("<form") == 1
    assert sum(str(slot.pk) in page for slot in ahead) == 1


def test_where_nobody_is_free_it_says_so(offer, booking):
    page = offer(booking.attendances.get(role="host").user)
    assert b"There is no other time" in page.content
    assert b"<form" not in page.content


def test_only_the_two_sides_are_offered_one(offer, booking):
    interpreter = make.attendance(booking=booking, role="interpreter").user
    assert [offer(user).status_code for user in (interpreter, make.member())] == [404, 404]
