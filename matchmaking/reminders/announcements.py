"""What open pages are told: that there is something new in somebody's bell, never what. And what workers are told."""

from collections.abc import Iterable
from uuid import UUID

from celery import current_app
from django.db import transaction

from matchmaking.common.shouting import shout


def bell_group(user_id: int) -> str:
    """All open pages of one person."""
    return f"notices.{user_id}"


def announce_notices(users: Iterable[int]) -> None:
    """Whoever has an open page counts again. robust: while the layer is away nothing is lost, for a page counts anew
    when it is opened."""
    groups = [bell_group(user) for user in sorted(set(users))]
    transaction.on_commit(lambda: shout(groups, {"type": "notices.changed"}), robust=True)


def announce_test(announcement_id: UUID, user_id: int) -> None:
    """A worker mails the test after the commit. robust: while the broker is away there is none, and one asks again."""

    def post() -> None:
        current_app.send_task("reminders.send_test", args=[str(announcement_id), user_id])

    transaction.on_commit(post, robust=True)
