"""What open pages of a lobby are told: that something has changed, once it is true and never what; and signals."""

from typing import Any
from uuid import UUID

from django.db import transaction

from matchmaking.common.shouting import shout


def lobby_group(booking_id: UUID) -> str:
    """All pages that are open in the lobby of this meeting."""
    return f"lobbies.{booking_id.hex}"


def announce_lobby(booking_id: UUID) -> None:
    _after_commit(lobby_group(booking_id))


def pass_on(booking_id: UUID, signal: dict[str, Any]) -> None:
    """What one page says to another. While the layer is away it is lost: a page that finds no way tries again."""
    _shout(lobby_group(booking_id), type="lobby.signal", **signal)


def stand_group(stand_id: int) -> str:
    """All pages that are open in the lobby of this stand."""
    return f"lobbies.stand.{stand_id}"


def announce_stand(stand_id: int) -> None:
    _after_commit(stand_group(stand_id))


def desk_group(fair_id: int) -> str:
    """The pages from which organisers keep the day of this fair under control."""
    return f"lobbies.desk.{fair_id}"


def announce_desk(fair_id: int) -> None:
    """Somebody has come, gone, asked for help, walked up to a stand: what those pages show has changed. Not what is
    said in a lobby."""
    group = desk_group(fair_id)
    message = {"type": "desk.changed", "group": group}
    transaction.on_commit(lambda: shout([group], message), robust=True)


def _after_commit(group: str) -> None:
    """robust: while the layer is away nothing is lost, for every process looks again by itself (watch.py)."""
    transaction.on_commit(lambda: _shout(group, type="lobby.changed"), robust=True)


def _shout(group: str, **message: Any) -> None:
    """At once: whoever listens gathers by himself what comes within a blink of it."""
    shout([group], {"group": group, **message}, at_once=True)
