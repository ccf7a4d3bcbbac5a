"""The demo's people have been matched, and its exporter and its buyer have begun to look through their lists."""

from datetime import datetime

from django.utils import timezone

from matchmaking.demo.sketches import BUYER, EXPORTER
from matchmaking.discovery.actions.marking import Pair, mark
from matchmaking.discovery.actions.matching import carry_out, claim_run, want_run
from matchmaking.discovery.models import Mark, Pairing, Run
from matchmaking.discovery.models.feedback import Side
from matchmaking.exhibitors.models import Representative
from matchmaking.fairs.models import Fair
from matchmaking.visitors.models import VisitorProfile

SMALL = 1_000
"""So many are matched while the fair is laid out; more are left to a worker, who takes longer than somebody waits."""


def match_people(*, fair: Fair, at: datetime) -> None:
    """Everybody of a small fair has his list, once; some of the exporter's and the buyer's are marked."""
    there = fair.exhibitors.count() + VisitorProfile.objects.filter(participant__fair=fair).count()
    if there > SMALL or Run.objects.filter(fair=fair).exists():
        return
    run = claim_run(want_run(fair=fair, at=at).pk, at=at)
    if run is not None:
        carry_out(run, now=timezone.now)
        _mark_some(fair, at)


def _mark_some(fair: Fair, at: datetime) -> None:
    seat = Representative.objects.select_related("participant__user").get(
        exhibitor__fair=fair, participant__user__email=EXPORTER
    )
    buyer = VisitorProfile.objects.select_related("participant__user").get(
        participant__fair=fair, participant__user__email=BUYER
    )
    said = ((Mark.Kind.SHORTLISTED, ""), (Mark.Kind.SAVED, ""), (Mark.Kind.DISMISSED, Mark.Cause.GOODS))
    best = Pairing.objects.filter(exhibitor=seat.exhibitor_id, is_for_stand=True).order_by("-worth")[2:5]
    for (kind, cause), pairing in zip(said, best, strict=False):
        pair = Pair(Side.STAND, pairing.exhibitor_id, pairing.profile_id)
        mark(pair=pair, kind=kind, cause=cause, by=seat.participant.user, at=at)
    best = Pairing.objects.filter(profile=buyer, is_for_visitor=True).order_by("-worth")[2:5]
    for (kind, cause), pairing in zip(said, best, strict=False):
        pair = Pair(Side.VISITOR, pairing.exhibitor_id, pairing.profile_id)
        mark(pair=pair, kind=kind, cause=cause, by=buyer.participant.user, at=at)
