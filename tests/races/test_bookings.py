"""Many people want one hour of one person, one room, one request: at the same moment, on connections of their own."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread
from time import perf_counter

import pytest
import time_machine
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse

from matchmaking.fairs.models import Participant
from matchmaking.meetings import errors
from matchmaking.meetings.actions import answering, booking, requesting
from matchmaking.meetings.actions.referee import PERSON_LOCK, deed, hold_people
from matchmaking.meetings.errands import Purpose, link_to
from matchmaking.meetings.models import Attendance, Booking, MeetingRequest
from tests import make
from tests.make import NOW

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CROWD = 64


def race(*runners):
    """Run all at once; what each returned, or the refusal that it met. Anything else ends the test."""
    outcomes, failures, start = [], [], Barrier(len(runners))

    def run(runner):
        try:
            connection.ensure_connection()
            start.wait(30)
            outcomes.append(runner())
        except errors.MeetingRefused as refusal:
            outcomes.append(refusal)
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[runner]) for runner in runners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    return outcomes


def refusals(outcomes):
    return [type(outcome) for outcome in outcomes if isinstance(outcome, errors.MeetingRefused)]


def accepting(request, slot=None, by=None):
    by = by or request.recipient
    slot = slot or request.wishes.get().slot
    return lambda: answering.accept_request(request_id=request.pk, slot_id=slot.pk, by=by.user, host=by, at=NOW)


@pytest.fixture
def together(monkeypatch):
    """Hold both callers between the look and the deed until both have looked, or patience is at an end."""
    barrier, look = Barrier(2), booking.check_seats

    def looked(*args, **kwargs):
        look(*args, **kwargs)
        with suppress(BrokenBarrierError):  # the other one waits for our lock: that is what the lock is for
            barrier.wait(1)

    monkeypatch.setattr(booking, "check_seats", looked)


def unlock(name, monkeypatch):
    """Nobody waits for the person, or for the room and there is but one."""
    if name.startswith("person"):
        monkeypatch.setattr(answering, "hold_parties", lambda *asked: Participant.objects.in_bulk())
    else:
        monkeypatch.setattr(booking, "room_for", lambda booking, slot, seats: slot.fair.halls.get().rooms.get())


@pytest.fixture(params=["person_in_one_place_at_a_time", "room_holds_one_meeting_at_a_time"])
def no_referee(request):
    """The constraint is away for this one test."""
    model = Attendance if request.param.startswith("person") else Booking
    constraint = next(c for c in model._meta.constraints if c.name == request.param)
    with connection.schema_editor() as editor:
        editor.remove_constraint(model, constraint)
    yield request.param
    Booking.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(model, constraint)


def two_for_one_person():
    """Two ask one person for the same slot; there are rooms enough."""
    fair = make.fair()
    hall, slots, wanted = make.hall(fair=fair), make.slots(fair, 1), make.participant(fair=fair)
    for _ in range(2):
        make.room(hall=hall)
    requests = [make.meeting_request(fair=fair, recipient=wanted, wishes=slots) for _ in range(2)]
    make.laid_out(wanted, *(request.sender for request in requests))
    return requests


def two_for_one_room():
    """Two pairs want to meet in one slot, and there is one room."""
    fair = make.fair()
    make.room(hall=make.hall(fair=fair))
    slots = make.slots(fair, 1)
    requests = [make.meeting_request(fair=fair, wishes=slots) for _ in range(2)]
    make.laid_out(*(person for request in requests for person in (request.sender, request.recipient)))
    return requests


TRAPS = {
    "person_in_one_place_at_a_time": (two_for_one_person, {errors.SlotTaken, errors.YouAreBusy}),
    "room_holds_one_meeting_at_a_time": (two_for_one_room, {errors.NoRoomFree, errors.RoomJustTaken}),
}


def test_without_lock_and_constraint_both_would_have_it(no_referee, together, monkeypatch):
    unlock(no_referee, monkeypatch)
    requests = TRAPS[no_referee][0]()
    outcomes = race(*map(accepting, requests))
    assert refusals(outcomes) == []
    assert Booking.objects.count() == 2  # the trap can spring …


@pytest.mark.parametrize("name", TRAPS)
def test_the_constraint_holds_without_the_lock(name, together, monkeypatch):
    unlock(name, monkeypatch)
    requests, refused = TRAPS[name][0](), TRAPS[name][1]
    outcomes = race(*map(accepting, requests))
    assert len(refusals(outcomes)) == 1
    assert set(refusals(outcomes)) <= refused
    assert Booking.objects.count() == 1  # … and the constraint is what holds it …


@pytest.mark.parametrize("name", TRAPS)
def test_with_the_lock_one_is_refused_in_words(name, together):
    requests, refused = TRAPS[name][0](), TRAPS[name][1]
    outcomes = race(*map(accepting, requests))
    assert len(refusals(outcomes)) == 1
    assert set(refusals(outcomes)) <= refused  # … and nobody waits for a deadlock
    assert MeetingRequest.objects.filter(status="accepted").count() == Booking.objects.count() == 1


def test_a_room_that_was_taken_in_that_moment_is_not_the_last_one(monkeypatch):
    """Somebody has looked just before the other one's commit: the database refuses the room, and he gets the other."""
    first, second = two_for_one_room()
    make.room(hall=first.fair.halls.get())
    taken, find = accepting(first)().room, booking.room_for
    looks = iter([lambda *asked: taken, find])
    monkeypatch.setattr(booking, "room_for", lambda *asked: next(looks)(*asked))
    assert accepting(second)().room not in (taken, None)
    assert next(looks, None) is None


