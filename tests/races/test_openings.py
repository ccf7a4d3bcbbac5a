"""One's own times, changed from two places at the same moment, on connections of their own."""

from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import connection

from matchmaking.meetings import errors
from matchmaking.meetings.actions import agendas
from matchmaking.meetings.models import Agenda, Availability, BusyTime
from tests import make
from tests.make import NOW
from tests.races.test_bookings import race, refusals

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
HOUR = timedelta(hours=1)


@pytest.fixture
def me():
    return make.participant(user=make.user(time_zone="Europe/Brussels"))


# The last busy time that somebody may enter ----------------------------------------------------------------


@pytest.fixture
def two_at_once(me, monkeypatch):
    """Two entries where there is room for one, both held between the entry and its commit until both are there."""
    barrier = Barrier(2)

    def announced(busy):
        with suppress(BrokenBarrierError):  # the other one waits for our lock: that is what the lock is for
            barrier.wait(1)

    monkeypatch.setattr(agendas, "MOST_BUSY", 1)
    monkeypatch.setattr(agendas, "announce_busy", announced)

    def adding(n):
        starts_at = NOW + n * HOUR
        return lambda: agendas.add_busy_time(user=me.user, starts_at=starts_at, ends_at=starts_at + HOUR, at=NOW)

    return [adding(n) for n in range(2)]


def test_without_the_persons_lock_both_would_be_entered(two_at_once, monkeypatch):
    monkeypatch.setattr(agendas, "hold_people", lambda users: None)
    race(*two_at_once)
    assert BusyTime.objects.count() == 2


def test_of_two_busy_times_at_once_the_last_that_there_is_room_for_is_entered(two_at_once):
    assert refusals(race(*two_at_once)) == [errors.TooManyBusyTimes]
    assert BusyTime.objects.count() == 1


# Laying out against closing ----------------------------------------------------------------


@pytest.fixture
def closed_meanwhile(me, monkeypatch):
    """Somebody opens his page and closes a slot, between the task's look for who has no agenda and its deed."""
    slot, first_agenda = make.slot(fair=me.fair), agendas.first_agenda

    def close():
        try:
            agendas.lay_out_agendas(participants=[me], at=NOW - HOUR)
            agendas.change_openings(participant=me, opened=[], closed=[slot.pk], at=NOW - HOUR)
        finally:
            connection.close()

    def interrupted(*args):
        monkeypatch.setattr(agendas, "first_agenda", first_agenda)
        owner = Thread(target=close)
        owner.start()
        owner.join()
        return first_agenda(*args)

    make.slot(fair=me.fair, starts_at=NOW + HOUR)
    monkeypatch.setattr(agendas, "first_agenda", interrupted)
    return slot


def opened():
    return set(Availability.objects.values_list("slot", flat=True))


def test_if_the_task_filled_what_it_has_not_made_the_slot_would_be_open_again(me, closed_meanwhile, monkeypatch):
    def naive(made):
        Agenda.objects.bulk_create(made, ignore_conflicts=True)
        return {agenda.pk for agenda in made}

    monkeypatch.setattr(agendas, "make_agendas", after_the_first(naive))
    agendas.lay_out_agendas(participants=[me], at=NOW)
    assert closed_meanwhile.pk in opened()


def after_the_first(naive):
    """The owner's own call, which comes first, makes his agenda as it should; the task's is the naive one."""
    make_agendas, calls = agendas.make_agendas, []

    def chosen(made):
        calls.append(made)
        return make_agendas(made) if len(calls) == 1 else naive(made)

    return chosen


def test_what_its_owner_has_closed_meanwhile_stays_closed(me, closed_meanwhile):
    assert agendas.lay_out_agendas(participants=[me], at=NOW) == 0
    assert opened() == {slot.pk for slot in me.fair.slots.all()} - {closed_meanwhile.pk}
