"""Sequential requests, each over a new connection."""

import re
import socket
from typing import NamedTuple

HOST = "127.0.0.1"
TIMEOUT = 300
# The path in a link, which differs between an endpoint and a controller.
_PATH = re.compile(r"(?<=<)[^?>]*")
_LENGTH = re.compile(rb"^content-length: (\d+)", re.I | re.M)


class Request(NamedTuple):
    """
    :param path: with its query
    :param headers: tuple of (name, value), added to those of every request
    """

    path: str
    method: str = "GET"
    body: bytes = b""
    headers: tuple = ()


class Answer(NamedTuple):
    status: int
    headers: dict
    body: bytes

    def same_as(self, other):
        """Whether status, body, content type and the headers of a resource are
        identical.
        """
        return self._essence() == other._essence()

    def _essence(self):
        link = _PATH.sub("", self.headers.get("link", ""))
        named = [self.headers.get(name) for name in ("content-type", "etag")]
        return self.status, *named, link, self.body


def compose(port, request):
    """The bytes of a Request."""
    lines = [f"{request.method} {request.path} HTTP/1.1", f"Host: {HOST}:{port}"]
    lines += ["Connection: close", *map(": ".join, request.headers)]
    if body := request.body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + request.body


def send(port, request):
    """Send the bytes that `compose` returned.

    Close the connection as soon as the response is complete: as long as it is open,
    werkzeug waits 10 ms for the rest of the request.

    :return: the bytes of the response
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


def fetch(port, request):
    """:return: Answer"""
    raw = send(port, compose(port, request))
    head, _, content = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in lines)
    headers = {name.lower(): value for name, _, value in pairs}
    return Answer(int(first.split()[1]), headers, content)
