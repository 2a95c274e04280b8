"""Third-party tools read the document of the demo endpoints."""

import json
import subprocess
import sys

import pytest
import requests
import yaml
from openapi_spec_validator import validate


@pytest.fixture(scope="module")
def documents(server, key):
    """The documents of all endpoints and of the demo endpoints, by path."""
    paths = ("/endpoint/openapi.json", "/endpoint/demo/openapi.json")
    return {path: requests.get(server.url + path, timeout=60).json() for path in paths}


def test_valid(documents):
    for document in documents.values():
        validate(document)
        assert "/demo/orders" in document["paths"]


def test_yaml_is_the_same(server, documents):
    for path, document in documents.items():
        text = requests.get(
            server.url + path.replace(".json", ".yaml"), timeout=60
        ).text
        assert yaml.safe_load(text) == document


def test_redocly_reports_nothing(documents, lint):
    assert lint(documents["/endpoint/demo/openapi.json"]) == []


def test_a_change_by_another_process_is_shown(server, document_url):
    before = requests.get(document_url, timeout=60)
    server.shell(
        "env.ref('endpoint.demo_health').doc_description = 'Changed'\nenv.cr.commit()"
    )
    headers = {"If-None-Match": before.headers["ETag"]}
    for _request in range(6):  # to reach several workers
        after = requests.get(document_url, headers=headers, timeout=60)
        assert after.status_code == 200
        assert "Changed" in after.text


CLIENT = """
import json, sys
from client.api.demo import post_demo_orders
from client.client import Client
from client.models import {body} as Body

order = Body.from_dict({{
    "reference": "A-1",
    "customer": {{"name": "Ada", "email": "ada@example.com"}},
    "lines": [{{"product": "Tea", "quantity": 2, "price": 3.5}}],
}})
with Client(base_url=sys.argv[1]) as client:
    answer = post_demo_orders.sync_detailed(client=client, body=order)
print(json.dumps([answer.status_code, answer.parsed.to_dict()]))
"""


def test_a_generated_client_sends_an_order(server, document_url, tmp_path):
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta"]
    command += [
        "none",
        "--url",
        document_url,
        "--output-path",
        str(tmp_path / "client"),
    ]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=300)
    code = CLIENT.format(body="Order")
    command = [sys.executable, "-c", code, server.url]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [201, {"reference": "A-1", "total": 7.0}]
