"""What workers are told once it is true. An id travels, never a row."""

from uuid import UUID

from django.db import transaction

from matchmaking.discovery.announcements import tell_worker


def announce_import(pk: UUID) -> None:
    """Somebody waits for an import: a worker goes on with it after the commit, or finds it when it is due."""
    transaction.on_commit(lambda: tell_worker("organising.carry_on_import", str(pk)))


def announce_export(pk: UUID) -> None:
    """Likewise for a list that somebody wants."""
    transaction.on_commit(lambda: tell_worker("organising.write_export", str(pk)))
