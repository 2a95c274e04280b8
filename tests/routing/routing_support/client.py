"""Requests of an integrator, and calls made by the web client."""

import http.client
import itertools
import json
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

TIMEOUT = 120


class Answer(NamedTuple):
    status: int
    text: str


class RpcError(Exception):
    """An error that the web client shows in a dialog.

    :param str name: dotted name of the exception in Odoo
    :param str message:
    """

    def __init__(self, name, message):
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message


def fetch(server, path, headers=None):
    """Send a GET over a new connection.

    :param server: anything with ``port``
    :return: :class:`Answer`
    """
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=TIMEOUT)
    try:
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        return Answer(response.status, response.read().decode())
    finally:
        connection.close()


def fetch_all(requests):
    """Send requests at the same time.

    :param requests: list of (server, path)
    :return: list of :class:`Answer`
    """
    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(lambda each: fetch(*each), requests))


class Session:
    """A user of the web client. Use it in a single thread only.

    :param server: an ``OdooServer``
    """

    def __init__(self, server, db=None, login="admin", password="admin"):
        self.server = server
        self._cookie = None
        self._ids = itertools.count(1)
        params = {"db": db or server.db, "login": login, "password": password}
        self.uid = self._post("/web/session/authenticate", params)["uid"]

    def call(self, model, method, *args, **kwargs):
        """:return: what the method returns
        :raise RpcError: the call failed
        """
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self._post(f"/web/dataset/call_kw/{model}/{method}", params)

    def button(self, model, method, ids):
        """Press a button of a form view."""
        params = {"model": model, "method": method, "args": [ids], "kwargs": {}}
        return self._post(f"/web/dataset/call_button/{model}/{method}", params)

    def _post(self, path, params):
        body = {"jsonrpc": "2.0", "id": next(self._ids), "params": params}
        headers = {"Content-Type": "application/json"}
        if self._cookie:
            headers["Cookie"] = self._cookie
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.server.port, timeout=TIMEOUT
        )
        try:
            connection.request("POST", path, json.dumps(body), headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        if cookie := response.getheader("Set-Cookie"):
            self._cookie = cookie.partition(";")[0]
        if response.status != 200:
            raise RpcError(f"HTTP {response.status}", text[:500])
        answer = json.loads(text)
        if error := answer.get("error"):
            data = error.get("data") or {}
            raise RpcError(data.get("name", "?"), data.get("message") or str(error))
        return answer.get("result")
