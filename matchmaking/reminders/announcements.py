"""What open pages are told: that there is something new in somebody's bell. Never what."""

from collections.abc import Iterable

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
