"""Generates hostile requests."""

from dataclasses import dataclass

from . import resources, values, wire
from .endpoints import ENDPOINTS


@dataclass
class Case:
    """A request and the expected outcome.

    :param matches: an endpoint rule matches, so a refusal must be the error object
    :param malformed: invalid HTTP. It never reaches Odoo: werkzeug's server or
        http.server refuses it or closes the connection
    :param writes: the request tries to create a partner
    """

    data: bytes
    matches: bool = False
    malformed: bool = False
    writes: bool = False
    head: bool = False
    jsonrpc: bool = False
    what: str = ""


def make(random, key):
    """:return: :class:`Case`"""
    while True:
        kind = random.random()
        if kind < 0.06:
            return _malformed(random)
        if kind < 0.16:
            case = _other_path(random)
        elif kind < 0.4:
            data, method, path = resources.make(random, key)
            case = Case(data, True, head=method == "HEAD", what=f"{method} {path}")
        else:
            case = _to_endpoint(random, random.choice(ENDPOINTS), key)
        if not _is_odoos_own_failure(case):
            return case


def _is_odoos_own_failure(case):
    """A path with NUL that no route matches: Odoo looks for an attachment with that
    path, which fails in PostgreSQL (500), with or without our addons.
    """
    path = case.data.partition(b"?")[0].split(b" ")[1].lower()
    # <path:…> matches everything except a line break.
    matches = path.startswith(b"/fuzz/path/") and b"%0a" not in path
    return b"%00" in path and not matches


def _to_endpoint(random, endpoint, key):
    path, headers, body = endpoint.path, _headers(random), b""
    method = endpoint.method
    if endpoint.auth == "bearer" and random.random() < 0.6:
        headers = [h for h in headers if h[0] != "Authorization"]
        headers.append(("Authorization", f"Bearer {key}"))
    if random.random() < 0.08:
        method = random.choice(values.METHODS)
    matches = True
    if "<" in endpoint.route and random.random() < 0.8:
        value = values.escaped(random, random.choice(values.NUMBERS + values.TEXTS))
        parts = path.split("/")
        parts[3] = value
        path, matches = "/".join(parts), False
    if random.random() < 0.4:
        path += "?" + values.pairs(random)
    if endpoint.content_type or random.random() < 0.1:
        content_type, body = _body(random, endpoint)
        headers.append(("Content-Type", content_type))
    writes = False
    if endpoint.route == "/fuzz/form" and random.random() < 0.15:
        path, method, writes = endpoint.path, "POST", True
        headers = [("Content-Type", endpoint.content_type)]
        body = b"really=yes&name=valid"
    if random.random() < 0.05 and body and not writes:
        data = _chunked(random, method, path, headers, body)
    else:
        data = wire.request(method, path, headers, body)
    return Case(
        data,
        matches=matches,
        writes=writes,
        head=method == "HEAD",
        jsonrpc=endpoint.more.get("route_type") == "jsonrpc",
        what=f"{method} {endpoint.route}",
    )


def _headers(random):
    made = []
    for name, choices in random.sample(values.HEADERS, random.choice((0, 0, 1, 2, 4))):
        value = random.choice(choices)
        # Upgrading a connection to another protocol is not tested here.
        made.append((name, value.encode("latin-1", "replace")))
    return made


def _body(random, endpoint):
    content_type = endpoint.content_type or random.choice(values.MEDIA_TYPES)
    if random.random() < 0.12:
        content_type = random.choice(values.MEDIA_TYPES)
    kind = content_type if random.random() < 0.9 else random.choice(values.MEDIA_TYPES)
    if "json" in kind:
        return content_type, values.json_body(random)
    if "xml" in kind:
        return content_type, values.xml_body(random)
    if "multipart" in kind:
        return content_type, values.multipart_body(random)
    if "form" in kind:
        return content_type, values.pairs(random).encode("utf-8", "replace")
    return content_type, values.text(random).encode(
        random.choice(("utf-8", "utf-16", "latin-1")), "replace"
    )


