"""Requests, one after the other, each over a connection of its own."""

import re
import socket
from typing import NamedTuple

HOST = "127.0.0.1"
TIMEOUT = 300
_LENGTH = re.compile(rb"^content-length: (\d+)", re.I | re.M)


class Answer(NamedTuple):
    status: int
    headers: dict
    body: bytes

    def same_as(self, other):
        """Whether status, body and its type are the same, byte by byte."""
        return self._essence() == other._essence()

    def _essence(self):
        return self.status, self.headers.get("content-type"), self.body


def compose(port, path, method="GET", body=b""):
    """The bytes of a request."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{port}", "Connection: close"]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def send(port, request):
    """Send what `compose` gave.

    The connection is closed as soon as the answer is whole: while it is open, werkzeug
    waits 10 ms for more of the request.

    :return: the bytes of the answer
    """
    with socket.create_connection((HOST, port), TIMEOUT) as connection:
        connection.sendall(request)
        raw = b""
        while not _is_whole(raw):
            part = connection.recv(65536)
            raw += part
            if not part:
                break
    return raw


def _is_whole(raw):
    head, end, content = raw.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    return bool(end and length) and len(content) >= int(length.group(1))


def fetch(port, path, method="GET", body=b""):
    """:return: Answer"""
    raw = send(port, compose(port, path, method, body))
    head, _, content = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in lines)
    headers = {name.lower(): value for name, _, value in pairs}
    return Answer(int(first.split()[1]), headers, content)