def test_of_a_crowd_for_one_slot_one_wins_and_nobody_waits_long():
    fair = make.fair()
    hall, slots, wanted = make.hall(fair=fair), make.slots(fair, 1), make.participant(fair=fair)
    for _ in range(3):
        make.room(hall=hall)
    requests = [make.meeting_request(fair=fair, recipient=wanted, wishes=slots) for _ in range(CROWD)]
    make.laid_out(wanted, *(request.sender for request in requests))
    began = perf_counter()
    outcomes = race(*map(accepting, requests))
    assert len(outcomes) == CROWD
    assert refusals(outcomes) == [errors.YouAreBusy] * (CROWD - 1)  # each told the one who accepts: himself
    assert Booking.objects.count() == 1
    assert perf_counter() - began < 60  # how long exactly is for the benchmark to say


def test_a_crowd_that_books_directly_gets_one_meeting_and_sixty_three_open_requests():
    fair = make.fair()
    make.room(hall=make.hall(fair=fair))
    seat = make.representative(exhibitor=make.exhibitor(fair=fair))
    make.stand_terms(exhibitor=seat.exhibitor, books_directly=True)
    (slot,) = make.slots(fair, 1)
    senders = [make.participant(fair=fair) for _ in range(CROWD)]
    make.laid_out(seat.participant, *senders)
    make.available(seat.participant, slot)

    def asking(sender):
        to, wish = requesting.Side(stand=seat.exhibitor), requesting.Wish([slot.pk])
        return lambda: requesting.send_request(fair=fair, sender=sender, to=to, wish=wish, at=NOW)

    outcomes = race(*map(asking, senders))
    assert sorted(request.status for request in outcomes) == ["accepted"] + ["open"] * (CROWD - 1)
    assert Booking.objects.count() == 1


def test_two_accept_one_persons_requests_at_once():
    fair = make.fair()
    hall, slots, sender = make.hall(fair=fair), make.slots(fair, 1), make.participant(fair=fair)
    for _ in range(2):
        make.room(hall=hall)
    requests = [make.meeting_request(sender=sender, recipient=make.participant(fair=fair), wishes=slots) for _ in "ab"]
    outcomes = race(*map(accepting, requests))
    assert refusals(outcomes) == [errors.SlotTaken]


def test_two_colleagues_accept_one_request_at_once():
    fair = make.fair()
    make.room(hall=make.hall(fair=fair))
    seat = make.representative(exhibitor=make.exhibitor(fair=fair))
    other = make.representative(exhibitor=seat.exhibitor)
    request = make.meeting_request(fair=fair, recipient_stand=seat.exhibitor, wishes=make.slots(fair, 1))
    outcomes = race(*(accepting(request, by=each.participant) for each in (seat, other)))
    assert refusals(outcomes) == [errors.AnsweredAlready]
    assert Booking.objects.count() == 1


def test_one_person_is_not_booked_at_two_fairs_at_once():
    user, requests = make.user(), []
    for _ in range(2):
        fair = make.fair()
        make.room(hall=make.hall(fair=fair))
        who = make.participant(fair=fair, user=user)
        requests.append(make.meeting_request(fair=fair, recipient=who, wishes=make.slots(fair, 1)))
    outcomes = race(*map(accepting, requests))
    assert refusals(outcomes) == [errors.YouAreBusy]


