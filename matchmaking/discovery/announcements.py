"""What is told once it is true. An id travels, never a row."""

from celery import current_app
from django.db import transaction


def announce_said(dossier: int) -> None:
    """Somebody has said what he thinks of others: his lists are made anew by a worker."""

    def publish() -> None:
        current_app.send_task("discovery.refresh_one", args=[dossier])

    # robust: what was said is kept, and the broker may be away. Whoever has changed is looked for anyway.
    transaction.on_commit(publish, robust=True)
