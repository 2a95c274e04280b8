"""Requests as raw bytes on a socket, so that no client library corrects them."""

import contextlib
import json
import socket
from typing import NamedTuple

_SECONDS = 30


class Answer(NamedTuple):
    """:param status: None if the connection was closed without a response"""

    status: int | None
    headers: dict
    body: bytes

    def json(self):
        return json.loads(self.body)


def send(port, data):
    """Send bytes, shut down the sending side, read to the end. :return: Answer"""
    with socket.create_connection(("127.0.0.1", port), timeout=_SECONDS) as sock:
        # The server may respond and close before it has read everything.
        with contextlib.suppress(ConnectionError):
            sock.sendall(data)
            sock.shutdown(socket.SHUT_WR)
        return parse(_read(sock))


def _read(sock):
    parts = []
    with contextlib.suppress(ConnectionError):
        while part := sock.recv(65536):
            parts.append(part)
    return b"".join(parts)


def parse(data):
    """:return: the first response in ``data``"""
    head, _, body = data.partition(b"\r\n\r\n")
    line, *lines = head.decode("latin-1").split("\r\n")
    if not line.startswith("HTTP/"):
        # HTTP/0.9 and unreadable request lines get a response without headers.
        return Answer(400 if b"Error code: 400" in data else None, {}, data)
    headers = dict(each.lower().split(": ", 1) for each in lines if ": " in each)
    return Answer(int(line.split()[1]), headers, body)


def request(method, path, headers=(), body=b"", length=True):
    """:return: bytes of a request

    :param headers: pairs of text or bytes
    :param length: whether to send Content-Length
    """
    lines = [b" ".join((_bytes(method), _bytes(path), b"HTTP/1.1")), b"Host: localhost"]
    lines += [_bytes(name) + b": " + _bytes(value) for name, value in headers]
    if body and length:
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def _bytes(value):
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
