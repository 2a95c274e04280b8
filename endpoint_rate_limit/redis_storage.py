"""Counters in Redis, with one round trip per hit."""

import copy
import time

from limits.errors import ConfigurationError
from limits.storage import RedisStorage as LibraryStorage

from .primary import TIMEOUT

# Imported here and not on first use, as the library does, which is not thread-safe.
try:
    from redis.backoff import NoBackoff
    from redis.exceptions import NoScriptError
    from redis.retry import Retry
except ImportError:
    Retry = None

SCHEMES = ("redis://", "rediss://", "redis+unix://")


class RedisStorage(LibraryStorage):
    """Runs the library's scripts, each together with the reads that follow a hit.

    :param uri: address of the Redis
    :param dbname: several databases may share a Redis
    :raise ConfigurationError: the Python package is missing
    :raise ValueError: the address is malformed
    """

    STORAGE_SCHEME = None

    def __init__(self, uri: str, dbname: str) -> None:
        if Retry is None:
            raise ConfigurationError("the Python package redis is missing")
        super().__init__(
            uri,
            key_prefix=f"endpoint:{dbname}",
            wrap_exceptions=True,
            socket_timeout=TIMEOUT / 1000,
            socket_connect_timeout=TIMEOUT / 1000,
            # By default, a command is retried for seconds.
            retry=Retry(NoBackoff(), 0),
        )
        self._found: dict[str, tuple] = {}

    def for_request(self) -> "RedisStorage":
        """:return: a copy for one request, which keeps the results of its hits"""
        own = copy.copy(self)
        own._found = {}
        return own

    def _run(self, *commands):
        try:
            return self._send(commands)
        except NoScriptError:  # Redis was restarted
            for name in ("incr_expire", "acquire_sliding_window", "sliding_window"):
                self.storage.script_load(getattr(self, f"lua_{name}").script)
            return self._send(commands)

    def _send(self, commands):
        pipe = self.storage.pipeline(transaction=False)
        for command in commands:
            pipe.execute_command(*command)
        return pipe.execute()

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        name = self.prefixed_key(key)
        hit = ("EVALSHA", self.lua_incr_expire.sha, 1, name, expiry, amount)
        self._found[key] = self._run(hit, ("PTTL", name))
        return self._found[key][0]

    def get(self, key: str) -> int:
        return self._found[key][0] if key in self._found else super().get(key)

    def get_expiry(self, key: str) -> float:
        if key not in self._found:
            return super().get_expiry(key)
        return time.time() + max(self._found[key][1], 0) / 1000

    def acquire_sliding_window_entry(
        self, key: str, limit: int, expiry: int, amount: int = 1
    ) -> bool:
        windows = (self._previous_window_key(key), self._current_window_key(key))
        names = (2, *map(self.prefixed_key, windows))
        hit = (self.lua_acquire_sliding_window.sha, *names, limit, expiry, amount)
        read = (self.lua_sliding_window.sha, *names, expiry)
        acquired, found = self._run(("EVALSHA", *hit), ("EVALSHA", *read))
        previous, previous_left, count, left = (max(int(n or 0), 0) for n in found)
        self._found[key] = (previous, previous_left / 1000, count, left / 1000)
        return bool(acquired)

    def get_sliding_window(
        self, key: str, expiry: int
    ) -> tuple[int, float, int, float]:
        return self._found.get(key) or super().get_sliding_window(key, expiry)
