"""The ranking of a search for words: Postgres' full text over the parties' texts, any word of which may match."""

from collections.abc import Sequence

import numpy as np
from django.db import connection
from psycopg2.extras import execute_values

from matchmaking.common.search import quoted, weighted_vector
from matchmaking.common.words import words
from tests.bench.truth.judge import Scores
from tests.bench.truth.market import Floats, Market, Profile


def by_keywords(market: Market) -> Scores:
    """Each searches the other side's texts for any of the words of his own; who shares no word with him is as good as
    anybody else. The words are those of the product's search, which knows no language."""
    return Scores(_ranks(market.buyers, market.stands), _ranks(market.stands, market.buyers))


def _ranks(seekers: Sequence[Profile], others: Sequence[Profile]) -> Floats:
    found = np.zeros((len(seekers), len(others)))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE others (number int, said tsvector)")
        lines = [(number, weighted_vector({"A": _words(each)})) for number, each in enumerate(others)]
        execute_values(cursor, "INSERT INTO others VALUES %s", lines, template="(%s, %s::tsvector)")
        for number, seeker in enumerate(seekers):
            query = " | ".join(map(quoted, dict.fromkeys(_words(seeker))))
            cursor.execute(
                "SELECT number, ts_rank(said, query) FROM others, CAST(%s AS tsquery) AS query WHERE said @@ query",
                [query],
            )
            for other, rank in cursor.fetchall():
                found[number, other] = rank
        cursor.execute("DROP TABLE others")
    return found


def _words(profile: Profile) -> list[str]:
    return words("\n".join(profile.texts))
