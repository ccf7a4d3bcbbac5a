"""Somebody books a room while an organiser closes it, or changes the hours of its hall: on connections of their own."""

from contextlib import contextmanager, suppress
from datetime import time, timedelta
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import connection

from matchmaking.fairs.actions import calendar, halls
from matchmaking.fairs.errors import FairRefused, MeetingsInside, MeetingsOutsideHours
from matchmaking.fairs.models import HallHours, RoomClosure
from matchmaking.fairs.queries import fingerprint
from matchmaking.meetings import errors
from matchmaking.meetings.actions import answering, booking
from matchmaking.meetings.models import Booking
from tests import make
from tests.make import NOW

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
LOOKS = {
    "meeting_is_not_in_a_closed_room": "meetings_booking",
    "closed_room_holds_no_meeting": "fairs_roomclosure",
    "meeting_is_while_its_hall_is_open": "meetings_booking",
    "hours_of_a_hall_hold_its_meetings": "fairs_hallhours",
}


def race(*runners):
    """Run all at once; what each returned, or the refusal that it met. Anything else ends the test."""
    outcomes, failures = {}, []

    def run(name, runner):
        try:
            outcomes[name] = runner()
        except (errors.MeetingRefused, FairRefused) as refusal:
            outcomes[name] = refusal
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[name, runner]) for name, runner in enumerate(runners)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    return [outcomes[name] for name in range(len(runners))]


@pytest.fixture
def together(monkeypatch):
    """Hold both callers after what they have written, before they commit, until both are there or patience ends."""
    barrier = Barrier(2)

    def meet():
        with suppress(BrokenBarrierError):  # the other one waits for our lock: that is what the lock is for
            barrier.wait(2)

    def held(refereed):
        @contextmanager
        def slowly():
            with refereed():
                yield
                meet()

        return slowly

    store = booking.store
    monkeypatch.setattr(booking, "store", lambda *asked: (store(*asked), meet()))
    for module in (halls, calendar):
        monkeypatch.setattr(module, "refereed", held(module.refereed))


def run_sql(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture(params=["without the veto", "without its lock"])
def no_referee(request):
    """Nobody looks, or nobody waits for his turn to look, for this one test."""
    if request.param == "without the veto":
        run_sql(*(f"ALTER TABLE {table} DISABLE TRIGGER {name}" for name, table in LOOKS.items()))
        yield
        run_sql(*(f"ALTER TABLE {table} ENABLE TRIGGER {name}" for name, table in LOOKS.items()))
        return
    with connection.cursor() as cursor:
        bodies = {}
        for name in LOOKS:
            cursor.execute("SELECT pg_get_functiondef(%s::regproc)", [f"veto_{name}"])
            bodies[name] = cursor.fetchone()[0]
    hurried = [
        "\n".join(line for line in body.splitlines() if "PERFORM 1 FROM" not in line) for body in bodies.values()
    ]
    assert all(hasty != body for hasty, body in zip(hurried, bodies.values(), strict=True))
    run_sql(*hurried)
    yield
    run_sql(*bodies.values())


def accepting():
    """Two are to meet in the only room at ten, by the clock of UTC."""
    fair = make.fair()
    room = make.room(hall=make.hall(fair=fair))
    asked = make.meeting_request(fair=fair, wishes=make.slots(fair, 1))
    make.laid_out(asked.sender, asked.recipient)
    slot = asked.wishes.get().slot

    def accept():
        by = asked.recipient
        return answering.accept_request(request_id=asked.pk, slot_id=slot.pk, by=by.user, host=by, at=NOW)

    return room, slot, accept


def closing(room, slot):
    return halls.close_room(room=room, starts_at=slot.starts_at, ends_at=slot.ends_at, at=NOW)


def shutting(room, _slot):
    hours = [HallHours(day=room.hall.fair.starts_on, opens_at=time(9), closes_at=time(10))]
    calendar.set_hall_hours(hall=room.hall, hours=hours, seen=fingerprint([]))


DEEDS = {"closing": (closing, RoomClosure, MeetingsInside), "shutting": (shutting, HallHours, MeetingsOutsideHours)}


@pytest.mark.parametrize("name", DEEDS)
def test_without_referee_a_meeting_would_stand_in_a_room_that_is_shut(name, no_referee, together):
    deed, model, _refusal = DEEDS[name]
    room, slot, accept = accepting()
    race(accept, lambda: deed(room, slot))
    assert (Booking.objects.count(), model.objects.count()) == (1, 1)  # the trap can spring …
    Booking.objects.all().delete()


@pytest.mark.parametrize("name", DEEDS)
def test_a_room_is_booked_or_shut_and_never_both(name, together):
    deed, model, refusal = DEEDS[name]
    room, slot, accept = accepting()
    booked, shut = race(accept, lambda: deed(room, slot))
    stands = (Booking.objects.count(), model.objects.count())
    assert sorted(stands) == [0, 1]  # … and the veto, which takes turns, is what holds it
    if stands == (1, 0):
        assert isinstance(shut, refusal)
    else:
        assert isinstance(booked, errors.NoRoomFree)


def test_whoever_books_a_room_that_has_just_been_closed_gets_another(monkeypatch):
    """Somebody has looked just before the other one's commit: the database refuses the room, and he gets the other."""
    room, slot, accept = accepting()
    other, looked = make.room(hall=room.hall), []
    find = booking.room_for

    def find_late(*asked):
        if looked:
            return find(*asked)
        looked.append(True)
        race(lambda: closing(room, slot))
        return room

    monkeypatch.setattr(booking, "room_for", find_late)
    [made] = race(accept)
    assert Booking.objects.get().room == other, made
    assert RoomClosure.objects.get().ends_at - slot.starts_at == timedelta(minutes=25)
