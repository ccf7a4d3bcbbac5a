"""Judgements about exports: what is worth waiting for, and how long a file is kept."""

from datetime import timedelta

MOST_AT_ONCE = 500  # rows: more than these a worker writes
KEPT = timedelta(days=7)
FORMS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON"}
EVERY = 200  # rows between two words of how far it is
