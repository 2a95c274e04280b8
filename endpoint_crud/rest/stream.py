"""A response body from a transaction of its own, for as long as the client reads it.

Odoo closes the cursor of a request before the server asks for the body
(``odoo/http.py``, ``Request._serve_db``).
"""

import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from typing import Any

import psycopg2
from psycopg2.errors import QueryCanceled
from werkzeug.exceptions import GatewayTimeout

from odoo.api import Environment
from odoo.http import _Response
from odoo.sql_db import BaseCursor
from odoo.tools import config

from odoo.addons.endpoint_route_handler import errors
from odoo.addons.endpoint_route_handler.call import Call
from odoo.addons.endpoint_route_handler.replica import primary_cursor

# Odoo's workers drop a client that does not take a piece within two seconds.
_PIECE = 32 * 1024
_WATCH_SECONDS = 0.5
# Odoo kills a worker after limit_time_real or limit_time_cpu. End before, and say so.
_SHARE_OF_TIME = 0.9
_SHARE_TO_SEND = 0.95
_TOO_LATE = "The export took too long. Ask for fewer records."


class Body:
    """An iterable of bytes.

    :param call: the request, to log a failure
    :param env: of the request, with its user and context
    :param chunks: yields texts, given an environment with the cursor of the body
    :param last_line: the end of a body that is not complete, given the error object
    """

    def __init__(
        self,
        call: Call,
        env: Environment,
        chunks: Callable[[Environment], Iterator[str]],
        last_line: Callable[[dict[str, Any]], str],
    ) -> None:
        self._call, self._env = call, env
        self._chunks, self._last_line = chunks, last_line
        # As the request: it may have to see what the replica does not show yet.
        self._on_replica = env.cr.readonly
        #: the client's connection, if the server tells it
        self.client: socket.socket | None = None
        #: bytes sent so far, for endpoint_log
        self.size = 0
        self._pieces: Iterator[bytes] = iter(())

    def __iter__(self) -> Iterator[bytes]:
        self._pieces = self._iterate()
        for piece in self._pieces:
            self.size += len(piece)
            yield piece

    def close(self) -> None:
        """End the transaction. The server calls it, when a client has left too."""
        if hasattr(self._pieces, "close"):
            self._pieces.close()

    def _iterate(self):
        watch = _Watch(self.client)
        try:
            with closing(self._cursor()) as cr, self._over(watch, cr):
                cr.execute("SET TRANSACTION READ ONLY")
                # Compiling takes longer than the first records.
                cr.execute("SET LOCAL jit = off")
                for text in self._chunks(self._env(cr=cr)):
                    data = text.encode()
                    for start in range(0, len(data), _PIECE):
                        yield data[start : start + _PIECE]
                    watch.check()
        except Exception as exc:
            if watch.is_client_gone:
                return
            if isinstance(exc, QueryCanceled) and watch.is_late():
                exc = GatewayTimeout(_TOO_LATE)
            response = errors.make_response(exc, self._call)  # logs it
            yield self._last_line(response.get_json()).encode()

    def _over(self, watch, cr):
        # A dry run starts no threads, and limits its statements itself.
        return nullcontext() if self._call.is_dry_run else watch.over(cr)

    def _cursor(self) -> BaseCursor:
        registry = self._env.registry
        if self._on_replica:
            return registry.cursor(readonly=True)
        return primary_cursor(registry)


class StreamedResponse(_Response):
    """Its ``response`` is a :class:`Body`, which gets to know the client."""

    def get_app_iter(self, environ: dict[str, Any]) -> Any:
        # HTTPRequest hides the socket from controllers.
        self.response.client = environ.get("werkzeug.socket")
        return super().get_app_iter(environ)


class _Watch:
    """Ends the export of a client that left, or that takes too long.

    A client that closed its half of the connection has left, as for nginx.

    :param client: its socket, None if unknown
    """

    def __init__(self, client):
        self._client = client
        self.is_client_gone = False
        self._seconds = max(config["limit_time_real"], 0)
        self._begin = time.monotonic()
        # A worker has one request at a time, and a limit on its CPU time too.
        self._cpu_seconds = config["workers"] and max(config["limit_time_cpu"], 0)
        self._cpu_begin = time.process_time()

    @contextmanager
    def over(self, cr):
        """Cancel the statements of the cursor, even while it waits for PostgreSQL."""
        done = threading.Event()
        thread = threading.Thread(target=self._run, args=(cr.connection, done))
        thread.daemon = True
        thread.start()
        try:
            yield
        finally:
            # Before the connection returns to the pool, for others.
            done.set()
            thread.join()

    def check(self):
        """:raise GatewayTimeout: the time is up"""
        if self.is_late():
            raise GatewayTimeout(_TOO_LATE)

    def is_late(self, share=_SHARE_OF_TIME):
        """:param share: of the limits that Odoo has for a request"""
        elapsed = time.monotonic() - self._begin
        used = time.process_time() - self._cpu_begin
        return bool(
            (self._seconds and elapsed > share * self._seconds)
            or (self._cpu_seconds and used > share * self._cpu_seconds)
        )

    def _run(self, connection, done):
        polled = select.poll()
        if self._client:
            polled.register(self._client, select.POLLRDHUP)
        while not done.wait(_WATCH_SECONDS):
            self.is_client_gone = bool(self._client and polled.poll(0))
            with suppress(psycopg2.Error, OSError):
                if self.is_client_gone or self.is_late():
                    connection.cancel()
                if self._client and self.is_late(_SHARE_TO_SEND):
                    # Not in a statement, but in a client that does not read.
                    self._client.shutdown(socket.SHUT_RDWR)
