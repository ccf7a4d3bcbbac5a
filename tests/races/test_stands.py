"""Two companies want a stand in one hall at the same moment; two owners write one stand's words."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import connection

from matchmaking.exhibitors import rules
from matchmaking.exhibitors.actions import exhibiting, stands, team
from matchmaking.exhibitors.actions.exhibiting import exhibit
from matchmaking.exhibitors.actions.stands import StandFacts, change_stand
from matchmaking.exhibitors.errors import ChangedMeanwhile, ExhibitorRefused, StandTaken
from matchmaking.exhibitors.models import Exhibitor, Representative
from tests import make
from tests.make import NOW

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
NUMBER = "one_exhibitor_per_stand"


def race(*runners):
    """Run all at once; what each returned, or the refusal that it met."""
    outcomes = []

    def run(runner):
        try:
            outcomes.append(runner())
        except ExhibitorRefused as refusal:
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


@pytest.fixture
def together(monkeypatch):
    """Hold both callers right after a number was chosen until both have one, or patience is at an end."""
    barrier, choose = Barrier(2), rules.next_stand_number

    def chosen(taken):
        number = choose(taken)
        with suppress(BrokenBarrierError):  # the other one waits for our lock: that is what the lock is for
            barrier.wait(1)
        return number

    monkeypatch.setattr(rules, "next_stand_number", chosen)


@pytest.fixture
def unlocked(monkeypatch):
    monkeypatch.setattr(exhibiting, "hold_hall", lambda hall_id: None)


@pytest.fixture
def no_referee():
    """The constraint is away for this one test."""
    constraint = next(c for c in Exhibitor._meta.constraints if c.name == NUMBER)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Exhibitor, constraint)
    yield
    Exhibitor.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Exhibitor, constraint)


@pytest.fixture
def two_companies():
    hall = make.hall()

    def runner(company, user):
        return lambda: exhibit(fair=hall.fair, company=company, user=user, hall=hall, at=NOW)

    return [runner(make.company(), make.user()) for _ in range(2)]


def test_without_lock_and_constraint_both_get_the_same_number(no_referee, unlocked, together, two_companies):
    race(*two_companies)
    assert list(Exhibitor.objects.values_list("stand_number", flat=True)) == ["A01", "A01"]  # the trap can spring …


def test_one_exhibitor_per_stand_holds_without_the_lock(unlocked, together, two_companies):
    outcomes = race(*two_companies)
    assert [type(outcome) for outcome in outcomes if isinstance(outcome, ExhibitorRefused)] == [StandTaken]
    assert Exhibitor.objects.count() == 1  # … the constraint is what holds it …


def test_with_the_lock_each_gets_a_number_of_its_own(together, two_companies):
    race(*two_companies)
    assert sorted(Exhibitor.objects.values_list("stand_number", flat=True)) == ["A01", "A02"]  # … and nobody is refused


def test_a_double_click_seats_a_colleague_once():
    seat = make.representative()
    user = make.user(email="new@example.com")
    invitation = team.invite_colleague(
        exhibitor=seat.exhibitor, email="new@example.com", by=seat.participant.user, at=NOW
    )
    first, second = race(*[lambda: team.accept_invitation(invitation=invitation, user=user, at=NOW)] * 2)
    assert first == second
    assert Representative.objects.filter(participant__user=user).count() == 1


@pytest.fixture
def two_owners(monkeypatch):
    """Both have read the first version; held between reading the stand and writing it until both have read."""
    barrier, check = Barrier(2), rules.check_exhibiting
    stand = make.exhibitor()

    def read(exhibitor):
        check(exhibitor)
        with suppress(BrokenBarrierError):  # the other one waits for our lock: that is what the lock is for
            barrier.wait(1)

    monkeypatch.setattr(rules, "check_exhibiting", read)
    return [
        lambda words=words: change_stand(exhibitor_id=stand.pk, version=1, facts=StandFacts(headline=words), at=NOW)
        for words in ("Hers", "His")
    ]


def test_without_the_lock_the_words_of_one_owner_would_be_lost(two_owners, monkeypatch):
    monkeypatch.setattr(stands, "hold_exhibitor", lambda pk: Exhibitor.objects.get(pk=pk))
    outcomes = race(*two_owners)
    assert [type(outcome) for outcome in outcomes] == [Exhibitor, Exhibitor]  # nobody was told …


def test_of_two_owners_who_save_one_stand_at_once_the_later_is_told(two_owners):
    saved, refused = sorted(race(*two_owners), key=lambda outcome: isinstance(outcome, ExhibitorRefused))
    assert type(refused) is ChangedMeanwhile  # … and now the later one is
    stand = Exhibitor.objects.get()
    assert (stand.headline, stand.version) == (saved.headline, 2)
