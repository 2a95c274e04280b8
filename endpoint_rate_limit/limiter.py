"""Counts requests in the configured storage."""

import functools
import logging
import math
import os
import threading
import time
from collections.abc import Iterable

import limits
from limits.errors import ConfigurationError, StorageError
from limits.strategies import STRATEGIES

from . import redis_storage
from .exceptions import StorageFailed
from .postgres_storage import PostgresStorage
from .rates import Window

_logger = logging.getLogger(__name__)

POSTGRESQL = "postgresql"
#: Seconds for which a failed Redis is not used
PAUSE = 5
_LOG_INTERVAL = 60
_MAX_NOTED = 10_000


@functools.lru_cache(256)
def limiter_of(dbname: str, uri: str) -> "Limiter":
    """:return: the process's limiter for a database and a storage"""
    return Limiter(dbname, uri)


# Two processes must not share a connection.
os.register_at_fork(after_in_child=limiter_of.cache_clear)


def check_storage(uri: str) -> None:
    """:raise ValueError: the storage cannot be used; the message is for an admin"""
    if uri == POSTGRESQL:
        return
    if not uri.startswith(redis_storage.SCHEMES):
        raise ValueError(f"write “{POSTGRESQL}”, or an address such as redis://host/0")
    try:
        redis_storage.RedisStorage(uri, "")
    except ConfigurationError as exc:
        raise ValueError("install the Python package redis first") from exc


class Limiter:
    """Counts in one storage, and pauses its use after a failure.

    :param dbname: database whose requests are counted
    :param uri: ``postgresql``, or the address of a Redis
    """

    def __init__(self, dbname: str, uri: str) -> None:
        self._dbname = dbname
        self._uri = uri
        self._lock = threading.Lock()
        self._redis: redis_storage.RedisStorage | None = None
        self._is_failing = False
        self._pause_ends = self._log_after = 0.0
        #: key -> end of its refusal
        self._noted: dict[str, float] = {}

    def hit(
        self, items: Iterable[limits.RateLimitItem], strategy: str, key: str
    ) -> list[Window]:
        """Count a request. The first exceeded limit stops the count, so that a refused
        request does not use up longer limits.

        :param items: the limits, shortest window first
        :param strategy: strategy name of the library, such as ``fixed-window``
        :param key: whom the request is counted for
        :raise StorageFailed: the request may not have been counted
        """
        try:
            rate_limiter = STRATEGIES[strategy](self._storage())
            windows = []
            for item in items:
                # The strategies store different values, so they must not share a key.
                is_allowed = rate_limiter.hit(item, strategy, key)
                stats = rate_limiter.get_window_stats(item, strategy, key)
                reset = max(1, math.ceil(stats.reset_time - time.time()))
                left = stats.remaining if is_allowed else 0
                windows.append(Window(item, not is_allowed, left, reset))
                if not is_allowed:
                    break
        except (StorageError, ConfigurationError, ValueError) as exc:
            self._note_failure(exc)
            raise StorageFailed() from exc
        self._is_failing = False
        return windows

    def _storage(self):
        if self._uri == POSTGRESQL:
            return PostgresStorage(self._dbname, wrap_exceptions=True)
        if self._is_failing:
            with self._lock:
                now = time.monotonic()
                if now < self._pause_ends:
                    raise StorageFailed()
                # One request checks whether Redis is back; the others do not wait.
                self._pause_ends = now + PAUSE
        if self._redis is None:
            self._redis = redis_storage.RedisStorage(self._uri, self._dbname)
        return self._redis.for_request()

    def _note_failure(self, exc):
        now = time.monotonic()
        self._is_failing = True
        self._pause_ends = now + PAUSE
        if now >= self._log_after:
            self._log_after = now + _LOG_INTERVAL
            kind = self._uri.partition(":")[0]  # without the password
            _logger.warning("Requests cannot be counted in %s: %s", kind, exc)

    def note_refusal(self, key: str, seconds: int) -> bool:
        """:return: whether this is the process's first refusal in the window"""
        now = time.monotonic()
        if now < self._noted.get(key, 0):
            return False
        if len(self._noted) >= _MAX_NOTED:
            self._noted.clear()
        self._noted[key] = now + seconds
        return True
