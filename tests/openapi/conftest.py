import json
import shutil
import subprocess
import sys

import pytest

REDOCLY = "@redocly/cli@2.77.0"
CHECKS = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance"),
    *("response_schema_conformance", "response_headers_conformance"),
)
SHELL = """
env["ir.config_parameter"].set_param("endpoint_openapi.audience", "public")
user = env.ref("base.user_demo")
keys = env["res.users.apikeys"].with_user(user).sudo()
key = keys._generate(None, "openapi", None)
env.cr.commit()
env.registry.signal_changes()  # a shell does not, and servers cache parameters
print("key=" + key)
"""


@pytest.fixture(scope="session")
def key(server):
    """An API key of the demo user. Also makes the documentation public."""
    return server.shell(SHELL).rpartition("key=")[2].split()[0]


@pytest.fixture(scope="session")
def document_url(server, key):
    """URL of the document of the demo endpoints."""
    return f"{server.url}/endpoint/demo/openapi.json"


@pytest.fixture
def lint(tmp_path):
    """A function that returns redocly's complaints about a document."""
    npx = shutil.which("npx")
    if not npx:
        pytest.skip("npx of Node.js is not on this machine")

    def run(document):
        path = tmp_path / "openapi.json"
        path.write_text(json.dumps(document))
        command = [npx, "--yes", REDOCLY, "lint", str(path), "--format", "json"]
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, timeout=300
        )
        return json.loads(done.stdout)["problems"]

    return run


@pytest.fixture
def send_random(key, tmp_path):
    """A function that sends random requests according to a document, and fails on
    responses that the document does not describe.

    `send_random(url, examples, phases, timeout)`
    """

    def run(url, examples, phases, timeout):
        command = [sys.executable, "-m", "schemathesis.cli", "run", url]
        command += ["--checks", ",".join(CHECKS), "--phases", phases]
        # One worker: in Python 3.11, threads that parse Python at once fail now
        # and then (python/cpython#106905).
        command += ["--max-examples", str(examples), "--workers", "1", "--seed", "1"]
        command += ["--header", f"Authorization: Bearer {key}"]
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, timeout=timeout
        )
        assert done.returncode == 0, done.stdout + done.stderr

    return run
