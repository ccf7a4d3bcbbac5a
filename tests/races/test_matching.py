"""Two organisers press "Match everybody anew" at the same moment, on connections of their own; and the control."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import connection

from matchmaking.discovery.actions import matching
from matchmaking.discovery.errors import UnderWay
from matchmaking.discovery.models import Run
from tests import make
from tests.make import NOW

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ONE = next(each for each in Run._meta.constraints if each.name == "one_matching_at_a_time_per_fair_and_kind")


@pytest.fixture
def no_referee(transactional_db):
    """Nothing but good manners keeps two runs of one kind apart."""
    with connection.schema_editor() as editor:
        editor.remove_constraint(Run, ONE)
    yield
    Run.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Run, ONE)


def pressed_by_two(fair):
    """What each of them is told, once both are about to write."""
    together, outcomes, failures = Barrier(2), [], []

    def press():
        try:
            with suppress(BrokenBarrierError):
                together.wait(5)
            outcomes.append(type(matching.want_run(fair=fair, at=NOW)))
        except UnderWay:
            outcomes.append(UnderWay)
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    return sorted(outcomes, key=str)


def test_without_the_constraint_everybody_would_be_matched_twice_at_once(no_referee):
    assert pressed_by_two(make.fair()) == [Run, Run]
    assert Run.objects.filter(status="waiting").count() == 2


def test_of_two_who_press_at_once_one_is_told_that_it_is_under_way():
    assert pressed_by_two(make.fair()) == [UnderWay, Run]
    assert Run.objects.filter(status="waiting").count() == 1
