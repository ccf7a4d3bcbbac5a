"""The names of goods and what they mean, as they are stored: for guessing what a text is about."""

from functools import cache

import numpy as np
from django.db import connection

from matchmaking.common.encoder import DIMENSIONS
from matchmaking.discovery.scoring.guessing import Tariff

BYTES_BEFORE = 4  # of a half-precision vector as Postgres sends it: its dimensions, and two that mean nothing


@cache
def tariff() -> Tariff:
    """Of every heading what it and what is below it is called. Read once per process: it changes with a release."""
    headings, rows = [], []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT left(code_id, 4), halfvec_send(meaning) FROM companies_hsterm WHERE length(code_id) >= 4"
        )
        for heading, sent in cursor.fetchall():
            headings.append(heading)
            rows.append(np.frombuffer(sent, dtype=">f2", offset=BYTES_BEFORE).astype(np.float32))
    meanings = np.array(rows, dtype=np.float32).reshape(len(rows), DIMENSIONS)
    meanings /= np.maximum(np.linalg.norm(meanings, axis=1, keepdims=True), np.float32(1e-9))  # they are not all of one
    return Tariff(meanings, headings)
