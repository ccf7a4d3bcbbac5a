"""Looking for anything in any language: stands and people by what their texts mean, those whom the reader may find."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from pgvector import HalfVector

from matchmaking.common.directory import Line
from matchmaking.common.encoder import encode_query, is_there
from matchmaking.common.search import Phrase, phrase_of
from matchmaking.common.words import words
from matchmaking.companies.queries.vocabulary import words_like
from matchmaking.exhibitors.directory import entries_of
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair
from matchmaking.visitors.access import Viewer, entries_open_to
from matchmaking.visitors.models import VisitorProfile

MOST_FOUND = 24
SKETCHED = 600
"""So many phrases whose sketches are nearest are compared exactly."""

FAR = 0.35
"""What is no nearer to the question than this has nothing to do with it."""


@dataclass(frozen=True)
class Hit:
    """A stand or a visitor who has written something near to what is looked for; the phrase, if it was found by one."""

    exhibitor: Exhibitor | None
    profile: VisitorProfile | None
    kind: str = ""
    text: str = ""
    language: str = ""


@dataclass(frozen=True)
class Finds:
    """What was found, best first, and whether meanings were compared or only words."""

    hits: Sequence[Hit]
    by_meaning: bool


def find(fair: Fair, viewer: Viewer, query: str) -> Finds:
    """Everybody at the fair whom the viewer may find, by the meaning of the query, or by its words without an encoder.

    Three queries. Sketches are compared one by one, and the meanings of the nearest (docs/decisions/0023).
    """
    if not is_there():
        return Finds(_by_words(fair, viewer, query), by_meaning=False)
    found = _nearest(fair, encode_query(query))
    stands = _stands([row[1] for row in found if row[1]])
    people = _people(viewer, [row[2] for row in found if row[2]])
    hits = [
        Hit(stands.get(exhibitor), people.get(profile), kind, text, language)
        for _distance, exhibitor, profile, kind, text, language in found
        if exhibitor in stands or profile in people
    ]
    return Finds(hits[:MOST_FOUND], by_meaning=True)


def _nearest(fair: Fair, asked: Sequence[float]) -> list[tuple[Any, ...]]:
    """Of each dossier the phrase nearest to what is asked, the nearest dossiers first; more than are shown, for some of
    them the reader may not find."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH near AS MATERIALIZED (
                SELECT id FROM discovery_phrase WHERE fair_id = %(fair)s
                ORDER BY sketch <~> binary_quantize(%(asked)s::halfvec)::bit(512) LIMIT %(near)s
            ), best AS (
                SELECT DISTINCT ON (dossier_id)
                    dossier_id, kind, text, language, meaning <=> %(asked)s::halfvec AS distance
                FROM discovery_phrase WHERE id IN (SELECT id FROM near) ORDER BY dossier_id, distance
            )
            SELECT distance, dossier.exhibitor_id, dossier.profile_id, kind, text, language
            FROM best JOIN discovery_dossier AS dossier ON dossier.id = best.dossier_id
            WHERE dossier.has_meanings AND distance < %(most)s ORDER BY distance LIMIT %(limit)s
            """,
            {
                "asked": HalfVector(list(asked)).to_text(),
                "fair": fair.pk,
                "most": 1 - FAR,
                "limit": 4 * MOST_FOUND,
                "near": SKETCHED,
            },
        )
        return list(cursor.fetchall())


def _stands(pks: Sequence[int]) -> dict[int, Exhibitor]:
    stands = Exhibitor.objects.filter(pk__in=pks, status=Exhibitor.Status.APPROVED).select_related("company", "hall")
    return {stand.pk: stand for stand in stands}


def _people(viewer: Viewer, pks: Sequence[Any]) -> dict[Any, VisitorProfile]:
    open_ones = (
        entries_open_to(viewer).filter(profile__in=pks).select_related("profile__participant__user", "profile__company")
    )
    return {entry.profile_id: entry.profile for entry in open_ones}


def _by_words(fair: Fair, viewer: Viewer, query: str) -> list[Hit]:
    """By the words of the directories, which forgive typing errors but know one language at a time."""
    phrase = phrase_of(words(query), words_like)
    if phrase is None:
        return []
    stands = _ranked(entries_of(fair), phrase).select_related("exhibitor__company", "exhibitor__hall")
    people = _ranked(entries_open_to(viewer), phrase).select_related("profile__participant__user", "profile__company")
    half = MOST_FOUND // 2
    return [
        *(Hit(entry.exhibitor, None) for entry in stands[:half]),
        *(Hit(None, entry.profile) for entry in people[:half]),
    ]


def _ranked(lines: QuerySet[Line], phrase: Phrase) -> QuerySet[Line]:
    found: QuerySet[Line] = lines.filter(Q(phrase.found_in("words"))).annotate(rank=phrase.rank_in("own_words"))
    return found.order_by("-rank", "sort_name")
