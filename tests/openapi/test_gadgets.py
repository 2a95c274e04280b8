"""Third-party tools and a resource with totals, files, and the types of fields that can
only be read.
"""

import subprocess
import sys

import pytest
import requests
from openapi_spec_validator import validate

MAKE = """
read = (
    "name, kind, is_red, pieces, amount, made_on, sold_at, box_id, label_ids, about, "
    "data, traits, photo, manual"
)
env["endpoint.endpoint"].create({
    "name": "Gadgets", "route": "/gadgets", "route_group": "gadgets",
    "request_method": "GET", "auth_type": "bearer", "exec_mode": "crud",
    "crud_model_id": env["ir.model"]._get_id("test.crud.gadget"),
    "crud_read_fields": read,
    "crud_write_fields": "name, pieces, is_red, made_on, label_ids, photo, manual",
    "crud_filter_fields": "kind, sold_at",
    "crud_group_fields": "name, kind, is_red, pieces, made_on, sold_at, box_id",
    "crud_aggregate_fields": "pieces, count, amount, weight, made_on, sold_at",
    **dict.fromkeys(("crud_can_create", "crud_can_update", "crud_can_delete"), True),
    "registry_sync": True,
})
box = env["test.crud.box"].create({
    "name": "Box",
    "gadget_properties": [{"name": "color", "string": "Color", "type": "char"}],
})
labels = env["test.crud.label"].create([{"name": f"L {n}"} for n in range(5)])
env["test.crud.gadget"].create([
    {
        "name": f"G {n % 20}", "pieces": n % 9, "amount": n / 4, "weight": 1e300,
        "kind": ("tool", "toy", False)[n % 3], "made_on": f"2026-{n % 12 + 1:02}-03",
        "sold_at": f"2026-{n % 12 + 1:02}-03 12:00:00", "manual": "aGVsbG8=",
        "box_id": n % 2 and box.id, "label_ids": labels[:n % 5].ids,
        "about": n % 2 and f"test.crud.box,{box.id}", "data": {"n": [n, None]},
        "traits": n % 2 and {"color": "red"},
    }
    for n in range(100)
])
env.cr.commit()
"""


@pytest.fixture(scope="module")
def gadgets_url(server, key):
    """URL of the document of the gadgets."""
    server.shell(MAKE)
    return f"{server.url}/endpoint/gadgets/openapi.json"


@pytest.fixture(scope="module")
def document(gadgets_url):
    return requests.get(gadgets_url, timeout=60).json()


def test_valid(document):
    validate(document)
    item = "/gadgets/{id}"
    assert set(document["paths"]) == {
        *("/gadgets", item, f"{item}/{{file}}", f"{item}/files/{{file}}"),
        *("/gadgets/aggregate", "/gadgets/bulk"),
    }


def test_redocly_reports_nothing(document, lint):
    assert lint(document) == []


def test_every_response_is_described(gadgets_url, send_random):
    send_random(gadgets_url, 20, "examples,coverage,fuzzing", timeout=900)


def test_a_generated_client(gadgets_url, server, key, tmp_path):
    """The client sends a file and a form, and reads the totals."""
    target = tmp_path / "client"
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta"]
    command += ["none", "--url", gadgets_url, "--output-path", str(target)]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    program = tmp_path / "program.py"
    program.write_text(_PROGRAM)
    done = subprocess.run(
        [sys.executable, program, server.url, key],
        cwd=tmp_path, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


_PROGRAM = """
import io
import sys

from client import AuthenticatedClient, models
from client.api.gadgets import get_gadgets, get_gadgets_aggregate, get_gadgets_id
from client.api.gadgets import patch_gadgets_id, put_gadgets_id_files_file
from client.types import File

with AuthenticatedClient(base_url=sys.argv[1], token=sys.argv[2]) as client:
    row = get_gadgets.sync(client=client, limit=1).data[0]
    form = models.PatchGadgetsIdForm(
        name="Client", label_ids=[1, 2], is_red=True,
        manual=File(io.BytesIO(b"one"), "one.txt", "text/plain"),
    )
    changed = patch_gadgets_id.sync(row.id, client=client, body=form)
    assert (changed.name, changed.label_ids) == ("Client", [1, 2]), changed
    answer = put_gadgets_id_files_file.sync_detailed(
        row.id, models.PutGadgetsIdFilesFileFile.MANUAL, client=client,
        body=File(io.BytesIO(b"two")),
    )
    assert answer.status_code == 204, answer
    listed = client.get_httpx_client().get("/gadgets?limit=1").json()["pagination"]
    totals = get_gadgets_aggregate.sync(
        client=client, count=True, sum_=[models.GetGadgetsAggregateSumItem.PIECES],
        group_by=[models.GetGadgetsAggregateGroupByItem.BOX_ID],
    )
    assert sum(group.count for group in totals.data) == listed["total"], totals
    assert all(isinstance(group.pieces, int) for group in totals.data), totals
"""
