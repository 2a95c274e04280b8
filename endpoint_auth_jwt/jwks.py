"""The published keys of issuers: fetched, and kept while the provider is down.

Each process keeps the keys in memory. The database has them as well, for processes that
start while the provider is down.
"""

import logging
import threading
import time
from concurrent.futures import Future
from typing import Any

import requests
import urllib3
from werkzeug.exceptions import HTTPException

from odoo.modules.registry import Registry
from odoo.tools import SQL

from . import tokens

_logger = logging.getLogger(__name__)

#: seconds between two tries of a process
RETRY_AFTER = 60
#: seconds after which keys are fetched again, so that withdrawn ones end
REFRESH_AFTER = 60 * 60
_TIMEOUT = 5  # seconds to connect, and to wait for data
_DEADLINE = 10  # seconds for all of it
_MAX_SIZE = 256 * 1024
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def check_url(url: str) -> None:
    """:raise ValueError: neither https, nor http on this machine"""
    # The parser of requests: others find another host in “http://a\\@localhost”.
    parts = urllib3.util.parse_url(url)
    is_local = parts.scheme == "http" and parts.host in _LOOPBACK
    if not parts.host or not (parts.scheme == "https" or is_local):
        raise ValueError(url)


def fetch(url: str) -> str:
    """
    :return: a JWK Set
    :raise ValueError: the provider cannot be reached, or has none at that address
    """
    check_url(url)
    # A provider that sends a byte from time to time never exceeds the timeout.
    result: Future[bytes] = Future()
    threading.Thread(target=_download, args=(url, result), daemon=True).start()
    try:
        text = result.result(_DEADLINE).decode()
    except TimeoutError as exc:
        raise ValueError(f"no answer within {_DEADLINE} s") from exc
    except (requests.RequestException, urllib3.exceptions.HTTPError) as exc:
        raise ValueError(str(exc)) from exc
    tokens.keys_of_jwks(text)
    return text


def _download(url: str, result: "Future[bytes]") -> None:
    # A redirect could lead to another host, and a compressed answer can be very long.
    options = {"stream": True, "allow_redirects": False}
    options["headers"] = {"Accept": "application/json", "Accept-Encoding": "identity"}
    try:
        with requests.get(url, timeout=_TIMEOUT, **options) as found:
            if found.status_code != 200:
                raise ValueError(f"status {found.status_code}")
            data = found.raw.read(_MAX_SIZE + 1, decode_content=False)
            if len(data) > _MAX_SIZE:
                raise ValueError(f"more than {_MAX_SIZE // 1024} KiB")
        result.set_result(data)
    except Exception as exc:  # raised where the result is awaited
        result.set_exception(exc)


class KeySet:
    """The keys of one issuer, in one process."""

    def __init__(self) -> None:
        self._keys: list[dict[str, Any]] = []
        self._tried: float | None = None
        self._fetched = -float(REFRESH_AFTER)
        self._lock = threading.Lock()

    @classmethod
    def of(cls, registry: Registry, issuer: tokens.Issuer) -> "KeySet":
        """:return: the set of the issuer; a new one if its URL changed"""
        sets = vars(registry).setdefault("endpoint_jwt_key_sets", {})
        return sets.setdefault((issuer.id, issuer.jwks_url), cls())

    def find(
        self, registry: Registry, issuer: tokens.Issuer, key_id: Any, algorithm: str
    ) -> Any:
        """:return: the key; None if the issuer has none of this id"""
        if self._tried is None:
            with self._lock:  # the first requests wait for the keys
                if self._tried is None:
                    self._load(registry, issuer)
        key = tokens.select(self._keys, key_id, algorithm)
        now = time.monotonic()
        is_old = now - self._fetched > REFRESH_AFTER
        if (key is None or is_old) and now - self._tried >= RETRY_AFTER:
            # Others go on with the old keys meanwhile.
            if self._lock.acquire(blocking=False):
                try:
                    self._refresh(registry, issuer)
                finally:
                    self._lock.release()
                key = tokens.select(self._keys, key_id, algorithm)
        return key

    def _load(self, registry, issuer):
        with registry.cursor() as cr:
            cr.execute(
                SQL("SELECT jwks FROM endpoint_jwt_issuer WHERE id = %s", issuer.id)
            )
            [stored] = cr.fetchone() or [None]
        if stored:
            self._keys = tokens.keys_of_jwks(stored)
            self._tried = time.monotonic() - RETRY_AFTER
        else:
            self._refresh(registry, issuer)

    def _refresh(self, registry, issuer):
        tried, self._tried = self._tried, time.monotonic()
        try:
            text = fetch(issuer.jwks_url)
        except HTTPException:  # a dry run may not: the next request tries
            self._tried = tried
            raise
        except ValueError as exc:
            _logger.warning(
                "The keys of %s cannot be fetched; the previous ones stay valid: %s",
                issuer.issuer,
                exc,
            )
            return
        self._keys, self._fetched = tokens.keys_of_jwks(text), self._tried
        with registry.cursor() as cr:
            store(cr, issuer.id, text)


def store(cr: Any, issuer_id: int, text: str) -> None:
    """Keep the keys of an issuer for processes that start later, unless somebody else
    is writing the record: a request must not wait for that.
    """
    cr.execute(
        SQL(
            "UPDATE endpoint_jwt_issuer SET jwks = %s, "
            "jwks_date = now() AT TIME ZONE 'UTC' WHERE id = (SELECT id "
            "FROM endpoint_jwt_issuer WHERE id = %s FOR UPDATE SKIP LOCKED)",
            *(text, issuer_id),
        )
    )
