"""What somebody may have meant who wrote a word that way."""

from collections.abc import Iterable

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, transaction
from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Length

from matchmaking.common.words import LONGEST_WORD, fold
from matchmaking.companies.models import SearchWord

LEAST_SIMILAR = 0.3
"""`olvie` and `olive` share a third of their trigrams; below that, neighbours are strangers."""


def similar_words(word: str, limit: int = 5) -> list[str]:
    """Known words that the word may stand for, best first: itself, those it begins, those that look like it."""
    asked = fold(word)[:LONGEST_WORD]
    if not asked:
        return []
    with transaction.atomic():
        _look_for(LEAST_SIMILAR)
        found = (
            SearchWord.objects.filter(Q(word__startswith=asked) | Q(word__trigram_similar=asked))
            .annotate(
                kind=Case(
                    When(word=asked, then=Value(0)),
                    When(word__startswith=asked, then=Value(1)),
                    default=Value(2),
                    output_field=IntegerField(),
                ),
                similarity=TrigramSimilarity("word", asked),
            )
            .order_by("kind", "-similarity", Length("word"), "word")
        )
        return list(found.values_list("word", flat=True)[:limit])


def words_like(words: Iterable[str], limit: int = 6) -> dict[str, list[str]]:
    """By word, the known words that look like it, the nearest first; itself is not among them. One statement for all.

    The words are folded already. Postgres' own threshold for `%` is LEAST_SIMILAR.
    """
    like: dict[str, list[str]] = {word: [] for word in words}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT asked.word, near.word FROM unnest(%s) AS asked(word) CROSS JOIN LATERAL (
                SELECT known.word FROM companies_searchword AS known
                WHERE known.word %% asked.word AND known.word <> asked.word
                ORDER BY similarity(known.word, asked.word) DESC, known.word LIMIT %s
            ) AS near
            """,
            [list(like), limit],
        )
        for asked, near in cursor.fetchall():
            like[asked].append(near)
    return like


def _look_for(similarity: float) -> None:
    """Until the end of the transaction, `%` means at least this similarity (an index can be used for `%` alone)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(similarity)])
