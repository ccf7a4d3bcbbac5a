"""Two people at once, on real connections. Each race has a control which shows that the trap can spring."""

from contextlib import suppress
from datetime import time, timedelta
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import connection

from matchmaking.fairs import queries
from matchmaking.fairs.actions import calendar, joining
from matchmaking.fairs.actions.calendar import lay_out_timetable
from matchmaking.fairs.actions.joining import join_fair, leave_fair
from matchmaking.fairs.errors import FairRefused, LastOrganiser, TimetableBeingChanged
from matchmaking.fairs.models import Fair, MeetingSlot, Participant
from tests import make
from tests.make import NOW

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
EARLY = NOW - timedelta(days=1)
OVERLAP = "meeting_slots_of_a_fair_do_not_overlap"


def race(*runners):
    """Run all at once; what each returned, or the refusal that it met."""
    outcomes = []

    def run(runner):
        try:
            outcomes.append(runner())
        except FairRefused as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[runner]) for runner in runners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == len(runners)
    return outcomes


def together(monkeypatch, module, name, *, patience=5):
    """Hold both callers right after the function has answered until both have asked, or patience is at an end."""
    barrier, asked = Barrier(2), getattr(module, name)

    def ask(*args):
        answer = asked(*args)
        with suppress(BrokenBarrierError):  # the other one waits for our lock: that is what the lock is for
            barrier.wait(patience)
        return answer

    monkeypatch.setattr(module, name, ask)


def unlocked(monkeypatch):
    monkeypatch.setattr(calendar, "hold_calendar", lambda fair: fair)


@pytest.fixture
def no_referee():
    """The constraint is away for this one test."""
    constraint = next(c for c in MeetingSlot._meta.constraints if c.name == OVERLAP)
    with connection.schema_editor() as editor:
        editor.remove_constraint(MeetingSlot, constraint)
    yield
    MeetingSlot.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(MeetingSlot, constraint)


@pytest.fixture
def fair():
    fair = make.fair()
    make.opening_hours(fair=fair, opens_at=time(9), closes_at=time(10))
    return fair


def two_organisers(fair):
    return [lambda: lay_out_timetable(fair=fair, at=EARLY)] * 2


def test_without_lock_and_constraint_the_timetable_would_be_doubled(fair, no_referee, monkeypatch):
    unlocked(monkeypatch)
    together(monkeypatch, queries, "change_of_timetable")
    race(*two_organisers(fair))
    assert fair.slots.count() == 4


def test_without_lock_the_constraint_refuses_the_second(fair, monkeypatch):
    unlocked(monkeypatch)
    together(monkeypatch, queries, "change_of_timetable")
    outcomes = race(*two_organisers(fair))
    assert [type(outcome) for outcome in outcomes if isinstance(outcome, FairRefused)] == [TimetableBeingChanged]
    assert fair.slots.count() == 2


def test_two_organisers_at_once_leave_one_timetable(fair, monkeypatch):
    together(monkeypatch, queries, "change_of_timetable", patience=0.5)
    outcomes = race(*two_organisers(fair))
    assert sorted(len(outcome.added) for outcome in outcomes) == [0, 2]
    assert fair.slots.count() == 2


def two_leave(fair):
    both = [make.organiser(fair=fair) for _one in range(2)]
    return [lambda ours=ours: leave_fair(participant=ours, at=NOW) for ours in both]


def organisers(fair):
    return Participant.objects.filter(fair=fair, status="approved", roles__contains=["organiser"]).count()


def test_without_the_lock_both_organisers_would_be_gone(fair, monkeypatch):
    monkeypatch.setattr(joining, "hold_fair", lambda fair_id: Fair.objects.get(pk=fair_id))
    together(monkeypatch, queries, "other_owners")
    race(*two_leave(fair))
    assert organisers(fair) == 0


def test_of_the_last_two_organisers_one_stays(fair, monkeypatch):
    together(monkeypatch, queries, "other_owners", patience=0.5)
    outcomes = race(*two_leave(fair))
    assert [type(outcome) for outcome in outcomes if isinstance(outcome, FairRefused)] == [LastOrganiser]
    assert organisers(fair) == 1


def test_joining_twice_at_once_makes_one_row_with_both_roles(fair):
    alice = make.user()
    race(*(lambda role=role: join_fair(fair=fair, user=alice, role=role, at=NOW) for role in ("visitor", "exhibitor")))
    assert sorted(fair.participants.get().roles) == ["exhibitor", "visitor"]
