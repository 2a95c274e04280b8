"""Third-party tools read the document of a REST resource and send requests."""

import pytest
import requests
from openapi_spec_validator import validate

#: a thing has a field of each type
MAKE = """
fields = (
    "name, note, page, count, weight, made_on, sold_at, state, is_red, box_id, "
    "label_ids, picture"
)
plain = "name, note, count, weight, made_on, sold_at, state, is_red, box_id"
env["endpoint.endpoint"].create({
    "name": "Things", "route": "/random/things", "route_group": "random",
    "request_method": "GET", "auth_type": "bearer", "exec_mode": "crud",
    "crud_model_id": env["ir.model"]._get_id("test.crud.thing"),
    "crud_read_fields": f"{fields}, part_ids, shout, active",
    "crud_write_fields": fields,
    "crud_filter_fields": f"{plain}, label_ids, part_ids, picture",
    "crud_sort_fields": plain,
    "crud_expand_fields": "box_id.name, label_ids.name, part_ids.state",
    **dict.fromkeys(("crud_can_create", "crud_can_update", "crud_can_delete"), True),
    "registry_sync": True,
})
boxes = env["test.crud.box"].create([{"name": f"Box {n}"} for n in range(5)])
labels = env["test.crud.label"].create([{"name": f"L {n}"} for n in range(5)])
env["test.crud.thing"].create([
    {
        "name": f"T {n}", "count": n % 9, "picture": "aGVsbG8=",
        "box_id": boxes[n % 5].id, "label_ids": labels[:n % 5].ids,
    }
    for n in range(200)
])
env.cr.commit()
"""


@pytest.fixture(scope="module")
def things_url(server, key):
    """URL of the document of the things."""
    server.shell(MAKE)
    return f"{server.url}/endpoint/random/openapi.json"


@pytest.fixture(scope="module")
def document(things_url):
    return requests.get(things_url, timeout=60).json()


def test_valid(document):
    validate(document)
    assert list(document["paths"]) == [
        *("/random/things", "/random/things/bulk"),
        *("/random/things/{id}", "/random/things/{id}/files/{file}"),
        "/random/things/{id}/{file}",
    ]


def test_redocly_reports_nothing(document, lint):
    assert lint(document) == []


def test_every_response_is_described(things_url, send_random):
    # Without the “stateful” phase: its requests differ in each run, and Odoo's server
    # refuses URLs over 64 KiB (414).
    send_random(things_url, 60, "examples,coverage,fuzzing", timeout=600)
