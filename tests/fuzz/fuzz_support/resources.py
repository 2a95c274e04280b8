"""Hostile requests to REST resources: almost valid queries, cursors and bodies."""

import base64
import json
from urllib.parse import quote

from . import values, wire

_OPERATORS = (
    *("eq", "ne", "gt", "gte", "lt", "lte", "in", "not_in", "like", "ilike", "null"),
    *("x", "child_of", "=", ""),
)
_VALUES = (
    *("2026-01-01", "9999-12-31", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"),
    *("true", "false", "1,2,3", "1,x", "1e299", "1e308", "-5", "contact", "3"),
)
_TOTALS = ("group_by", "sum", "avg", "min", "max")
_PERIODS = ("", ":month", ":week", ":hour", ":", ":x'", ".name")
_ORDERS = ("id", "name,id", "-color,id", "create_date,id", "active,id", "-id", "x,id")
_JSON = (
    *(None, True, 0, 1, -1, 2**31, 2**63, 10**400, 1.0, 1e308, "", "aGVsbG8=", [1]),
    *([1.0], [[6, 0, [1]]], {"id": 1}, [1, 1], {}, [], "2026-01-01", [None]),
    *({"name": "Tag"}, {"name": "' OR 1=1 --"}, {"name": "\0"}, {"name": [1]}),
    *({"name": "Tag", "id": 1}, {"color": 2**31}, {"color": 1}, [{"name": "Tag"}, 1]),
)
_FILES = "/fuzz/langs"
_IMAGES = (
    *(b"", b"GIF89a", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"BM", b"P5 9 9 255 ", b"<svg"),
    *(b"P5 40000 40000 255 ", b"RIFF\x10\0\0\0WEBPVP8", b"II*\0", b"\0\0\1\0\1\0"),
)
#: path -> (model, names of its fields, whether it is writable)
RESOURCES = {
    "/fuzz/tags": (
        "res.partner.category",
        ("name", "color", "active", "parent_id", "child_ids", "partner_ids")
        + ("create_date", "display_name"),
        True,
    ),
    "/fuzz/contacts": (
        "res.partner",
        ("name", "color", "active", "parent_id", "child_ids", "category_id", "type")
        + ("partner_latitude", "create_date", "comment", "image_128"),
        False,
    ),
}


def code_to_make_them():
    """:return: Python for ``odoo shell``, where ``admin`` is a user"""
    return f"""
for route, (model, names, written) in {RESOURCES!r}.items():
    fields = env[model]._fields
    env["endpoint.endpoint"].create(dict(
        name=route, route=route, auth_type="bearer", exec_mode="crud",
        crud_model_id=env["ir.model"]._get_id(model), registry_sync=True,
        crud_read_fields=",".join(names), crud_filter_fields=",".join(names),
        crud_sort_fields=",".join(
            n for n in names if fields[n].store and "2many" not in fields[n].type
            and fields[n].type not in ("html", "binary")),
        crud_write_fields="name,color,active,parent_id,partner_ids" if written else "",
        crud_expand_fields="parent_id.name,child_ids.color",
        crud_write_line_fields="child_ids.name,child_ids.color,child_ids.active"
        if written else "",
        crud_key_lookups="parent_id.name,parent_id.color,partner_ids.name"
        if written else "",
        crud_group_fields=",".join(
            n for n in names if n in "name,color,active,parent_id,type,create_date"),
        crud_aggregate_fields=",".join(
            n for n in names if n in "color,partner_latitude,create_date"),
        crud_key_field="color" if written else "name",
        crud_actions="" if written else "parents: address_get",
        crud_can_create=written, crud_can_update=written, crud_can_delete=written))
env["endpoint.endpoint"].create(dict(
    name="{_FILES}", route="{_FILES}", auth_type="bearer", exec_mode="crud",
    crud_model_id=env["ir.model"]._get_id("res.lang"), registry_sync=True,
    crud_read_fields="name,flag_image", crud_write_fields="flag_image",
    crud_can_update=True))
"""


def make(random, key):
    """:return: (bytes of a request, its method, the resource's path)"""
    if random.random() < 0.15:
        return _file(random, key)
    path = random.choice([*RESOURCES])
    _model, names, written = RESOURCES[path]
    methods = ("GET", "GET", "HEAD", "POST", "PATCH", "PUT", "DELETE")
    readers = ("GET", "GET", "HEAD", "POST")
    method = random.choice(methods if written else readers)
    target = path
    if method in ("GET", "HEAD") and random.random() < 0.2:
        target += "/aggregate"
    elif method in ("PATCH", "PUT", "DELETE") or random.random() < 0.2:
        target += f"/{_place(random, written)}"
    elif method == "POST" and random.random() < 0.4:
        target += "/bulk"
    if method in ("GET", "HEAD") or random.random() < 0.2:
        target += "?" + "&".join(
            "=".join(quote(part.encode("utf-8", "replace"), safe="") for part in pair)
            for pair in _pairs(random, names)
        )
    headers, body = [("Authorization", f"Bearer {key}")], b""
    if method in ("POST", "PATCH", "PUT"):
        headers.append(("Content-Type", "application/json"))
        headers.append(("If-Match", random.choice(("*", "*", '"x"', "", "W/"))))
        headers.append(
            (
                "Idempotency-Key",
                random.choice((random.randbytes(9).hex(), '"b"', '"', "x" * 256)),
            )
        )
        headers = random.sample(headers[2:], random.randrange(3)) + headers[:2]
        is_bulk = target.endswith("/bulk")
        body = json.dumps((_bulk if is_bulk else _body)(random, names)).encode()
    return wire.request(method, target, headers, body), method, path


def _file(random, key):
    """A file as the body, or a form with files."""
    path = f"{_FILES}/{random.choice((1, 2, 'x'))}"
    method = random.choice(("PUT", "PUT", "DELETE", "GET", "PATCH"))
    headers = [
        ("Authorization", f"Bearer {key}"),
        ("If-Match", random.choice(("*", '"x"', "", "W/"))),
        ("Content-Range", random.choice(("bytes 0-1/2", ""))),
    ]
    if method == "PATCH":
        kind, body = "multipart/form-data; boundary=x", values.multipart_body(random)
    else:
        path += f"/files/{random.choice(('flag_image', 'flag_image', 'name', '%00'))}"
        kind, body = random.choice(values.MEDIA_TYPES), b""
    if method == "PUT":
        body = random.choice(_IMAGES) + random.randbytes(random.choice((0, 1, 90)))
    headers = [headers[0], *random.sample(headers[1:], random.choice((0, 0, 1)))]
    headers.append(("Content-Type", kind.encode("latin-1", "replace")))
    return wire.request(method, path, headers, body), method, _FILES


def _place(random, written):
    """:return: what follows the path of a resource: an id, a key, an action"""
    id_ = random.choice((1, 2, 3, 0, -1, 2**31, "9" * 40, "x", "1.5"))
    key = random.choice((*values.TEXTS, *values.NUMBERS, "1", "2", "3"))
    key = values.escaped(random, key or "Tag")
    field = random.choice(("name", "name", "color", "color", "id", "x"))
    by_key = f"by/{field}/{key}"
    action = by_key if written else f"{random.choice((id_, by_key))}/parents"
    return random.choice((id_, id_, by_key, action))


def _bulk(random, names):
    """:return: an almost valid body of several operations"""
    operations = []
    for _ in range(random.choice((0, 1, 2, 5))):
        op = random.choice(("create", "create", "update", "update", "delete", "x"))
        operation = {"op": op, "values": random.choice((_body(random, names), {}, 1))}
        if op != "create":
            target = random.choice(("id", "id", "key"))
            operation[target] = random.choice((1, 2, "Tag", *_JSON, *_VALUES))
        operation.pop(random.choice(("x", "values", "id")), None)
        operations.append(operation)
    return random.choice(({"operations": operations},) * 5 + (operations, 1))


def _pairs(random, names):
    for _ in range(random.choice((0, 1, 1, 2, 4))):
        name = random.choice(names)
        some = ",".join(random.choice(("", "-")) + random.choice(names) for _ in "ab")
        yield random.choice((
            (name, _text(random)),
            (f"{name}__{random.choice(_OPERATORS)}", _text(random)),
            ("order", some),
            (random.choice(_TOTALS), some.replace("-", "")),
            ("group_by", name + random.choice(_PERIODS)),
            ("count", _text(random)),
            (random.choice(("fields", "expand")), some.replace("-", "")),
            (random.choice(("limit", "page", "total", "id")), _text(random)),
            ("atomic", random.choice(("false", "true", "x"))),
            ("format", random.choice(("json", "csv", "csv", "ndjson", "x", ""))),
            ("bom", random.choice(("true", "false", "x"))),
            ("after", random.choice(("", _cursor(random), _text(random)))),
            (_text(random), _text(random)),
        ))  # fmt: skip


def _text(random):
    return values.text(random) if random.random() < 0.5 else random.choice(_VALUES)


def _cursor(random):
    parts = [random.choice((*_JSON, *_VALUES)) for _ in range(random.choice((1, 2, 3)))]
    text = json.dumps([random.choice(_ORDERS), parts])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _body(random, names):
    """:return: an almost valid body"""
    made = {"name": random.choice(("Tag", "x" * 5000, "é"))}
    for name in random.sample(names, random.choice((0, 1, 1, 2))):
        made[name] = random.choice((*_JSON, *_VALUES))
    if random.random() < 0.3:
        made["child_ids"] = [_line(random) for _ in range(random.randrange(4))]
    return random.choice((made, made, made, [made], [made] * 3, [], [[]], 1, None))


def _line(random):
    """:return: an almost valid line"""
    names = ("id", "_delete", "name", "color", "active", "parent_id")
    members = random.sample(names, random.randrange(4))
    values = (1, 2, True, "Tag", *_JSON)
    return {name: random.choice(values) for name in members}
