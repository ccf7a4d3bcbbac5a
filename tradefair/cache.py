"""The cache in Redis, with clients that last. Django's own makes a new client for each key that it asks for."""

from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient


class LastingClients(RedisCacheClient):
    """One client for reading and one for writing, each with its pool of connections."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.lasting: dict[bool, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        if write not in self.lasting:
            self.lasting[write] = super().get_client(key, write=write)
        return self.lasting[write]


class Cache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = LastingClients
