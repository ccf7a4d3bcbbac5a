"""What open pages of a lobby are told: that something has changed, once it is true and never what; and signals."""

from typing import Any
from uuid import UUID

from django.db import transaction

from matchmaking.common.shouting import shout


def lobby_group(booking_id: UUID) -> str:
    """All pages that are open in the lobby of this meeting."""
    return f"lobbies.{booking_id.hex}"


def announce_lobby(booking_id: UUID) -> None:
    """robust: while the layer is away nothing is lost, for every process looks again by itself (watch.py)."""
    groups, message = [lobby_group(booking_id)], {"type": "lobby.changed", "booking": str(booking_id)}
    transaction.on_commit(lambda: shout(groups, message), robust=True)


def pass_on(booking_id: UUID, signal: dict[str, Any]) -> None:
    """What one page says to another. While the layer is away it is lost: a page that finds no way tries again."""
    shout([lobby_group(booking_id)], {"type": "lobby.signal", **signal})


def stand_group(stand_id: int) -> str:
    """All pages that are open in the lobby of this stand."""
    return f"lobbies.stand.{stand_id}"


def announce_stand(stand_id: int) -> None:
    """As of a meeting, to the pages at the stand."""
    groups, message = [stand_group(stand_id)], {"type": "lobby.changed", "stand": stand_id}
    transaction.on_commit(lambda: shout(groups, message), robust=True)


def desk_group(fair_id: int) -> str:
    """The pages on which organisers see all lobbies of this fair."""
    return f"lobbies.desk.{fair_id}"


def announce_desk(fair_id: int) -> None:
    """Somebody has come, gone, asked for help: what those pages show has changed. Not what is said in a lobby."""
    groups, message = [desk_group(fair_id)], {"type": "desk.changed"}
    transaction.on_commit(lambda: shout(groups, message), robust=True)
