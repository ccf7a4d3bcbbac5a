"""What somebody has done changes by which weights he looks: slowly, visibly, and until he has it forgotten."""

from datetime import datetime

from matchmaking.discovery.learning import DEEDS, Deed, strength_of_stars, taste_from
from matchmaking.discovery.models import Dossier
from matchmaking.discovery.queries.deeds import deeds_of
from matchmaking.discovery.queries.parties import parties_of, weights_of_fair
from matchmaking.discovery.scoring.pairs import view


def learn(dossier: Dossier) -> None:
    """The dossier's taste is what its owner's deeds say. Four queries, however many they are."""
    done = deeds_of(dossier)
    others = {other.pk: other for other in Dossier.objects.filter(pk__in={deed.other for deed in done})}
    weights = weights_of_fair(dossier.fair)
    (me, *theirs) = parties_of([dossier, *others.values()], weights)
    values = {
        pk: {signal.name: signal.value for signal in view(me, party).signals}
        for pk, party in zip(others, theirs, strict=True)
    }
    taste = taste_from(
        Deed(
            strength=strength_of_stars(deed.stars) if deed.stars else DEEDS.get(deed.deed, 0.0),
            values=values.get(deed.other, {}),
            cause=deed.cause,
        )
        for deed in done
    )
    if taste != dossier.taste:
        dossier.taste = taste
        Dossier.objects.filter(pk=dossier.pk).update(taste=taste)


def forget(*, dossier: Dossier, at: datetime) -> None:
    """Nothing is learnt of what was done before. Lists of saved and dismissed stay as they are."""
    Dossier.objects.filter(pk=dossier.pk).update(taste={}, forgotten_at=at)
    dossier.taste, dossier.forgotten_at = {}, at
