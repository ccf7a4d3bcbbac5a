"""Thousands of actions, by anybody with anybody, in any order; after each one nothing may be that must never be.

The controls show that the trap can spring: without the looks of an action and the constraints of the database the same
actions put people and rooms in two meetings, and the machine finds it.
"""

from collections import Counter
from contextlib import suppress

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, example, given, settings

from matchmaking.fairs.models import Room
from matchmaking.meetings.actions import booking
from matchmaking.meetings.errors import MeetingRefused
from tests.races import two_fairs
from tests.races.machine import TwoFairs
from tests.races.turns import dealt, turns
from tests.races.violations import OVERLAPS, violations

pytestmark = [pytest.mark.race, pytest.mark.django_db]
RUNS, DRAWN_RUNS, STEPS = 40, 8, 60
AT_LEAST = 2000  # actions
# These come about in any run that is worth its name, and those of the first line are refused now and then, too.
BOTH = {"send", "accept", "move", "cancel", "add", "hand over", "withdraw", "change timetable"}
DONE = {"booked directly", "booked from the list", "join list", "leave", "come back", "delete", "expire", "change"}


def run(machine=TwoFairs, *, runs=RUNS, drawn_runs=DRAWN_RUNS):
    """What has been done in the runs that are always the same, and in those that Hypothesis draws; nothing is kept."""
    world, done = two_fairs.build(), Counter()
    phases, slow = [Phase.explicit, Phase.generate], [HealthCheck.data_too_large, HealthCheck.large_base_example]

    @settings(max_examples=drawn_runs, derandomize=True, database=None, phases=phases, suppress_health_check=slow)
    @given(turns(STEPS))
    def play(ours):
        machine(world, done).play(ours)

    for number in reversed(range(runs)):  # the first example is the one added last
        play = example(dealt(number, STEPS))(play)
    play()
    return done


def test_whatever_anybody_does_nobody_is_in_two_places():
    done = run()
    assert sum(done.values()) >= AT_LEAST
    assert {name for name, how in done if how == "done"} >= BOTH | DONE
    assert {name for name, how in done if how == "refused"} >= BOTH


# Controls: the trap springs -----------------------------------------------------------


class TakenBack(Exception):
    """It was done although the ledger said that it must not be."""


class Gullible(TwoFairs):
    """Whatever the product does although it must not is looked at, and then has not happened."""

    def act(self, name, action, why=frozenset(), refusals=(MeetingRefused,)):
        with suppress(TakenBack, *refusals), transaction.atomic():
            result = action()
            assert [sentence for sentence, _what in violations(self.at) if sentence in OVERLAPS] == []
            if not why:
                return result
            raise TakenBack


@pytest.fixture
def no_referee():
    """The constraints are away until the test is taken back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE meetings_attendance DROP CONSTRAINT person_in_one_place_at_a_time")
        cursor.execute("ALTER TABLE meetings_booking DROP CONSTRAINT room_holds_one_meeting_at_a_time")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize("sentence", OVERLAPS)
def test_without_checks_and_constraints_the_same_actions_overlap(no_referee, monkeypatch, sentence):
    """Neither the action looks nor the database: then the machine finds two meetings in one place."""
    if sentence == "nobody is at two meetings at once":
        monkeypatch.setattr(booking, "check_seats", lambda *args, **kwargs: None)
    else:
        fit = lambda slot: Room.objects.filter(hall__fair=slot.fair_id, reservation=None)  # noqa: E731
        monkeypatch.setattr(booking, "room_for", lambda made, slot, seats: fit(slot).latest("seats"))
    with pytest.raises(AssertionError, match=sentence):
        run(Gullible)


def test_without_the_checks_the_constraint_holds(monkeypatch):
    """The action does not look, the database does: then nobody is in two places, and is told so in words."""
    monkeypatch.setattr(booking, "check_seats", lambda *args, **kwargs: None)
    run(Gullible, runs=4, drawn_runs=1)
