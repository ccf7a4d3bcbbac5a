"""What somebody has done changes by which weights he looks: slowly, visibly, and until he has it forgotten."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from statistics import mean

from django.db.models import QuerySet

from matchmaking.discovery.learning import DEEDS, Deed, strength_of_stars, taste_from
from matchmaking.discovery.models import Dossier
from matchmaking.discovery.queries.deeds import Done, deeds_of
from matchmaking.discovery.queries.parties import parties_of, weights_of_fair
from matchmaking.discovery.scoring.pairs import view


def learn(dossier: Dossier) -> None:
    """The dossier's taste is what its owner's deeds say. Five queries, however many they are; one if there are none."""
    done = deeds_of(dossier)
    taste = _taste(dossier, done) if done else {}
    if taste != dossier.taste:
        dossier.taste = taste
        Dossier.objects.filter(pk=dossier.pk).update(taste=taste)


def _taste(dossier: Dossier, done: Sequence[Done]) -> dict[str, float]:
    about, listed = {deed.other for deed in done}, set(_listed(dossier).values_list("pk", flat=True))
    others = {other.pk: other for other in Dossier.objects.filter(pk__in=about | listed)}
    (me, *theirs) = parties_of([dossier, *others.values()], weights_of_fair(dossier.fair))
    values = {
        pk: {signal.name: signal.value for signal in view(me, party).signals}
        for pk, party in zip(others, theirs, strict=True)
    }
    return taste_from(
        (
            Deed(
                strength=strength_of_stars(deed.stars) if deed.stars else DEEDS.get(deed.deed, 0.0),
                values=values.get(deed.other, {}),
                cause=deed.cause,
            )
            for deed in done
        ),
        usual=_means(values[pk] for pk in listed if pk in values),
    )


def _listed(dossier: Dossier) -> QuerySet[Dossier]:
    """Those of the other side who are on the owner's list."""
    if dossier.profile_id:
        mine = {"exhibitor__pairings__profile": dossier.profile_id, "exhibitor__pairings__is_for_visitor": True}
    else:
        mine = {"profile__pairings__exhibitor": dossier.exhibitor_id, "profile__pairings__is_for_stand": True}
    return Dossier.objects.filter(**mine)


def _means(values: Iterable[Mapping[str, float]]) -> dict[str, float]:
    found: defaultdict[str, list[float]] = defaultdict(list)
    for each in values:
        for name, value in each.items():
            found[name].append(value)
    return {name: mean(those) for name, those in found.items()}


def forget(*, dossier: Dossier, at: datetime) -> None:
    """Nothing is learnt of what was done before. Lists of saved and dismissed stay as they are."""
    Dossier.objects.filter(pk=dossier.pk).update(taste={}, forgotten_at=at)
    dossier.taste, dossier.forgotten_at = {}, at
