"""The cache in Redis, with clients that last and an outage that costs time only.

Django's own makes a new client for each key that it asks for, and while Redis is away every page of a signed-in reader
would be an error. Here it knows nothing then, and keeps nothing: sessions are read from the database, limits are not
counted (docs/operating.md).
"""

import logging
import os
from collections.abc import Callable
from functools import cache
from time import monotonic
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.utils.functional import cached_property
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
PATIENCE = 1  # seconds for an answer
PAUSE = 2  # seconds in which one that did not answer is not asked
Told = TypeVar("Told")


class LastingClients(RedisCacheClient):
    """One client for reading and one for writing, each with its pool of connections."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, **options)
        self.lasting: dict[bool, Any] = {}
        self.away_until = 0.0

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        if write not in self.lasting:
            self.lasting[write] = super().get_client(key, write=write)
        return self.lasting[write]

    def tried(self, ask: Callable[..., Told], otherwise: Told, *facts: Any) -> Told:
        """What Redis says; otherwise what somebody who knows nothing says."""
        if monotonic() < self.away_until:
            return otherwise
        try:
            return ask(*facts)
        except RedisError as error:
            logger.warning("the cache is away: %r", error)
            self.away_until = monotonic() + PAUSE
            return otherwise

    def get(self, key: Any, default: Any) -> Any:
        return self.tried(super().get, default, key, default)

    def get_many(self, keys: Any) -> Any:
        nothing: dict[Any, Any] = {}
        return self.tried(super().get_many, nothing, keys)

    def has_key(self, key: Any) -> bool:
        return self.tried(super().has_key, False, key)

    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        return self.tried(super().add, True, key, value, timeout)

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        self.tried(super().set, None, key, value, timeout)

    def set_many(self, data: Any, timeout: Any) -> None:
        self.tried(super().set_many, None, data, timeout)

    def touch(self, key: Any, timeout: Any) -> bool:
        return self.tried(super().touch, False, key, timeout)

    def incr(self, key: Any, delta: int) -> int:
        return self.tried(super().incr, delta, key, delta)

    def delete(self, key: Any) -> bool:
        return self.tried(super().delete, False, key)

    def delete_many(self, keys: Any) -> None:
        self.tried(super().delete_many, None, keys)


class Cache(RedisCache):
    """Django makes one for each thread, and one for each open socket: all of a process have the same clients."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.server = server

    @cached_property
    def _cache(self) -> LastingClients:
        return clients_of(os.getpid(), self.server)


@cache
def clients_of(process: int, server: str) -> LastingClients:
    """Those of this process. A fork begins with new ones."""
    return LastingClients([server])
