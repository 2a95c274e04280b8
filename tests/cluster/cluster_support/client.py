"""The web client, and clients under load."""

import itertools
import threading
import time
import uuid
from typing import NamedTuple

import requests

TIMEOUT = 60


class Session:
    """The administrator in the web client of one host."""

    def __init__(self, host):
        self._url = host.url
        self._http = requests.Session()
        params = {"db": host.db, "login": "admin", "password": "admin"}
        self.uid = self._post("/web/session/authenticate", params)["uid"]

    def call(self, model, method, *args, **kwargs):
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self._post(f"/web/dataset/call_kw/{model}/{method}", params)

    def _post(self, path, params):
        body = {"jsonrpc": "2.0", "params": params}
        answer = self._http.post(self._url + path, json=body, timeout=TIMEOUT).json()
        assert "error" not in answer, answer
        return answer.get("result")


class Sent(NamedTuple):
    """A request under load. Times are monotonic; status 0 means a broken connection."""

    method: str
    number: int
    begin: float
    end: float
    status: int


class Load:
    """Clients that alternate between GET and POST while the block runs.

    Each request has a unique number in the query, `?n=<mark>-<number>`.
    """

    def __init__(self, url, clients=4):
        self.sent = []
        self.mark = uuid.uuid4().hex
        self._url = url
        self._numbers = itertools.count()
        self._ends = threading.Event()
        self._threads = [threading.Thread(target=self._run) for _ in range(clients)]

    def _run(self):
        while not self._ends.is_set():
            for method in ("GET", "POST"):
                self._send(method, next(self._numbers))

    def _send(self, method, number):
        begin, status = time.monotonic(), 0
        url = f"{self._url}?n={self.mark}-{number}"
        try:
            options = {"headers": {"Content-Type": "text/plain"}, "timeout": TIMEOUT}
            status = requests.request(method, url, **options).status_code
        except requests.ConnectionError:
            pass
        self.sent.append(Sent(method, number, begin, time.monotonic(), status))

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._ends.set()
        for thread in self._threads:
            thread.join()

    def failed(self):
        """:return: list of :class:`Sent`"""
        return [sent for sent in self.sent if sent.status != 200]
