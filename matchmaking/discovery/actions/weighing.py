"""The organiser weighs: he tries what other weights would change, and has them count."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from matchmaking.accounts.models import User
from matchmaking.discovery.actions.beginning import begin_run
from matchmaking.discovery.errors import NobodyMatchedYet, UnderWay
from matchmaking.discovery.models import Dossier, FairWeights, Run
from matchmaking.discovery.scoring.facts import SIGNALS, Weights
from matchmaking.fairs.models import Fair

DEFAULTS = {name: getattr(Weights(), name) for name in SIGNALS}


def preview_weights(*, fair: Fair, weights: Mapping[str, float], by: User | None = None, at: datetime) -> Run:
    """What these weights would change is worked out, and nobody's list is touched.

    Refuses with NobodyMatchedYet while nothing is known of anybody, and with UnderWay if another preview is worked out.
    """
    if not Dossier.objects.filter(fair=fair).exists():
        raise NobodyMatchedYet
    return begin_run(fair=fair, kind=Run.Kind.PREVIEW, weights=weights, by=by, at=at)


def apply_weights(*, fair: Fair, weights: Mapping[str, float], by: User | None = None, at: datetime) -> Run | None:
    """These weights count at the fair, and a run by them waits. None if one is under way: that ends first, and as it
    is older than the weights, another follows by itself."""
    with transaction.atomic():
        FairWeights.objects.update_or_create(fair=fair, defaults=dict(weights))
        # Of the very moment at which the run is wanted: weights that are newer would have it done once more.
        FairWeights.objects.filter(fair=fair).update(changed_at=at)
        with suppress(UnderWay):
            return begin_run(fair=fair, by=by, at=at)
    return None
