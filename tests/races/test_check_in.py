"""Two helpers read the same badge at once: the person is let in once, and both see so."""

from contextlib import suppress

import pytest
from django.db import connection

from matchmaking.fairs.actions import checking_in
from matchmaking.fairs.models import CheckIn
from tests import make
from tests.make import NOW
from tests.races.test_fairs import race, together

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ONCE = "one_open_check_in_per_person_and_fair"


@pytest.fixture
def no_referee():
    """The constraint is away for this one test."""
    constraint = next(c for c in CheckIn._meta.constraints if c.name == ONCE)
    with connection.schema_editor() as editor:
        editor.remove_constraint(CheckIn, constraint)
    yield
    CheckIn.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(CheckIn, constraint)


def let_in_twice(participant):
    helpers = [make.user() for _ in range(2)]
    return race(
        *(lambda by=by: checking_in.check_in(participant=participant, by=by, at=NOW) for by in helpers),
    )


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_without_the_constraint_he_would_be_here_twice(no_referee, monkeypatch):
    together(monkeypatch, checking_in, "admitted")
    with suppress(AssertionError):  # whoever finds two rows where there can be one does not answer
        let_in_twice(make.participant())
    assert CheckIn.objects.count() == 2


def test_two_helpers_let_somebody_in_once(monkeypatch):
    together(monkeypatch, checking_in, "admitted")
    outcomes = let_in_twice(make.participant())
    assert sorted(is_new for _there, is_new in outcomes) == [False, True]
    assert len({there.pk for there, _is_new in outcomes}) == 1
    assert CheckIn.objects.count() == 1
