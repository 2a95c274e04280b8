"""Reads from Odoo's log which process served a request, and with how many queries."""

import re
import time
from typing import NamedTuple

_REQUEST = re.compile(
    r"^\S+ \S+ (?P<pid>\d+) INFO (?P<db>\S+) werkzeug: .*?"
    r'"(?P<method>[A-Z]+) (?P<path>\S+) HTTP/[\d.]+" (?P<status>\d+) \S+ '
    # With endpoint_log, the id of the request precedes the queries.
    r"(?:\[\S+\] )?(?P<queries>\d+|-) "
)


class Line(NamedTuple):
    pid: int
    path: str
    status: int
    queries: int


class RequestLog:
    """The requests that a server logs from now on.

    :param server: an ``OdooServer``
    """

    def __init__(self, server):
        self._file = open(server.log_path, errors="replace")
        self._file.seek(0, 2)
        self._rest = ""

    def lines(self):
        """Yield a :class:`Line` for each request logged since the last call."""
        text = self._rest + self._file.read()
        *whole, self._rest = text.split("\n")
        for line in whole:
            if found := _REQUEST.match(line):
                queries = found["queries"]
                yield Line(
                    int(found["pid"]),
                    found["path"],
                    int(found["status"]),
                    int(queries) if queries.isdigit() else 0,
                )

    def wait_for(self, path, seconds=10):
        """:return: the :class:`Line` of a request that has been served"""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for line in self.lines():
                if line.path == path:
                    return line
            time.sleep(0.005)  # Odoo writes the line after it has sent the response
        raise AssertionError(f"{path} is not in the log")
