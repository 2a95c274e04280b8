"""Counters in Redis, in one round trip a hit."""

import copy
import time

from limits.errors import ConfigurationError
from limits.storage import RedisStorage as LibraryStorage

from .primary import TIMEOUT

# Not where it is used, as the library does: that is not safe with threads.
try:
    from redis.backoff import NoBackoff
    from redis.retry import Retry
except ImportError:
    NoBackoff = Retry = None

SCHEMES = ("redis://", "rediss://", "redis+unix://")


class RedisStorage(LibraryStorage):
    """The scripts of the library, each sent together with what it reads after a hit.

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
            # By default a command is tried again for seconds.
            retry=Retry(NoBackoff(), 0),
        )
        self._found: dict[str, tuple] = {}

    def for_request(self) -> "RedisStorage":
        """:return: a copy for one request, which keeps what its hits returned"""
        own = copy.copy(self)
        own._found = {}
        return own

    def _send(self, *commands):
        """Send commands in one round trip. A script is a tuple (script, keys, args)."""
        pipe = self.storage.pipeline(transaction=False)
        for first, *arguments in commands:
            if isinstance(first, str):
                pipe.execute_command(first, *arguments)
            else:
                keys, args = arguments
                pipe.evalsha(first.sha, len(keys), *keys, *args)
        return pipe.execute()

    def _run(self, *commands):
        try:
            return self._send(*commands)
        except self.dependency.exceptions.NoScriptError:  # Redis was restarted
            for script in (command[0] for command in commands):
                if not isinstance(script, str):
                    self.storage.script_load(script.script)
            return self._send(*commands)

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        name = self.prefixed_key(key)
        hit = (self.lua_incr_expire, [name], [expiry, amount])
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
        names = [self.prefixed_key(name) for name in windows]
        hit = (self.lua_acquire_sliding_window, names, [limit, expiry, amount])
        acquired, found = self._run(hit, (self.lua_sliding_window, names, [expiry]))
        previous, previous_left, count, left = (max(int(n or 0), 0) for n in found)
        self._found[key] = (previous, previous_left / 1000, count, left / 1000)
        return bool(acquired)

    def get_sliding_window(
        self, key: str, expiry: int
    ) -> tuple[int, float, int, float]:
        if key not in self._found:
            return super().get_sliding_window(key, expiry)
        return self._found[key]
