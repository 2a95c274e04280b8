"""Third-party tools read the document of a resource with a key and actions, and send
requests.
"""

import json
import subprocess
import sys

import pytest
import requests
from openapi_spec_validator import validate

MAKE = """
env["endpoint.endpoint"].create({
    "name": "Parts", "route": "/keyed/parts", "route_group": "keyed",
    "request_method": "GET", "auth_type": "bearer", "exec_mode": "crud",
    "crud_model_id": env["ir.model"]._get_id("test.crud.thing"),
    "crud_read_fields": "name, count, state", "crud_write_fields": "name, count, state",
    "crud_key_field": "name", "crud_actions": "age: action_age", "crud_can_list": False,
    **dict.fromkeys(("crud_can_create", "crud_can_update", "crud_can_delete"), True),
    "registry_sync": True,
})
env["test.crud.thing"].create([{"name": f"Part {n}"} for n in range(9)])
env.cr.commit()
"""
CLIENT = """
import json, sys
from client.api.keyed import post_keyed_parts_bulk as bulk
from client.api.keyed import post_keyed_parts_id_age as age
from client.api.keyed import put_keyed_parts_by_name_value as put
from client.client import AuthenticatedClient
from client.models import PostKeyedPartsBulkRequest as Bulk
from client.models import PutKeyedPartsByNameValueRequest as Part

client = AuthenticatedClient(base_url=sys.argv[1], token=sys.argv[2])
made = put.sync_detailed("a b", client=client, body=Part.from_dict({"count": 3}))
part = put.sync("a b", client=client, body=Part.from_dict({"count": 4}))
old = age.sync(part.id, client=client)
operations = [
    {"op": "create", "values": {"name": "c d"}}, {"op": "delete", "id": part.id}
]
body = Bulk.from_dict({"operations": operations})
done = bulk.sync(client=client, body=body)
statuses = [each.status for each in done.data]
print(json.dumps([made.status_code.value, part.state, old.state, statuses]))
"""


@pytest.fixture(scope="module")
def parts_url(server, key):
    """URL of the document of the parts."""
    server.shell(MAKE)
    return f"{server.url}/endpoint/keyed/openapi.json"


def test_valid(parts_url, lint):
    document = requests.get(parts_url, timeout=60).json()
    validate(document)
    assert list(document["paths"]) == [
        *("/keyed/parts", "/keyed/parts/bulk", "/keyed/parts/by/name/{value}"),
        "/keyed/parts/by/name/{value}/age",
        *("/keyed/parts/{id}", "/keyed/parts/{id}/age"),
    ]
    assert lint(document) == []


def test_a_generated_client(server, key, parts_url, tmp_path):
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta"]
    command += ["none", "--url", parts_url, "--output-path", str(tmp_path / "client")]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=300)
    command = [sys.executable, "-c", CLIENT, server.url, key]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [201, "new", "old", [201, 204]]


def test_every_response_is_described(parts_url, send_random):
    send_random(parts_url, 20, "examples,coverage,fuzzing", timeout=400)
