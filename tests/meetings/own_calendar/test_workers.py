"""Workers share the calendars that are due among them, and one that fails holds up no other."""

from datetime import timedelta

import pytest

from matchmaking.meetings import tasks
from matchmaking.meetings.actions import calendars
from matchmaking.meetings.actions.calendars import claim_due_calendars
from matchmaking.meetings.models import OwnCalendar
from tests import make
from tests.make import NOW
from tests.meetings.own_calendar.calendars import HOUR, MINUTE, SECRET, entered

pytestmark = pytest.mark.django_db


def test_claim_due_calendars_hands_each_to_one_worker(me):
    others = [make.participant(fair=me.fair) for _n in range(3)]
    for n, who in enumerate([me, *others]):
        entered(who, due_at=NOW - n * MINUTE)
    OwnCalendar.objects.filter(user=others[0].user).update(due_at=NOW + MINUTE)
    others[1].user.is_active = False
    others[1].user.save()
    assert [each.user for each in claim_due_calendars(most=1, at=NOW)] == [others[2].user]
    assert [each.user for each in claim_due_calendars(most=9, at=NOW)] == [me.user]
    assert claim_due_calendars(most=9, at=NOW) == []
    later = claim_due_calendars(most=9, at=NOW + calendars.HANDED_OUT)  # none of them has come back
    assert {each.user for each in later} == {others[0].user, others[2].user, me.user}


def test_the_task_reads_many_at_once_and_a_slow_one_holds_up_no_other(me):
    """Nobody answers at any of these addresses; that is known of each of them, and each has its next turn."""
    people = [me, *(make.participant(fair=me.fair) for _n in range(5))]
    for who in people:
        entered(who, address="https://127.0.0.1/a.ics", due_at=NOW - MINUTE)
    assert tasks.read_due_calendars() == 6
    assert tasks.read_due_calendars() == 0
    assert set(OwnCalendar.objects.values_list("problem", "due_at")) == {("forbidden", NOW + timedelta(minutes=30))}


def test_the_task_reads_one_persons_calendar_and_nothing_if_there_is_none(me):
    assert tasks.read_calendar(me.user_id) == 0
    entered(me, address="https://127.0.0.1/a.ics", due_at=NOW + HOUR)
    assert tasks.read_calendar(me.user_id) == 1


def test_what_fails_unexpectedly_holds_up_no_other_and_tells_no_address(me, monkeypatch, caplog):
    """An error that is nobody's fault but ours is logged, with the person's number alone."""
    other = make.participant(fair=me.fair)
    look = tasks.calendars.look_into

    def failing(calendar, **kw):
        if calendar.pk == me.user_id:
            raise ValueError("ours")
        return look(calendar, **kw)

    monkeypatch.setattr(tasks.calendars, "look_into", failing)
    for who in (me, other):
        entered(who, address=f"https://127.0.0.1/{SECRET}.ics")
    assert tasks.read_due_calendars() == 1
    assert f"The calendar of person {me.user_id} could not be read" in caplog.text
    assert SECRET not in caplog.text


def test_the_task_is_on_the_clock(settings):
    times = {entry["task"]: entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert times["meetings.read_due_calendars"] == 30.0
