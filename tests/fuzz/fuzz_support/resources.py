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
_ORDERS = ("id", "name,id", "-color,id", "create_date,id", "active,id", "-id", "x,id")
_JSON = (
    *(None, True, 0, 1, -1, 2**31, 2**63, 10**400, 1.0, 1e308, "", "aGVsbG8=", [1]),
    *([1.0], [[6, 0, [1]]], {"id": 1}, [1, 1], {}, [], "2026-01-01", [None]),
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
        crud_can_create=written, crud_can_update=written, crud_can_delete=written))
"""


def make(random, key):
    """:return: (bytes of a request, its method, the resource's path)"""
    path = random.choice([*RESOURCES])
    _model, names, written = RESOURCES[path]
    methods = ("GET", "GET", "HEAD", "POST", "PATCH", "PUT", "DELETE")
    method = random.choice(methods) if written else random.choice(("GET", "HEAD"))
    target = path
    if method in ("PATCH", "PUT", "DELETE") or random.random() < 0.2:
        target += f"/{random.choice((1, 2, 3, 0, -1, 2**31, '9' * 40, 'x', '1.5'))}"
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
        body = json.dumps(_body(random, names)).encode()
    return wire.request(method, target, headers, body), method, path


def _pairs(random, names):
    for _ in range(random.choice((0, 1, 1, 2, 4))):
        name = random.choice(names)
        some = ",".join(random.choice(("", "-")) + random.choice(names) for _ in "ab")
        yield random.choice((
            (name, _text(random)),
            (f"{name}__{random.choice(_OPERATORS)}", _text(random)),
            ("order", some),
            (random.choice(("fields", "expand")), some.replace("-", "")),
            (random.choice(("limit", "page", "total", "id")), _text(random)),
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
    return random.choice((made, made, made, [made], [made] * 3, [], [[]], 1, None))