def _chunked(random, method, path, headers, body):
    """The server decodes chunks; a malformed one ends the body."""
    size = random.choice((b"%x" % len(body), b"0", b"%x;ext=1" % len(body)))
    headers = [*headers, ("Transfer-Encoding", "chunked")]
    chunks = size + b"\r\n" + (b"" if size == b"0" else body + b"\r\n0\r\n") + b"\r\n"
    return wire.request(method, path, headers, chunks, length=False)


def _other_path(random):
    """Paths similar to ours: case, slashes, dots, semicolons, half a route."""
    path = random.choice((
        *("/fuzz", "/fuzz/", "/FUZZ/public", "/fuzz//public", "//fuzz/public", "/"),
        *("/fuzz/./public", "/fuzz/../fuzz/public", "/fuzz/public/", "/fuzz/public;x"),
        *("/fuzz%2fpublic", "/fuzz/%70ublic", "/fuzz/public%0a"),
        *("/fuzz/public%20", "/fuzz/int/", "/fuzz/int/1", "/fuzz/record/"),
        *("/fuzz/record/1,2", "/fuzz/record/x-1", "/fuzz/path/", "/fuzz/path//", "/%"),
        *("http://evil.example/fuzz/public", "/fuzz/public\xff", "*", "/web/dataset/x"),
    ))  # fmt: skip
    if random.random() < 0.3:
        path = "/fuzz/" + values.escaped(random)
    data = wire.request(
        random.choice(values.METHODS[:6]), path.encode("latin-1", "replace"),
        _headers(random),
    )  # fmt: skip
    # A space or a control character in the path changes the request line.
    line = data.partition(b"\r\n")[0]
    bad = any(byte < 33 or byte == 127 for byte in path.encode("latin-1", "replace"))
    return Case(data, malformed=bad or b"\0" in line, what="other path")


def _malformed(random):
    good = wire.request("POST", "/fuzz/json", [("Content-Type", "application/json")])
    head = good[:-2]
    two_chunks = b"\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
    # Odoo responds to a request without Host, including HTTP/0.9, with 500 before it
    # looks at routes.
    end = b"\r\nHost: localhost\r\n\r\n"
    data = random.choice((
        *(b"", b"\r\n", b"\0\0\0\0", b"\x16\x03\x01\x02\x00\x01", b"GET"),
        b"GET /fuzz/public HTTP/9.9\r\n\r\n",
        *(b"GET /fuzz/public HTTP/x\r\n\r\n", b"GET  /fuzz/public  HTTP/1.1" + end),
        *(b"G\0T /fuzz/public HTTP/1.1" + end, b"GET /" + b"a" * 70_000 + b" H"),
        head + b"X: " + b"y" * 70_000 + b"\r\n\r\n",
        head + b"X: y\r\n" * 200 + b"\r\n",
        *(head + b"no colon\r\n\r\n", head + b" folded\r\n\r\n", head + b": x\r\n\r\n"),
        *(head + b"X\0: y\r\n\r\n", head + b"X: \0\r\n\r\n", head + b"X : y\r\n\r\n"),
        *(head + b"Content-Length: %s\r\n\r\n{}" % n
          for n in (b"-1", b"x", b"", b"1e3", b"+2", b"99999999999999999999", b"2, 2")),
        *(head + b"Content-Length: 2\r\nContent-Length: %s\r\n\r\n{}" % n
          for n in (b"2", b"0", b"9", b"x")),
        head + b"Content-Length: 40\r\n\r\n{}",
        head + b"Content-Length: 2\r\nTransfer-Encoding: chunked" + two_chunks,
        head + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
        head + b"Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
        head + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n",
        head + b"Transfer-Encoding: gzip, x\r\n\r\n{}",
        head + b"Content-Length: 2\r\n\r\n{}" + b"GARBAGE\r\n\r\n" * 20,
        good + good + b"\0\xff" * 50,
        b"POST /fuzz/json HTTP/1.0\r\nHost: x\r\n\r\n",
    ))  # fmt: skip
    return Case(data, malformed=True, what="malformed")
