"""Which slots are open: laid out the first time, and opened and closed one by one after it."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from matchmaking.meetings import errors
from matchmaking.meetings.actions.agendas import (
    Wishes,
    change_agenda,
    change_openings,
    lay_out_agendas,
    lay_out_anew,
    make_agendas,
)
from matchmaking.meetings.models import Agenda
from matchmaking.meetings.tasks import lay_out_agendas as lay_out_task
from tests import make
from tests.make import NOW
from tests.meetings.availability.times import HOUR, opened

pytestmark = pytest.mark.django_db

# The first time ----------------------------------------------------------------


def test_lay_out_agendas_opens_the_working_hours_of_the_account(me, slots):
    assert lay_out_agendas(participants=[me], at=NOW) == 1
    assert opened(me) == {slot.pk for slot in slots[:3]}
    assert lay_out_agendas(participants=[me], at=NOW) == 0


def test_lay_out_agendas_takes_the_hours_of_the_profile(me, slots):
    make.visitor(participant=me, time_zone="America/Lima", works_from=time(10), works_to=time(12))
    lay_out_agendas(participants=[me], at=NOW)
    agenda = Agenda.objects.get(participant=me)
    assert (agenda.time_zone, agenda.works_from, agenda.works_to) == ("America/Lima", time(10), time(12))
    assert opened(me) == {slots[2].pk, slots[3].pk}  # 17 o'clock in Brussels is 10 in Lima


def test_lay_out_agendas_fills_nothing_that_somebody_else_has_made_meanwhile(me, slots):
    make.laid_out(me)  # and its owner has closed everything
    assert make_agendas([Agenda(participant=me, time_zone="UTC")]) == set()
    other = make.participant(fair=me.fair)
    assert make_agendas([Agenda(participant=who, time_zone="UTC") for who in (other, me)]) == {other.pk}
    assert Agenda.objects.get(participant=me).time_zone == "Europe/Brussels"


def test_lay_out_agendas_opens_what_comes_into_the_timetable_later(me, told):
    assert lay_out_agendas(participants=[me], at=NOW) == 1
    early, late = (make.slot(fair=me.fair, starts_at=NOW + n * HOUR, added_at=NOW + HOUR) for n in (2, 9))
    old = make.slot(fair=me.fair, starts_at=NOW + 3 * HOUR, added_at=NOW - HOUR)  # closed by himself
    past = make.slot(fair=me.fair, starts_at=NOW, added_at=NOW + HOUR)
    assert [lay_out_agendas(participants=[me], at=NOW) for _ in range(2)] == [1, 0]
    assert opened(me) == {early.pk}
    assert {late.pk, old.pk, past.pk} & opened(me) == set()
    assert told == [(me.fair, date(2030, 5, 14))]


def test_what_was_closed_stays_so_when_more_comes(me, slots):
    lay_out_agendas(participants=[me], at=NOW)
    change_openings(participant=me, opened=[], closed=[slots[1].pk], at=NOW)
    more = make.slot(fair=me.fair, starts_at=NOW + 5 * HOUR, added_at=NOW + HOUR)
    lay_out_agendas(participants=[me], at=NOW + HOUR)
    assert opened(me) == {slots[0].pk, slots[2].pk, more.pk}


def test_the_task_lays_out_whoever_can_be_asked(me, slots):
    make.participant(fair=make.fair())  # no timetable there
    make.participant(fair=me.fair, status="applied", decided_at=None)
    assert (lay_out_task(), lay_out_task()) == (1, 0)
    assert list(Agenda.objects.values_list("participant", flat=True)) == [me.pk]


def test_the_task_takes_many_in_batches_and_those_whose_timetable_grows(me, slots, monkeypatch):
    monkeypatch.setattr("matchmaking.meetings.tasks.AT_ONCE", 2)
    people = [me, *(make.participant(fair=me.fair) for _ in range(2))]
    assert (lay_out_task(), lay_out_task()) == (3, 0)
    more = make.slot(fair=me.fair, starts_at=NOW + 5 * HOUR, added_at=NOW + HOUR)
    assert (lay_out_task(), lay_out_task()) == (3, 0)
    assert all(more.pk in opened(who) for who in people)


# Opening and closing ----------------------------------------------------------------


def test_change_openings_opens_some_and_closes_some(me, slots):
    make.available(me, slots[1], slots[2])
    assert change_openings(participant=me, opened=[slots[3].pk], closed=[slots[1].pk], at=NOW) == []
    assert opened(me) == {slots[2].pk, slots[3].pk}


def test_change_openings_tells_the_days_and_the_persons_own_pages(me, slots, told):
    late = make.slot(fair=me.fair, starts_at=NOW + timedelta(hours=14))  # one o'clock of the next day in Brussels
    change_openings(participant=me, opened=[slots[1].pk, slots[2].pk, late.pk], closed=[], at=NOW)
    assert told == [(me.fair, date(2030, 5, 14)), (me.fair, date(2030, 5, 15)), [me.user_id]]


@pytest.mark.parametrize("side", ["opened", "closed"])
def test_change_openings_refuses_slots_of_another_fair(me, slots, side):
    wanted = {"opened": [slots[1].pk], "closed": []}
    wanted[side] = [*wanted[side], make.slot().pk]
    with pytest.raises(errors.SlotOfAnotherFair):
        change_openings(participant=me, **wanted, at=NOW)
    assert opened(me) == set()


def test_change_openings_refuses_to_open_what_is_gone_and_lets_it_be_closed(me, slots):
    with pytest.raises(errors.SlotOfAnotherFair):
        change_openings(participant=me, opened=[uuid4()], closed=[], at=NOW)
    make.available(me, slots[1])
    change_openings(participant=me, opened=[], closed=[uuid4(), slots[1].pk], at=NOW)
    assert opened(me) == set()


def test_change_openings_leaves_what_has_begun(me, slots):
    make.available(me, slots[0])
    change_openings(participant=me, opened=[slots[1].pk], closed=[slots[0].pk], at=slots[1].starts_at)
    assert opened(me) == {slots[0].pk}


def test_change_openings_keeps_open_what_is_booked_and_closes_around_it(me, slots):
    make.available(me, *slots[1:])
    make.booking(slot=slots[2], guest=me)
    kept = change_openings(participant=me, opened=[], closed=[slot.pk for slot in slots[1:]], at=NOW)
    assert (kept, opened(me)) == ([slots[2]], {slots[2].pk})


def test_change_openings_keeps_open_what_is_booked_at_another_fair(me, slots):
    make.available(me, slots[2])
    elsewhere = make.participant(user=me.user)
    make.booking(slot=make.slot(fair=elsewhere.fair, starts_at=slots[2].starts_at), host=elsewhere)
    assert change_openings(participant=me, opened=[], closed=[slots[2].pk], at=NOW) == [slots[2]]


@pytest.mark.parametrize("what", ["cancelled", "excused", "of a colleague"])
def test_change_openings_closes_where_nobody_is_met_any_more(me, slots, what):
    make.available(me, slots[2])
    booking = make.booking(slot=slots[2], host=None if what == "of a colleague" else me)
    if what == "cancelled":
        booking.status, booking.cancelled_at = "cancelled", NOW
        booking.save()
    if what == "excused":
        booking.attendances.filter(participant=me).update(excused_at=NOW)
    assert change_openings(participant=me, opened=[], closed=[slots[2].pk], at=NOW) == []
    assert opened(me) == set()


def test_lay_out_anew_leaves_what_is_past(me, slots):
    make.laid_out(me)
    make.available(me, slots[3])
    past = make.slot(fair=me.fair, starts_at=NOW - timedelta(hours=9))
    make.available(me, past)
    lay_out_anew(participant=me, at=NOW)
    assert opened(me) == {past.pk, slots[1].pk, slots[2].pk}  # the first has begun, and was closed


def test_lay_out_anew_keeps_a_meeting_in_the_evening(me, slots):
    make.laid_out(me)
    make.available(me, slots[3])
    make.booking(slot=slots[3], host=me)
    assert lay_out_anew(participant=me, at=NOW) == [slots[3]]
    assert opened(me) == {slot.pk for slot in slots[1:]}


def test_change_agenda_keeps_what_is_open(me, slots):
    lay_out_agendas(participants=[me], at=NOW)
    before = opened(me)
    wishes = Wishes("Asia/Tokyo", time(8), time(16), break_minutes=10, most_per_day=4)
    agenda = change_agenda(participant=me, wishes=wishes, at=NOW)
    assert (agenda.time_zone, agenda.break_minutes, agenda.most_per_day) == ("Asia/Tokyo", 10, 4)
    assert opened(me) == before
    with pytest.raises(errors.DayEndsBeforeItBegins):
        change_agenda(participant=me, wishes=Wishes("UTC", time(9), time(9), presence="either"), at=NOW)
    me.refresh_from_db()
    assert me.presence == "remote"


def test_change_agenda_says_how_one_takes_part_and_remembers_it(me, slots):
    for presence in ("on_the_spot", "on_the_spot", None):
        change_agenda(participant=me, wishes=Wishes("UTC", time(9), time(18), presence=presence), at=NOW)
    me.refresh_from_db()
    assert me.presence == "on_the_spot"
    assert [record.presence for record in me.history.order_by("history_date")] == ["remote", "on_the_spot"]
