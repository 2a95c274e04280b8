"""Published OpenAPI documents become endpoints that answer their examples."""

import json
import os
import tarfile

import pytest
import requests
import yaml
from devenv import paths, steps

#: its source contains documents, which no wheel does
PACKAGE = "openapi-core==0.23.1"
FOLDER = "openapi_core-0.23.1/tests/integration/data"
IMPORT = """
from pathlib import Path
endpoints = env["endpoint.endpoint"]
records, notes = endpoints._import_openapi_with_notes(
    Path({path!r}).read_text(), {prefix!r}
)
records.action_sync_registry()
user = env.ref("base.user_admin")
bearer = records.filtered(lambda record: record.auth_type == "bearer")
key = env["res.users.apikeys"]._generate_endpoint_key(user, "import", bearer)
fields = ["method", "path", "query", "headers", "body", "status"]
calls = [
    dict(call, auth=record.auth_type)
    for record in records
    for call in record.example_ids.read(fields)
]
env.cr.commit()
env.registry.signal_changes()
import json
print("made=" + json.dumps([key, calls, notes]))
"""


@pytest.fixture(scope="session")
def fixtures(odoo_env):
    """The folder of the documents of openapi-core; if PyPI is unreachable, tests are
    skipped, or fail in CI.
    """
    folder = paths.cache_dir() / PACKAGE.replace("==", "-")

    def fetch(target):
        pip = [odoo_env.python, "-m", "pip", "download", "--quiet", "--no-deps"]
        command = [*pip, "--no-binary", ":all:", "--dest", target, PACKAGE]
        steps.run_quiet(command, hint="is PyPI reachable?")
        with tarfile.open(next(target.glob("*.tar.gz"))) as archive:
            archive.extractall(target, filter="data")

    try:
        paths.build_once(folder, fetch)
    except steps.SetupError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"cannot fetch {PACKAGE}: {error.cause}")
    return folder / FOLDER


@pytest.fixture
def imported(server, tmp_path):
    """A function that imports a document and puts its endpoints into service.

    `imported(text, prefix)` returns (send, calls, notes): `send(call)` sends a saved
    example as the administrator.
    """

    def run(text, prefix=None):
        path = tmp_path / "document"
        path.write_text(text)
        code = IMPORT.format(path=str(path), prefix=prefix)
        printed = server.shell(code).rpartition("made=")[2]
        key, calls, notes = json.JSONDecoder().raw_decode(printed)[0]
        return lambda call: send(server, key, call), calls, notes

    return run


def send(server, key, call):
    headers = dict(line.split(": ", 1) for line in (call["headers"] or "").splitlines())
    session = requests.Session()
    if call["auth"] == "bearer":
        headers["Authorization"] = f"Bearer {key}"
    elif call["auth"] == "user_endpoint":
        login = {"db": server.db, "login": "admin", "password": "admin"}
        url = f"{server.url}/web/session/authenticate"
        session.post(url, json={"params": login}, timeout=60).raise_for_status()
    url = f"{server.url}{call['path']}?{call['query'] or ''}"
    body = (call["body"] or "").encode()
    return session.request(call["method"], url, data=body, headers=headers, timeout=60)


def answers(send, calls):
    """The responses by (method, path), each with the status of its example."""
    found = {}
    for call in calls:
        response = found[call["method"], call["path"]] = send(call)
        assert response.status_code == call["status"], (call, response.text)
    return found


def operations(document):
    """(method, path, operation) of a document."""
    for path, item in document["paths"].items():
        for method in {"get", "post", "put", "patch", "delete"} & item.keys():
            yield method.upper(), path, item[method]


def test_a_document_of_openapi_30(imported, fixtures):
    text = (fixtures / "v3.0/petstore.yaml").read_text()
    send, calls, notes = imported(text)
    assert len(calls) == len(list(operations(yaml.safe_load(text)))) == 8
    found = answers(send, calls)
    assert found["GET", "/v1/pets/1"].json() == {"data": []}
    assert found["GET", "/v1/tags"].json() == ["dogs", "cats"]
    assert found["POST", "/v1/pets"].content == b""
    [pet] = found["GET", "/v1/pets"].json()["data"]
    assert {"id", "name", "ears"} <= pet.keys()
    assert "GET /pets: The query parameter “color” is left out" in "\n".join(notes)


def test_a_document_of_openapi_31(server, imported, fixtures):
    text = (fixtures / "v3.1/security_override.yaml").read_text()
    send, calls, _notes = imported(text)
    assert len(answers(send, calls)) == 3
    by_method = {call["method"]: call["auth"] for call in calls}
    assert by_method == {"GET": "bearer", "POST": "bearer", "PUT": "public"}
    refused = requests.get(f"{server.url}{calls[0]['path']}", timeout=60)
    assert refused.status_code == 401


def test_the_document_of_this_server(server, imported):
    server.shell(
        "env['ir.config_parameter'].set_param('endpoint_openapi.audience', 'public')\n"
        "env.cr.commit()\nenv.registry.signal_changes()"
    )
    url = f"{server.url}/endpoint/openapi.json"
    document = requests.get(url, timeout=60).json()
    published = list(operations(document))
    send, calls, notes = imported(json.dumps(document), "/imported")
    left_out = [note for note in notes if "No call is saved as an example" in note]
    assert len(calls) + len(left_out) == len(published) > 20
    found = answers(send, calls)
    order = found["POST", "/imported/demo/orders"]
    assert order.json() == {"reference": "A-1", "total": 7.0}
    assert found["POST", "/imported/demo/greetings"].text == "<thanks/>"
    for (method, path), response in found.items():
        if response.headers.get("Content-Type", "").startswith("application/json"):
            assert response.json() is not None, (method, path)
