"""Texts, numbers and trees that often break programs. All are drawn from a given
``random.Random``, so that a seed reproduces the requests.
"""

import json
from urllib.parse import quote, quote_plus

TEXTS = (
    *("", " ", "x", "Azure", "NaN", "null", "None", "true", "undefined", "\\", "%"),
    *("\0", "a\0b", "\r\n", "a\r\nX-Injected: 1", "\x1b[31m", "\x7f", "\ufeff"),
    *("é", "日本語", "🐘", "\u202e", "a\u0301" * 9, "ﬁ", "\ud800", "\udfff\ud800"),
    *("'", '"', "';--", "' OR 1=1 --", "%s", "%(x)s", "{0.__class__}", "${x}"),
    *("../../etc/passwd", "..%2f..%2f", "/etc/passwd", "file:///etc/passwd", "//"),
    *("<script>alert(1)</script>", "<![CDATA[", "&#0;", "__class__", "a" * 5000),
    *("1" * 400, "__proto__", "[]", "a[]", "_", "*", "%%", "100%", "x_y%z", "\t"),
)
NUMBERS = (
    *("0", "1", "-1", "00", "+1", "1.5", "1e9", "1e400", "-0", "0x10", "1_000", "²"),
    *("2147483647", "2147483648", "-2147483648", "-2147483649", "4294967296"),
    *("9223372036854775807", "9223372036854775808", "9" * 40, "9" * 5000, "٣", " 1"),
)
NAMES = (
    *("self", "env", "model", "cls", "request", "endpoint", "endpoint_route", "args"),
    *("kwargs", "params", "db", "debug", "csrf_token", "session_id", "lang", "context"),
    *("name", "id", "number", "text", "partner", "comment", "really", "__class__"),
    *("record_id", "key", "uid", "su", "cr", "jsonrpc", "method", "a.b", "a[0]", ""),
)
METHODS = (
    *("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"),
    *("PROPFIND", "get", "X", "GETGETGET", "M-SEARCH"),
)
MEDIA_TYPES = (
    *("application/json", "application/xml", "text/plain", "text/csv", "text/html"),
    *("application/x-www-form-urlencoded", "multipart/form-data", "*/*", "", "/", ";"),
    *("multipart/form-data; boundary=x", "multipart/form-data; boundary="),
    *("multipart/form-data; boundary=" + "x" * 300, "application/json; charset=utf-7"),
    *(
        "application/json; charset=nothing",
        "Application/JSON ;x=y",
        "application/json,",
    ),
    *("text/plain; charset=utf-16", "application/xml; charset=\x00", "text", "é/é"),
)
HEADERS = (
    ("Accept-Language", ("x" * 3000, "*", ";q=1", "en;q=x", "fr-\xe9,,;")),
    ("Authorization", ("Bearer", "Bearer ", "Bearer \xff\xfe", "Basic !!", "x",
                       "Basic Og==", "Bearer " + "a" * 3000, "Digest a=b")),
    ("Cookie", ("session_id=x", "session_id=../../x", "session_id=" + "a" * 84,
                "session_id=%00", "lang=../x; frontend_lang=\xe9", "tz=\xff", "=;=")),
    ("Range", ("bytes=0-", "bytes=9-1", "x=1-2", "bytes=-", "bytes=0-1,2-3")),
    ("X-HTTP-Method-Override", ("DELETE", "PUT", "\xff")),
    ("X-Forwarded-Host", ("evil.example", "a/b", "\xff", "")),
    ("X-Forwarded-For", ("1.2.3.4, x", "::1", "' OR 1")),
    ("Origin", ("null", "http://evil.example", "\xff", "://", "http://[")),
    ("Referer", ("http://[", "javascript:x", "\xff")),
    ("Accept", ("*/*", "x", ";;;", "application/xml;q=2", "text/html", "\xff/\xff")),
    ("Expect", ("x",)),
    ("If-None-Match", ("*", '"', "W/")),
    ("If-Modified-Since", ("yesterday", "Thu, 99 Foo 9999 99:99:99 GMT")),
    ("User-Agent", ("", "\xff" * 50, "x" * 3000, "curl")),
    ("Content-Encoding", ("gzip", "br", "x")),
    ("Access-Control-Request-Method", ("GET", "POST", "X", "\xff")),
    ("Access-Control-Request-Headers", ("x", "\xff")),
    ("Sec-Fetch-Site", ("cross-site", "same-origin", "x")),
    ("Upgrade", ("h2c",)),
    ("Priority", ("u=1",)),
    ("X-Empty", ("",)),
    ("X-Long", ("y" * 20_000,)),
)  # fmt: skip
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "latin-1", "cp037")
_ESCAPES = ("%", "%0", "%zz", "%ff", "%c0%80", "%00", "%0d%0a", "%u0041", "%ed%a0%80")