def test_the_same_click_twice_is_one_meeting():
    (request, _other) = two_for_one_room()
    first, second = race(*[accepting(request)] * 2)
    assert first == second
    assert Booking.objects.count() == 1


def test_the_same_request_sent_twice_is_one_request():
    fair = make.fair()
    sender, wanted = make.participant(fair=fair), make.participant(fair=fair)
    make.laid_out(sender, wanted)
    to, wish = requesting.Side(person=wanted), requesting.Wish([slot.pk for slot in make.slots(fair, 2)])
    first, second = race(*[lambda: requesting.send_request(fair=fair, sender=sender, to=to, wish=wish, at=NOW)] * 2)
    assert first == second
    assert MeetingRequest.objects.count() == 1


def test_withdrawn_or_accepted_but_not_both():
    (request, _other) = two_for_one_room()
    withdraw = lambda: requesting.withdraw_request(request_id=request.pk, by=request.sender.user, at=NOW)  # noqa: E731
    outcomes = race(accepting(request), withdraw)
    request.refresh_from_db()
    assert refusals(outcomes) == [errors.AnsweredAlready]
    assert Booking.objects.count() == (1 if request.status == "accepted" else 0)


def test_moved_then_cancelled_or_only_cancelled():
    fair = make.fair()
    met = make.booking(fair=fair)
    later = make.slot(fair=fair, starts_at=met.ends_at)
    people = [seat.participant for seat in met.attendances.all()]
    make.laid_out(*people)
    for person in people:
        make.available(person, later)
    by = people[0].user
    move = lambda: booking.move_booking(booking_id=met.pk, slot_id=later.pk, by=by, at=NOW)  # noqa: E731
    cancel = lambda: booking.cancel_booking(booking_id=met.pk, by=by, at=NOW)  # noqa: E731
    outcomes = race(move, cancel)
    met.refresh_from_db()
    assert met.status == "cancelled"
    assert set(refusals(outcomes)) <= {errors.CancelledAlready}
    assert set(met.attendances.values_list("starts_at", "status")) == {(met.starts_at, "cancelled")}


def test_a_deadlock_is_tried_again():
    """Two hold one person each and then want the other's: Postgres gives up one of them, and we try that one again."""
    one, other = make.user(), make.user()
    meet, tries = Barrier(2), []

    def holding(first, second):
        @deed
        def hold():
            tries.append(first)
            hold_people([first])
            if len(tries) <= 2:
                meet.wait(10)
            hold_people([second])  # in the wrong order: no action does this
            return first

        return hold

    assert sorted(race(holding(one.pk, other.pk), holding(other.pk, one.pk))) == sorted([one.pk, other.pk])
    assert len(tries) == 3


def test_what_is_given_up_again_and_again_is_a_refusal():
    @deed
    def hopeless():
        with connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'given up' USING ERRCODE = '40P01'; END $$")

    with pytest.raises(errors.BusyNow):
        hopeless()


def test_another_trouble_of_the_database_stays_an_error():
    @deed
    def cancelled():
        with connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'stop' USING ERRCODE = '57014'; END $$")

    with pytest.raises(OperationalError):
        cancelled()


def test_people_are_held_in_one_order_until_the_end():
    users = [make.user().pk for _ in range(3)]
    ours = "SELECT classid::int, objid::int FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
    with transaction.atomic():
        hold_people([users[2], users[0], users[1], users[0]])
        with connection.cursor() as cursor:
            cursor.execute(ours)
            assert sorted(cursor.fetchall()) == [(PERSON_LOCK, user) for user in users]
    with connection.cursor() as cursor:
        cursor.execute(ours)
        assert cursor.fetchall() == []


def test_a_link_from_a_mail_and_a_signed_in_page_at_once_are_one_meeting():
    """Both by the same person, for the same time: the same meeting is told to both, and nobody gets an error page."""
    asked = make.meeting_request()
    make.room(hall=make.hall(fair=asked.fair))
    person, slot = asked.recipient.user, asked.wishes.get().slot_id
    link = link_to(Purpose.ACCEPT, asked, person=person, slot=slot, at=NOW)
    here = Client()
    here.force_login(person)
    page = reverse("meetings:accept-request", args=[asked.pk])
    with time_machine.travel(NOW, tick=False):
        told = race(lambda: Client().post(link), lambda: here.post(page, {"slot": slot}))
    assert {answer.status_code for answer in told} <= {200, 302}
    assert Booking.objects.count() == 1
