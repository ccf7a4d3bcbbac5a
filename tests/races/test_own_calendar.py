"""Two workers have read one calendar, one is forgotten while it is being read: nothing twice, and nothing left over."""

from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError

import pytest

from matchmaking.common.busy import Busy
from matchmaking.meetings.actions import calendars
from matchmaking.meetings.models import BusyTime, OwnCalendar
from tests import make
from tests.make import NOW
from tests.races.test_bookings import race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
LOOK = calendars.Look(
    OwnCalendar.Problem.NONE,
    Busy([(NOW + timedelta(hours=n), NOW + timedelta(hours=n, minutes=30)) for n in range(20)]),
)


@pytest.fixture
def calendar():
    me = make.participant()
    return OwnCalendar.objects.create(
        user=me.user, address="https://calendar.example/a.ics", wanted_at=NOW, entered_at=NOW
    )


@pytest.fixture
def together(monkeypatch):
    """Hold both between what they see and what they write, or until patience is at an end."""
    barrier, write = Barrier(2), BusyTime.objects.bulk_create

    def waiting(rows, **kw):
        rows = list(rows)
        with suppress(BrokenBarrierError):
            barrier.wait(1)
        return write(rows, **kw)

    monkeypatch.setattr(BusyTime.objects, "bulk_create", waiting)


@pytest.fixture
def no_referee(monkeypatch):
    """Nobody is held, and no row is locked."""
    monkeypatch.setattr(calendars, "hold_people", lambda users: None)
    monkeypatch.setattr("django.db.models.query.QuerySet.select_for_update", lambda queryset, **kw: queryset.all())


def keeping(calendar):
    return lambda: calendars.keep_look(calendar=calendar, look=LOOK, at=NOW)


def test_unless_somebody_is_held_two_workers_write_everything_twice(no_referee, together, calendar):
    race(keeping(calendar), keeping(calendar))
    assert BusyTime.objects.count() == 40


def test_two_workers_write_everything_once(together, calendar):
    assert race(keeping(calendar), keeping(calendar)) == [True, True]
    assert BusyTime.objects.count() == 20


@pytest.mark.parametrize("again", range(5))
def test_what_is_forgotten_while_it_is_being_read_closes_nothing(calendar, again):
    user = calendar.user
    race(keeping(calendar), lambda: calendars.remove_calendar(user=user, at=NOW))
    assert BusyTime.objects.count() == OwnCalendar.objects.count() == 0
