"""Dossiers as the parties that are scored: with the vectors of their texts, read as they are stored."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import QuerySet

from matchmaking.discovery.learning import tasting
from matchmaking.discovery.models import Dossier, FairWeights, Phrase
from matchmaking.discovery.scoring.facts import Offered, Party, Sought, Vectors, Weights, no_texts
from matchmaking.fairs.models import Fair

Kind = Phrase.Kind

ASKS = {Kind.NEED, Kind.PITCH, Kind.PRODUCT}
"""What somebody looks for is said by a buyer's need, and by what a stand sells: it looks for who needs that."""

SOUGHT = ("headings", "markets", "certificates", "volumes", "services")
BYTES_BEFORE = 4  # of a half-precision vector as Postgres sends it: its dimensions, and two that mean nothing


def dossiers_of_visitors(fair: Fair) -> QuerySet[Dossier]:
    return Dossier.objects.filter(fair=fair, profile__isnull=False).defer("gains").order_by("pk")


def dossiers_of_stands(fair: Fair) -> QuerySet[Dossier]:
    return Dossier.objects.filter(fair=fair, exhibitor__isnull=False).defer("gains").order_by("pk")


def weights_of_fair(fair: Fair) -> Weights:
    """As the organiser wants them, or else as they are by themselves."""
    written = FairWeights.objects.filter(fair=fair).first()
    return written.as_weights() if written else Weights()


def parties_of(dossiers: Sequence[Dossier], weights: Weights) -> list[Party]:
    """The parties of these dossiers, in their order, each looking by his own taste. One query."""
    asks, says = _vectors([dossier.pk for dossier in dossiers])
    hours: dict[tuple[int, ...], frozenset[int]] = {}  # of thousands of people many have the very same
    return [
        party_of(
            dossier,
            weights,
            asks.get(dossier.pk, no_texts()),
            says.get(dossier.pk, no_texts()),
            slots=hours.setdefault(tuple(dossier.slots), frozenset(dossier.slots)),
        )
        for dossier in dossiers
    ]


def party_of(
    dossier: Dossier,
    weights: Weights,
    asks: Vectors | None = None,
    says: Vectors | None = None,
    *,
    slots: frozenset[int] | None = None,
) -> Party:
    """The party of a dossier; without vectors nothing is known of its texts."""
    seeks, offers = dossier.facts.get("seeks", {}), dossier.facts.get("offers", {})
    if guessed := dossier.facts.get("guessed"):  # by a text, where nothing was chosen
        seeks, offers = seeks | {"headings": guessed}, offers | {"codes": guessed}
    held = offers.get("certificates")
    return Party(
        seeks=Sought(**{name: frozenset(seeks.get(name, ())) for name in SOUGHT}),
        offers=Offered(
            codes=frozenset(offers.get("codes", ())),
            country=offers.get("country", ""),
            certificates=None if held is None else frozenset(held),
            volumes=frozenset(offers.get("volumes", ())),
            services=frozenset(offers.get("services", ())),
            endorsed_by=frozenset(offers.get("endorsed_by", ())),
        ),
        languages=frozenset(dossier.facts.get("languages", ())),
        slots=frozenset(dossier.slots) if slots is None else slots,
        asks=no_texts() if asks is None else asks,
        says=no_texts() if says is None else says,
        weights=tasting(weights, dossier.taste),
    )


def _vectors(dossiers: Iterable[int]) -> tuple[dict[int, Vectors], dict[int, Vectors]]:
    """By dossier, the vectors of what it asks for and of what it says, in the order of its phrases."""
    asks: defaultdict[int, list[Any]] = defaultdict(list)
    says: defaultdict[int, list[Any]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT dossier_id, kind, halfvec_send(meaning) FROM discovery_phrase
            WHERE dossier_id = ANY(%s) ORDER BY dossier_id, position, id
            """,
            [list(dossiers)],
        )
        while rows := cursor.fetchmany(2_000):
            for dossier, kind, sent in rows:
                row = np.frombuffer(sent, dtype=">f2", offset=BYTES_BEFORE).astype(np.float32)
                says[dossier].append(row)
                if kind in ASKS:
                    asks[dossier].append(row)
    return _stacked(asks), _stacked(says)


def _stacked(rows: dict[int, list[Any]]) -> dict[int, Vectors]:
    return {dossier: np.array(each, dtype=np.float32) for dossier, each in rows.items()}
