"""Two organisers write terms at the same moment, on connections of their own. Each race has its control."""

from contextlib import suppress
from threading import Barrier as Meeting
from threading import BrokenBarrierError, Thread

import pytest
from django.db import IntegrityError, connection

from matchmaking.meetings import errors, queries
from matchmaking.meetings.actions import terms as acting
from matchmaking.meetings.models import Barrier, FairTerms, Group
from matchmaking.meetings.rules import Terms
from tests import make

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def race(*runners):
    """Run all at once; what each returned, or what it met."""
    outcomes = []

    def run(runner):
        try:
            outcomes.append(runner())
        except (errors.MeetingRefused, IntegrityError) as refusal:
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


def refusals(outcomes):
    return [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)]


@pytest.fixture
def meet():
    """Hold two callers until both are there, or patience is at an end: the other one waits for our lock."""
    place = Meeting(2)

    def wait(patience=1):
        with suppress(BrokenBarrierError):
            place.wait(patience)

    return wait


def after(monkeypatch, module, name, wait):
    """Both wait for each other as soon as this function has answered."""
    asked = getattr(module, name)

    def ask(*args):
        answer = asked(*args)
        wait()
        return answer

    monkeypatch.setattr(module, name, ask)


def two_organisers(fair):
    seen = queries.terms_written(fair).sign
    return [
        lambda hours=hours: acting.change_terms(fair=fair, seen=seen, terms=Terms(hours, 60, {})) for hours in (1, 2)
    ]


def test_without_the_lock_one_organiser_would_overwrite_the_other(monkeypatch, meet):
    fair = make.fair()
    FairTerms.objects.create(fair=fair)
    runners = two_organisers(fair)
    monkeypatch.setattr(acting, "hold_terms", lambda fair: FairTerms.objects.get(fair=fair))
    after(monkeypatch, queries, "terms_written", meet)
    assert refusals(race(*runners)) == []


@pytest.mark.parametrize("are_written", [True, False])
def test_of_two_organisers_the_second_is_told(monkeypatch, meet, are_written):
    fair = make.fair()
    if are_written:
        FairTerms.objects.create(fair=fair)
    runners = two_organisers(fair)
    after(monkeypatch, queries, "terms_written", meet)
    assert refusals(race(*runners)) == [errors.TermsChangedMeanwhile]


@pytest.fixture
def press():
    return Group.objects.create(fair=make.fair(), name="Press")


def removed_and_named(press):
    return [
        lambda: acting.remove_group(group_id=press.pk),
        lambda: acting.add_barrier(fair=press.fair, asked_group=press),
    ]


def test_without_the_lock_a_barrier_would_name_a_group_that_is_gone(monkeypatch, press, meet):
    monkeypatch.setattr(acting, "hold_group", lambda group_id: meet())
    after(monkeypatch, queries, "barriers_naming", meet)
    assert refusals(race(*removed_and_named(press))) == [IntegrityError]


def test_a_group_is_removed_or_named_by_a_barrier_never_both(monkeypatch, press, meet):
    after(monkeypatch, acting, "hold_group", meet)
    after(monkeypatch, queries, "barriers_naming", meet)
    (refusal,) = refusals(race(*removed_and_named(press)))
    assert refusal in (errors.GroupGone, errors.GroupInBarriers)
    assert Group.objects.exists() == Barrier.objects.exists() == (refusal is errors.GroupInBarriers)
