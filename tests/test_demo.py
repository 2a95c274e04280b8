"""The demo endpoints, called as an integrator would call them."""

import hashlib
import hmac
import re
import shlex
from pathlib import Path

import pytest
import requests

_ROOT = Path(__file__).parents[1]
_README_URL = "http://127.0.0.1:8069"
_MEMBERS = {"name", "message", "arguments", "context", "debug"}
_ORDER = {
    "reference": "A-1",
    "customer": {"name": "Ada", "email": "ada@example.com"},
    "lines": [{"product": "Tea", "quantity": 2, "price": 3.5}],
}


@pytest.fixture
def call(server):
    """call(method, path, **arguments of requests) -> response, without a session"""

    def call(method, path, **kwargs):
        return requests.request(method, server.url + path, timeout=60, **kwargs)

    return call


@pytest.fixture(scope="module")
def key(server):
    """An API key of the demo user."""
    return (
        server.shell(
            "user = env.ref('base.user_demo')\n"
            "keys = env['res.users.apikeys'].with_user(user).sudo()\n"
            "made = keys._generate(None, 'test', None)\n"
            "env.cr.commit()\n"
            "print('key=' + made)"
        )
        .rpartition("key=")[2]
        .split()[0]
    )


def test_health(call):
    response = call("GET", "/demo/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_hello(call):
    assert call("GET", "/demo/hello?name=Ada").text == "Hello, Ada!"


def test_echo(call):
    assert call("POST", "/demo/echo", json=[1]).json()["you_sent"] == [1]


def test_partners_need_a_session(call):
    assert call("GET", "/demo/partners").status_code == 401


def test_partners_page_by_page(server):
    with requests.Session() as session:
        login = {"db": server.db, "login": "admin", "password": "admin"}
        session.post(
            f"{server.url}/web/session/authenticate", json={"params": login}, timeout=60
        )
        first, second = (
            session.get(f"{server.url}/demo/partners?page={page}", timeout=60).json()
            for page in (1, 2)
        )
        bad = session.get(f"{server.url}/demo/partners?page=0", timeout=60)
    assert len(first["partners"]) == 10
    assert first["partners"] != second["partners"]
    assert (bad.status_code, bad.json()["code"]) == (400, "bad_page")


def test_order(call):
    response = call("POST", "/demo/orders", json=_ORDER)
    assert response.status_code == 201
    assert response.json() == {"reference": "A-1", "total": 7.0}


def test_invalid_order(call):
    response = call("POST", "/demo/orders", json={**_ORDER, "lines": []})
    assert response.status_code == 400
    assert [error["loc"] for error in response.json()["detail"]] == [["body", "lines"]]


def test_greeting(call):
    body = "<greeting language='fr'><from>a</from><to>b</to></greeting>"
    for media_type in ("text/xml", "application/xml; charset=utf-8"):
        headers = {"Content-Type": media_type}
        response = call("POST", "/demo/greetings", data=body, headers=headers)
        assert response.status_code == 200
        assert response.text.endswith('<thanks language="fr"><from>b</from></thanks>')
    headers = {"Content-Type": "text/plain"}
    response = call("POST", "/demo/greetings", data=body, headers=headers)
    assert response.status_code == 415


def test_country(call):
    assert call("GET", "/demo/countries/1").json()["id"] == 1
    assert call("GET", "/demo/countries/100000").status_code == 404


def test_as_demo_user(call):
    expected = {"user": "demo", "caller": "public"}
    assert call("GET", "/demo/as-demo-user").json() == expected


def test_bearer(call, key):
    headers = {"Authorization": f"Bearer {key}"}
    response = call("GET", "/demo/me", headers=headers)
    assert response.json()["login"] == "demo"
    assert "Set-Cookie" not in response.headers
    assert call("GET", "/demo/me").status_code == 401


def test_webhook(call):
    signature = hmac.new(b"demo-secret", b"{}", hashlib.sha256).hexdigest()
    for given, status in ((signature, 202), ("wrong", 403)):
        headers = {"Content-Type": "application/json", "X-Signature": given}
        response = call("POST", "/demo/webhook", data="{}", headers=headers)
        assert response.status_code == status


def test_error(call):
    response = call("GET", "/demo/error")
    assert response.status_code == 409
    body = response.json()
    assert set(body) == {*_MEMBERS, "code", "details"}
    assert (body["code"], body["details"]) == ("lent", {"until": "tomorrow"})


def test_the_printed_lines_give_the_responses_in_the_readme(server, key):
    """The README contains each curl line of ``setup/run``, with its response."""
    lines = (_ROOT / "setup" / "curl-lines.txt").read_text().splitlines()
    lines = [line for line in lines if line.startswith("curl ")]
    block = re.search(
        r"code-block:: text\n\n(.*?)\n\n(?=\S)",
        (_ROOT / "README.rst").read_text(),
        re.S,
    )[1]
    text = re.sub(r"\s*\\?\n\s+", " ", block)
    shown = dict(re.findall(r"\$ (curl .*?:8069/\S+) (.*?)(?= \$ curl|$)", text))
    printed = {
        line.replace("{url}", _README_URL).replace("{key}", "KEY"): line
        for line in lines
    }
    assert set(shown) == set(printed)
    for readme_line, line in printed.items():
        answer = _curl(line.replace("{url}", server.url).replace("{key}", key))
        for part in shown[readme_line].split("…"):
            assert part.strip(" ,") in answer


def _curl(line):
    """Send the request of a curl line: ``-H`` headers, ``-d`` data, the URL last."""
    words = shlex.split(line)
    headers = [words[i + 1] for i, word in enumerate(words) if word == "-H"]
    data = [words[i + 1] for i, word in enumerate(words) if word == "-d"]
    return requests.request(
        "POST" if data else "GET",
        words[-1],
        headers=dict(header.split(": ", 1) for header in headers),
        data=data[0] if data else None,
        timeout=60,
    ).text