def text(random):
    if random.random() < 0.7:
        return random.choice(TEXTS + NUMBERS)
    return "".join(chr(random.choice((random.randrange(128), random.randrange(0xD7FF))))
                   for _ in range(random.randrange(12)))  # fmt: skip


def escaped(random, value=None):
    """:return: a text for a URL, sometimes incorrectly escaped"""
    value = text(random) if value is None else value
    if random.random() < 0.15:
        return random.choice(_ESCAPES) + quote(value, errors="replace")
    how = random.choice(
        (quote, quote_plus, lambda v, errors: quote(v, "", None, errors))
    )
    return how(value, errors=random.choice(("replace", "surrogatepass")))


def pairs(random):
    """:return: a query string, or the body of a form"""
    made = [
        f"{escaped(random, random.choice(NAMES))}={escaped(random)}"
        for _ in range(random.randrange(5))
    ]
    if random.random() < 0.1:
        made.append(random.choice(("&&", "=", "=x", "a;b=c", "?", "#x", "a" * 9000)))
    return random.choice("&&&&;").join(made)


def tree(random, depth=0):
    """:return: a JSON value"""
    kind = random.randrange(8 if depth < 5 else 5)
    if kind < 2:
        return text(random)
    if kind == 2:
        return random.choice(
            (None, True, False, 0, -1, 1.5, 2**31, 2**63, 10**30, -0.0)
        )
    if kind == 3:
        return random.choice(([], {}, "", [[]], {"": None}))
    if kind == 4:
        return {"name": text(random), "lines": [{"qty": random.choice((1, "1", 1e9))}]}
    if kind == 5:
        return [tree(random, depth + 1) for _ in range(random.randrange(4))]
    return {
        random.choice(NAMES + TEXTS): tree(random, depth + 1)
        for _ in range(random.randrange(4))
    }


def json_body(random):
    kind = random.randrange(10)
    if kind == 0:
        return random.choice((
            *(b"", b" ", b"{", b"[1,]", b'{"a":1,}', b"{'a': 1}", b"NaN", b"-Infinity"),
            *(b"[" * 100_000, b'{"a":' * 5000, b"[" * 150 + b"]" * 150, b"1e400"),
            *(b"9" * 5000, b'"\\ud800"', b'"\\u0000"', b'{"name": "\\ud800"}'),
            *(b'"\xed\xa0\x80"', b'{"name": "a\\u0000"}', b"//x\n{}", b'{"a":1}{}'),
            b"\xff",
            *(b'{"name": "a", "name": "b"}', b"-", b"0123", b'"\n"', b"\x00", b"tru"),
        ))  # fmt: skip
    value = tree(random)
    if kind < 4:
        value = {
            "jsonrpc": "2.0",
            "id": tree(random),
            "method": "call",
            "params": value,
        }
    made = json.dumps(value, ensure_ascii=random.random() < 0.5)
    return made.encode(random.choice(_ENCODINGS), "replace")


def xml_body(random):
    inner = text(random)
    return random.choice((
        "<order><qty>3</qty></order>", f"<order><qty>{inner}</qty></order>", "<a/>", "",
        f"<order>{'<qty>1</qty>' * 20}</order>", "<order", "<a>" * 3000, inner,
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><order>&x;</order>',
        '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><order>&c;&c;&c;</order>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><order/>',
        '<?xml version="1.0" encoding="utf-16"?><order/>', "<?xml version='9'?><a/>",
        '<?xml version="1.0" encoding="no-such"?><order/>', "<a:b/>",
        "<a b='1' b='2'/>",
        '<x xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd"/>'
        "</x>", "<?x ?><order><qty>1</qty></order>", f"<order a='{'x' * 20000}'/>",
    )).encode(random.choice(_ENCODINGS), "replace")  # fmt: skip


def multipart_body(random):
    part = (
        f'--x\r\nContent-Disposition: form-data; name="{random.choice(NAMES)}"'
        f"{random.choice(('', '; filename=a', '; filename=', '; filename*=x'))}\r\n"
        f"{random.choice(('', 'Content-Type: x', 'Content-Length: -1'))}\r\n\r\n"
        f"{text(random)}\r\n"
    )
    made = part * random.randrange(4) + random.choice(
        ("--x--", "--x", "--", "", "\r\n")
    )
    return made.encode("utf-8", "replace")
