"""Failures are logged in ir.logging, in a separate transaction."""

import re
import time

import pytest
import requests
from devenv import database

ROUTE = "/test/failure"
CREATE = f"""
env["endpoint.endpoint"].create({{
    "name": "Failure", "route": {ROUTE!r}, "request_method": "GET",
    "auth_type": "public", "exec_as_user_id": env.ref("base.public_user").id,
    "exec_mode": "code", "code_snippet": "result = {{}}\\nlost = [][3]",
    "registry_sync": True,
}})
env.cr.commit()
"""


@pytest.fixture(scope="module")
def failing(make_server):
    """A server with one process and an endpoint that fails."""
    server = make_server()
    server.shell(CREATE)
    return server


def fail(server, method="GET"):
    return requests.request(method, f"{server.url}{ROUTE}", timeout=60)


def messages(server):
    query = "SELECT message FROM ir_logging WHERE func = %s ORDER BY id"
    return [row[0] for row in database.query(server.env, query, (ROUTE,), server.db)]


def test_the_cause_is_found_by_the_id(failing):
    request_id = re.search(r"\((\w+)\)", fail(failing).json()["message"])[1]
    [message] = [text for text in messages(failing) if request_id in text]
    for words in ("line 2 of the code", "IndexError", "Traceback"):
        assert words in message


def test_repeated_failures_write_few_lines_and_are_counted(failing):
    before = len(messages(failing))
    time.sleep(1)
    for _number in range(10):
        assert fail(failing).status_code == 500
    time.sleep(1)
    fail(failing)
    lines = messages(failing)[before:]
    left_out = re.findall(r"(\d+) more failures", " ".join(lines))
    assert len(lines) < 11
    assert len(lines) + sum(map(int, left_out)) == 11


def test_refusals_are_not_failures(failing):
    before = messages(failing)
    assert fail(failing, "PUT").status_code == 405
    assert messages(failing) == before
