"""Counters in Redis, with one call of a script per limit."""

import copy
import time
from functools import partial

from limits.errors import ConfigurationError
from limits.storage import RedisStorage as LibraryStorage

from .primary import TIMEOUT

# Imported here and not on first use, as the library does, which is not thread-safe.
try:
    from redis.backoff import NoBackoff
    from redis.exceptions import ConnectionError as RedisConnectionError
    from redis.exceptions import NoScriptError
    from redis.retry import Retry
except ImportError:
    Retry = None

SCHEMES = ("redis://", "rediss://", "redis+unix://")
# The library's scripts, each together with the read that follows a hit.
_HIT_FIXED = f"""
local function hit() {LibraryStorage.SCRIPT_INCR_EXPIRE.decode()} end
return {{hit(), redis.call('pttl', KEYS[1])}}
"""
_HIT_SLIDING = f"""
local function hit() {LibraryStorage.SCRIPT_ACQUIRE_SLIDING_WINDOW.decode()} end
local function read(ARGV) {LibraryStorage.SCRIPT_SLIDING_WINDOW.decode()} end
return {{hit() and 1 or 0, read({{ARGV[2]}})}}
"""


class RedisStorage(LibraryStorage):
    """
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
        pool = self.storage.connection_pool
        self._connect = partial(pool.connection_class, **pool.connection_kwargs)
        # Idle connections. The pool of the package would check each of them with
        # several system calls before each use.
        self._idle: list = []
        self._hit_fixed = self.storage.register_script(_HIT_FIXED)
        self._hit_sliding = self.storage.register_script(_HIT_SLIDING)
        self._found: dict[str, tuple] = {}

    def for_request(self) -> "RedisStorage":
        """:return: a copy for one request, which keeps the results of its hits"""
        own = copy.copy(self)
        own._found = {}
        return own

    def _run(self, script, *arguments):
        """:param arguments: number of keys, keys, values"""
        try:
            return self._send("EVALSHA", script.sha, *arguments)
        except NoScriptError:  # Redis was restarted
            return self._send("EVAL", script.script, *arguments)

    def _send(self, *command):
        try:
            connection, is_new = self._idle.pop(), False
        except IndexError:
            connection, is_new = self._connect(), True
        try:
            connection.send_command(*command)
            response = connection.read_response()
        except NoScriptError:
            self._idle.append(connection)
            raise
        except RedisConnectionError:
            if is_new:
                raise
            self._idle.clear()  # Redis closed them: connect again
            return self._send(*command)
        self._idle.append(connection)
        return response

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        name = self.prefixed_key(key)
        self._found[key] = self._run(self._hit_fixed, 1, name, expiry, amount)
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
        names = map(self.prefixed_key, windows)
        arguments = (2, *names, limit, expiry, amount)
        acquired, found = self._run(self._hit_sliding, *arguments)
        previous, previous_left, count, left = (max(int(n or 0), 0) for n in found)
        self._found[key] = (previous, previous_left / 1000, count, left / 1000)
        return bool(acquired)

    def get_sliding_window(
        self, key: str, expiry: int
    ) -> tuple[int, float, int, float]:
        return self._found.get(key) or super().get_sliding_window(key, expiry)
