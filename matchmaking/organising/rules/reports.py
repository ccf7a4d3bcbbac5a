"""How long reports are waited for and kept, and in which languages they are made. Pure."""

from datetime import datetime, timedelta

PATIENCE = timedelta(minutes=3)
"""A report that has not been heard of for so long is begun anew: its worker died."""

KEPT_FOR = timedelta(days=30)
"""So long a report can be fetched; then it is deleted, and a new one says what is true by then."""

LANGUAGES = ("en", "fr")
"""In which a report can be had, whatever its reader's own."""


def has_died(touched_at: datetime, at: datetime) -> bool:
    return at - touched_at > PATIENCE
