"""What is told to the workers, once it is true."""

from uuid import UUID

from celery import current_app
from django.db import transaction


def announce_invitation(invitation_id: UUID) -> None:
    """A worker sends the mail after the commit. robust: while the broker is away, the sweep sends it a little later."""

    def post() -> None:
        current_app.send_task("fairs.send_invitation", args=[str(invitation_id)])

    transaction.on_commit(post, robust=True)
