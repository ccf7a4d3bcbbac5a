"""What the database refuses of runs and weights, whatever code runs. One test per name."""

import pytest
from django.db import IntegrityError

from matchmaking.discovery.actions.matching import want_run
from matchmaking.discovery.models import FairWeights, Run
from matchmaking.discovery.scoring.facts import SIGNALS
from tests import make
from tests.make import NOW
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def fair():
    return make.fair()


def run(fair, **kw):
    return Run.objects.create(**{"fair": fair, "wanted_at": NOW} | kw)


@pytest.mark.parametrize("status", ["waiting", "running"])
def test_one_matching_at_a_time_per_fair_and_kind(fair, status):
    run(fair, status=status)
    run(fair, kind="preview", status=status)
    run(make.fair(), status=status)
    run(fair, status="done", ended_at=NOW)
    run(fair, status="failed", ended_at=NOW)
    for kind in Run.Kind:
        with refused_by("one_matching_at_a_time_per_fair_and_kind"):
            run(fair, kind=kind)


def test_another_veto_is_not_taken_for_a_run_that_is_under_way(fair):
    with pytest.raises(IntegrityError, match="wanted_at"):
        want_run(fair=fair, at=None)


def test_matching_ended_iff_stamped(fair):
    for status in ("done", "failed"):
        with refused_by("matching_ended_iff_stamped"):
            run(fair, status=status)
    for status in ("waiting", "running"):
        with refused_by("matching_ended_iff_stamped"):
            run(fair, status=status, ended_at=NOW)


def test_matching_does_no_more_than_all(fair):
    made = run(fair, done=3, total=3)
    with refused_by("matching_does_no_more_than_all"):
        Run.objects.filter(pk=made.pk).update(done=4)


@pytest.mark.parametrize("name", SIGNALS)
def test_weights_are_within_bounds(fair, name):
    weights = FairWeights.objects.create(fair=fair, **dict.fromkeys(SIGNALS, 0))
    FairWeights.objects.filter(pk=weights.pk).update(**{name: 5})
    for wrong in (-0.1, 5.1, float("nan")):
        with refused_by("weights_are_within_bounds"):
            FairWeights.objects.filter(pk=weights.pk).update(**{name: wrong})
