"""The kinds of places where people are live, as the watch goes round them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from matchmaking.lobbies import queries, queue, snapshot
from matchmaking.lobbies.actions import staying
from matchmaking.lobbies.announcements import lobby_group, stand_group
from matchmaking.lobbies.queries import Sign
from matchmaking.lobbies.queue import StandBoard
from matchmaking.lobbies.snapshot import Board


class MeetingLobbies:
    """The lobbies of meetings, by the meeting."""

    rest = 0.0

    def groups(self, key: UUID) -> list[str]:
        return [lobby_group(key)]

    def read(self, key: UUID, *, at: datetime) -> Board:
        return snapshot.read(key, at=at)

    def signs(self, keys: Collection[UUID], *, at: datetime) -> Mapping[UUID, Sign]:
        """As they are, after those have been opened for which it is time."""
        for booking in queries.due_to_open(keys, at=at):
            staying.open_if_time(booking, at=at)
        return queries.signs_of(keys, at=at)


class StandLobbies:
    """The lobbies of stands, by the stand."""

    rest = 0.0

    def groups(self, key: int) -> list[str]:
        return [stand_group(key)]

    def read(self, key: int, *, at: datetime) -> StandBoard:
        return queue.read(key, at=at)

    def signs(self, keys: Collection[int], *, at: datetime) -> Mapping[int, Sign]:
        return queries.stand_signs(keys, at=at)


MEETINGS, STANDS = MeetingLobbies(), StandLobbies()
