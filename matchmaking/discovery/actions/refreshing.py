"""One who has changed is fresh at once: known and learnt anew, and put in his place by the prices that stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

import numpy as np
from django.db import transaction
from django.db.models import Count, Min, Q
from numpy.typing import NDArray

from matchmaking.discovery import rules
from matchmaking.discovery.actions.knowing import know
from matchmaking.discovery.actions.learning import learn
from matchmaking.discovery.actions.lists import hold_lists, note_standing
from matchmaking.discovery.models import Dossier, Pairing
from matchmaking.discovery.queries.apart import kept_apart
from matchmaking.discovery.queries.parties import (
    dossiers_of_stands,
    dossiers_of_visitors,
    parties_of,
    weights_of_fair,
)
from matchmaking.discovery.ranking import rank_one
from matchmaking.discovery.scoring.crowds import views
from matchmaking.discovery.scoring.gains import gains_of
from matchmaking.fairs.models import Fair

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


def refresh_visitor(profile: UUID, fair: Fair, *, at: datetime) -> None:
    """The visitor's dossier and lists are as of now, and stands have him where he belongs."""
    know(fair, profiles=[profile], at=at)
    dossier = Dossier.objects.filter(profile=profile).first()
    if dossier:
        learn(dossier)
        _place(dossier, list(dossiers_of_stands(fair)), fair, at)
    else:
        Pairing.objects.filter(profile=profile).delete()


def refresh_stand(exhibitor: int, fair: Fair, *, at: datetime) -> None:
    """The stand's dossier and lists are as of now, and visitors have it where it belongs."""
    know(fair, exhibitors=[exhibitor], at=at)
    dossier = Dossier.objects.filter(exhibitor=exhibitor).first()
    if dossier:
        learn(dossier)
        _place(dossier, list(dossiers_of_visitors(fair)), fair, at)
    else:
        Pairing.objects.filter(exhibitor=exhibitor).delete()


@dataclass(frozen=True, eq=False)
class Place:
    """How one person and each of the other side see each other; what of it is on whose list."""

    mine: Floats
    theirs: Floats
    worth: Floats
    price: float
    on_mine: Mask
    on_theirs: Mask

    @property
    def good(self) -> int:
        likeness: Floats = np.sqrt(self.mine * self.theirs)
        return int(np.count_nonzero(self.on_mine & (likeness >= rules.GOOD)))


def _place(dossier: Dossier, others: Sequence[Dossier], fair: Fair, at: datetime) -> None:
    weights = weights_of_fair(fair)
    (me,), parties = parties_of([dossier], weights), parties_of(others, weights)
    is_visitor = dossier.profile_id is not None
    apart = kept_apart(fair, others, [dossier]) if is_visitor else kept_apart(fair, [dossier], others)
    excluded = apart.excluded.ravel()
    closed_to_me, closed_to_them = apart.closed_to_stand.ravel(), apart.closed_to_visitor.ravel()
    if is_visitor:
        closed_to_me, closed_to_them = closed_to_them, closed_to_me
    mine, theirs = views([me], parties)[0], views(parties, [me])[:, 0]
    mine[excluded], theirs[excluded] = 0, 0
    prices = np.array([other.price or 0.0 for other in others], dtype=np.float32)
    worth, price = rank_one(mine, theirs, capacity=dossier.capacity, prices=prices, excluded=excluded)
    on_mine = best_of(worth, np.sqrt(mine * theirs), rules.LIST_OF_VISITOR if is_visitor else rules.LIST_OF_STAND)
    place = Place(mine, theirs, worth, price, on_mine & ~closed_to_me, (worth > 0) & ~closed_to_them)
    with transaction.atomic():
        hold_lists(fair)
        _write(dossier, others, place)
        note_standing([(dossier, place.price, place.good, dossier.shown_to, gains_of([me], parties)[0])], at)


def best_of(worth: Floats, likeness: Floats, most: int) -> Mask:
    """The best by the market, and the best by likeness."""
    listed = np.zeros(len(worth), dtype=np.bool_)
    for scores in (worth, likeness):
        listed[np.argsort(-scores, kind="stable")[:most]] = True
    return listed & (worth > 0)


def _write(dossier: Dossier, others: Sequence[Dossier], place: Place) -> None:
    """The pairs of this dossier are these: on its own list, and on that of each who would have it there."""
    is_visitor = dossier.profile_id is not None
    ours = (
        Pairing.objects.filter(profile=dossier.profile_id)
        if is_visitor
        else Pairing.objects.filter(exhibitor=dossier.exhibitor_id)
    )
    ours.delete()
    bars = _bars(dossier, others, is_visitor)
    on_theirs = place.on_theirs & (place.worth >= np.array([bars.get(_key(other), 0.0) for other in others]))
    Pairing.objects.bulk_create(
        _pairing(dossier, others[n], place, n, is_on_theirs=bool(on_theirs[n]))
        for n in np.flatnonzero(place.on_mine | on_theirs).tolist()
    )


def _pairing(mine: Dossier, theirs: Dossier, place: Place, n: int, *, is_on_theirs: bool) -> Pairing:
    is_visitor = mine.profile_id is not None
    stand, visitor = (theirs, mine) if is_visitor else (mine, theirs)
    stand_view, visitor_view = (place.theirs[n], place.mine[n]) if is_visitor else (place.mine[n], place.theirs[n])
    is_on_mine = bool(place.on_mine[n])
    return Pairing(
        fair_id=mine.fair_id,
        exhibitor_id=cast(int, stand.exhibitor_id),
        profile_id=cast(UUID, visitor.profile_id),
        worth=float(place.worth[n]),
        stand_view=float(stand_view),
        visitor_view=float(visitor_view),
        is_for_visitor=is_on_mine if is_visitor else is_on_theirs,
        is_for_stand=is_on_theirs if is_visitor else is_on_mine,
    )


def _key(dossier: Dossier) -> object:
    return dossier.profile_id or dossier.exhibitor_id


def _bars(dossier: Dossier, others: Sequence[Dossier], is_visitor: bool) -> dict[object, float]:
    """What somebody must be worth at least to be on the full list of each of the others."""
    whose, flag, most = (
        ("exhibitor", "is_for_stand", rules.LIST_OF_STAND)
        if is_visitor
        else ("profile", "is_for_visitor", rules.LIST_OF_VISITOR)
    )
    full = (
        Pairing.objects.filter(Q(**{flag: True}), fair=dossier.fair_id)
        .order_by()
        .values(whose)
        .annotate(number=Count("pk"), bar=Min("worth"))
        .filter(number__gte=most)
    )
    return dict(full.values_list(whose, "bar"))
