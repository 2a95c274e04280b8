"""The example clients of the library, and its API under concurrent requests."""

import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import api_key
import pytest
import requests
from openapi_spec_validator import validate

_EXAMPLES = Path(__file__).parents[1] / "examples"
_SHOW_DOCUMENT = """
env["ir.config_parameter"].set_param("endpoint_openapi.audience", "internal")
env.cr.commit()
"""


@pytest.fixture(scope="module")
def library(make_server):
    """A server with two workers."""
    odoo = make_server(workers=2)
    odoo.shell(_SHOW_DOCUMENT)
    return odoo


@pytest.fixture(scope="module")
def variables(library):
    """The environment variables for the clients."""
    key = api_key.make(library.shell)
    # The shebang line runs the programs with the packages of the tests.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "LIBRARY_URL": library.url, "LIBRARY_KEY": key}


class Client:
    """One of the programs, called with its own option syntax."""

    def __init__(self, program, variables):
        self.program, self.variables = program, variables

    def run(self, *args, **variables):
        """:return: (exit code, stdout, stderr)"""
        done = subprocess.run(
            [_EXAMPLES / self.program, *args],
            env={**self.variables, **variables},
            capture_output=True,
            text=True,
            timeout=60,
        )
        return done.returncode, done.stdout, done.stderr

    def good(self, *args):
        code, printed, errors = self.run(*args)
        assert (code, errors) == (0, "")
        return printed.strip()

    def refused(self, *args, **variables):
        code, printed, errors = self.run(*args, **variables)
        assert code and not printed
        assert "Traceback" not in errors
        return errors

    def values(self, **values):
        if self.program == "library.sh":
            return [f"{name}={value}" for name, value in values.items()]
        return [f"--{name}={value}" for name, value in values.items()]

    def add(self, **values):
        """:return: id of the new book"""
        return self.good("add", *self.values(**values)).split()[0]


@pytest.fixture(params=["library.py", "library.sh"])
def client(request, variables):
    if request.param == "library.sh" and not shutil.which("jq"):
        pytest.skip("library.sh needs jq, which is not here")
    return Client(request.param, variables)


def test_list(client):
    assert re.fullmatch(
        r"\d+  Moby-Dick, Herman Melville, 635 pages", client.good("list", "moby")
    )
    assert len(client.good("list").splitlines()) >= 200


def test_add_set_del(client):
    book = client.add(name='Emma "the first"', author="Jane Austen", pages=474)
    listed = f'{book}  Emma "the first", Jane Austen, 474 pages'
    assert client.good("list", 'Emma "the') == listed
    changed = client.good("set", book, *client.values(pages=475))
    assert changed == listed.replace("474", "475")
    assert client.good("del", book) == ""
    assert "404: There is no such record" in client.refused("del", book)


def test_error_messages_are_shown(client):
    book = client.add(name="Walden")
    errors = client.refused("set", book, *client.values(isbn=1))
    assert "400: 1 is not a valid ISBN-13" in errors
    client.good("del", book)


def test_all_validation_errors_are_shown(client):
    errors = client.refused("add", *client.values(pages=10**10))
    assert "'name' is a required property" in errors
    assert "10000000000 is greater than the maximum" in errors


def test_help(client):
    code, printed, _errors = client.run("--help", LIBRARY_KEY="")
    assert code == 0
    assert all(each in printed for each in ("list", "add", "set", "del", "LIBRARY_KEY"))


def test_configuration_errors_are_reported(client):
    assert client.run("shelve")[0] == 2
    assert "LIBRARY_KEY" in client.refused("list", LIBRARY_KEY="")
    assert "401" in client.refused("list", LIBRARY_KEY="x" * 40)
    nobody = "http://127.0.0.1:9"
    assert "127.0.0.1" in client.refused("list", LIBRARY_URL=nobody)


def test_the_lines_of_the_readme(variables):
    """Must run last: it deletes records that the other tests look for."""
    text = (_EXAMPLES / "README.rst").read_text()
    for line, answer in re.findall(r"(?m)^    \$ (\./.*)\n(?:    ([^$\n].*))?", text):
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=_EXAMPLES,
            env=variables,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert (done.stdout + done.stderr).strip().startswith(answer.strip())
        assert bool(done.returncode) == bool(re.match(r"\d+:", answer.strip()))


def test_the_document(library, variables):
    """The OpenAPI document is valid and marks the old version as deprecated."""
    document = requests.get(
        f"{library.url}/endpoint/library/openapi.json",
        headers={"Authorization": f"Bearer {variables['LIBRARY_KEY']}"},
        timeout=60,
    ).json()
    validate(document)
    operations = {
        (path, operation.get("deprecated", False))
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in ("get", "post", "patch", "put", "delete")
    }
    assert operations == {
        ("/api/v1/books", True),
        ("/api/v1/books/bulk", True),
        ("/api/v1/books/{id}", True),
        ("/api/v1/books/{book_id}/lend", False),
        ("/api/v1/books/{book_id}/return", False),
        ("/api/v2/books", False),
        ("/api/v2/books/bulk", False),
        ("/api/v2/books/{id}", False),
        ("/api/v2/books/{book_id}/lend", False),
        ("/api/v2/books/{book_id}/return", False),
        ("/api/v2/loans", False),
        ("/api/v2/loans/aggregate", False),
        ("/api/v2/loans/bulk", False),
        ("/api/v2/loans/by/name/{value}", False),
        ("/api/v2/loans/by/name/{value}/lend", False),
        ("/api/v2/loans/by/name/{value}/return", False),
        ("/api/v2/loans/{id}", False),
        ("/api/v2/loans/{id}/lend", False),
        ("/api/v2/loans/{id}/return", False),
    }


def test_many_requests_for_one_book(library, variables):
    """Only one request gets the book."""
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {variables['LIBRARY_KEY']}"
    books = f"{library.url}/api/v2/books"
    book = session.post(books, json={"name": "Walden"}, timeout=60).json()["id"]

    def lend(_):
        url = f"{library.url}/api/v1/books/{book}/lend"
        return requests.post(url, json={}, headers=session.headers, timeout=60)

    with ThreadPoolExecutor(8) as hands:
        answers = list(hands.map(lend, range(24)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 23
    refusals = [answer.json() for answer in answers if answer.status_code == 409]
    assert {refusal["code"] for refusal in refusals} == {"lent"}


def test_many_loans_of_one_book(library, variables):
    """The action lends the book in only one of the loans."""
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {variables['LIBRARY_KEY']}"
    api = f"{library.url}/api/v2"
    book = session.post(f"{api}/books", json={"name": "Emma"}, timeout=60).json()["id"]
    loan = {"partner_id": 1, "line_ids": [{"book_id": book}]}
    loans = session.post(f"{api}/loans", json=[loan] * 12, timeout=60).json()["data"]

    def lend(made):
        url = f"{api}/loans/{made['id']}/lend"
        return requests.post(url, headers=session.headers, timeout=60)

    with ThreadPoolExecutor(8) as hands:
        answers = list(hands.map(lend, loans))
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 11
    query = f"{api}/loans/aggregate?group_by=state&sum=book_count&state=lent"
    [row] = session.get(query, timeout=60).json()["data"]
    assert row == {"state": "lent", "book_count": 1}
