"""Several hosts behind nginx, on one PostgreSQL with a replica."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import api_key
import pytest
import requests
from devenv import database
from requests.adapters import HTTPAdapter

from deploy.cluster.cluster import HOSTS, PREFIX, WORKERS

pytestmark = pytest.mark.alone

_LIMIT = 20
# Defined by endpoint_rate_limit: seconds for which a failed Redis is not used.
_PAUSE = 5
_HEADERS = "result = {'payload': dict(request.httprequest.headers)}"


def _get(url, **options):
    return requests.get(url, timeout=60, **options)


def _post(url):
    return requests.post(url, headers={"Content-Type": "text/plain"}, timeout=60)


def _answers(url, count=4 * HOSTS * WORKERS):
    """Send enough requests to reach all workers. :return: set of (status, text)"""
    with ThreadPoolExecutor(HOSTS * WORKERS) as pool:
        responses = list(pool.map(_get, [url] * count))
    return {(response.status_code, response.text) for response in responses}


def test_a_sync_on_one_host_is_served_by_all(running, session, make_endpoint):
    record = make_endpoint("/test/sync/0", "result = {'payload': 0}")
    for number in range(1, 6):
        change = {
            "route": f"/test/sync/{number}",
            "code_snippet": f"result = {{'payload': {number}}}",
            "registry_sync": True,
        }
        session.call("endpoint.endpoint", "write", [record], change)
        assert _answers(f"{running.url}/test/sync/{number}") == {(200, str(number))}
        gone = _answers(f"{running.url}/test/sync/{number - 1}")
        assert [status for status, _text in gone] == [404]


def test_a_killed_host_loses_only_requests_in_progress(running, load):
    host = running.hosts[0]
    with load:
        time.sleep(2)
        before = time.monotonic()
        host.kill()
        after = time.monotonic()
        time.sleep(3)
    host.start()
    for sent in load.failed():
        assert sent.method == "POST", sent
        assert sent.begin < after and before < sent.end, sent
    _check_partners(running, load)


def _check_partners(running, load):
    """Each POST with a response had its effect once, each other one at most once."""
    sql = "SELECT ref, count(*) FROM res_partner WHERE ref LIKE 'load-%%' GROUP BY ref"
    found = dict(database.query(running.env, sql, db=running.db))
    posts = [sent for sent in load.sent if sent.method == "POST"]
    assert len(posts) > 20
    for sent in posts:
        count = found.get(f"load-{load.mark}-{sent.number}", 0)
        assert count == 1 or (count == 0 and sent.status != 200), sent


def test_a_paused_replica_hides_nothing(running, make_endpoint):
    code = "env['res.partner'].create({'name': 'X', 'ref': 'still'})\nresult = {}"
    values = {"request_method": "POST", "request_content_type": "text/plain"}
    with running.standby.paused():
        make_endpoint("/test/still", code, **values)
        count = "env['res.partner'].search_count([('ref', '=', 'still')])"
        make_endpoint("/test/still", f"result = {{'payload': {count}}}", readonly=True)
        for number in range(1, 4):
            _post(f"{running.url}/test/still").raise_for_status()
            assert _answers(f"{running.url}/test/still") == {(200, str(number))}


def test_a_rolling_upgrade_has_no_downtime(running, load):
    with load:
        time.sleep(1)
        running.rolling_upgrade(["endpoint_route_handler"])
        time.sleep(1)
    assert load.failed() == []
    _check_partners(running, load)


@pytest.fixture(scope="module")
def books(running):
    """A session with an API key, and the URL of a collection under the prefix."""
    http = requests.Session()
    http.headers["Authorization"] = f"Bearer {api_key.make(running.hosts[0].shell)}"
    yield http, f"{running.url}{PREFIX}/api/v2/books"
    http.close()


def test_the_path_prefix_is_in_link(books):
    http, url = books
    links = http.get(f"{url}?limit=1").links
    assert links["next"]["url"].startswith(f"{PREFIX}/api/v2/books?")
    server = url.removesuffix(f"{PREFIX}/api/v2/books")
    assert http.get(server + links["next"]["url"]).json()["pagination"]["page"] == 2


def test_the_path_prefix_is_in_location(books):
    http, url = books
    response = http.post(url, json={"name": "Prefix"})
    assert response.status_code == 201, response.text
    number = response.json()["id"]
    assert response.headers["Location"] == f"{PREFIX}/api/v2/books/{number}"


@pytest.fixture(scope="module")
def _public_documentation(running, session):
    parameters = ("endpoint_openapi.audience", "public")
    session.call("ir.config_parameter", "set_param", *parameters)
    running.standby.wait()  # Odoo's settings follow the replica


@pytest.mark.usefixtures("_public_documentation")
def test_the_path_prefix_is_in_the_document(running):
    path, etags = "/endpoint/openapi.json", set()
    for prefix in (PREFIX, "", PREFIX):
        response = _get(running.url + prefix + path)
        assert response.json()["servers"] == [{"url": prefix or "/"}]
        etags.add((prefix, response.headers["ETag"]))
    assert len(etags) == len({etag for _prefix, etag in etags}) == 2
    page = _get(f"{running.url}{PREFIX}/endpoint/docs").text
    assert f'data-url="{PREFIX}{path}"' in page
    assert 'src="/endpoint_openapi' not in page


@pytest.mark.parametrize("sent, kept", [("abc-1", True), ("a b", False), (None, False)])
def test_a_request_id_reaches_odoo(running, make_endpoint, sent, kept):
    make_endpoint(f"/test/id/{sent and len(sent)}", _HEADERS)
    headers = {"X-Request-ID": sent} if sent else {}
    path = f"/test/id/{sent and len(sent)}"
    response = _get(running.url + path, headers=headers)
    found = response.json()["X-Request-Id"]
    assert found == response.headers["X-Request-ID"]
    assert found == sent if kept else len(found) == 32


class _From(HTTPAdapter):
    """Connections from a different address of this machine."""

    def init_poolmanager(self, *args, **options):
        options["source_address"] = ("127.0.0.2", 0)
        super().init_poolmanager(*args, **options)


def test_odoo_sees_the_address_of_the_client(running, make_endpoint):
    code = "result = {'payload': request.httprequest.remote_addr}"
    make_endpoint("/test/address", code)
    with requests.Session() as http:
        http.mount("http://", _From())
        forged = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Host": "evil.example"}
        response = http.get(f"{running.url}/test/address", headers=forged, timeout=60)
    assert response.json() == "127.0.0.2"


@pytest.mark.usefixtures("_public_documentation")
def test_a_client_cannot_choose_a_path_prefix(running):
    forged = {"X-Forwarded-Prefix": "/evil"}
    response = _get(f"{running.url}/endpoint/openapi.json", headers=forged)
    assert response.json()["servers"] == [{"url": "/"}]


@pytest.fixture(scope="module")
def limited(running, make_endpoint):
    """A URL that accepts 20 requests per hour, counted in Redis."""
    code = f"""
env["ir.config_parameter"].set_param(
    "endpoint_rate_limit.storage", {running.redis.uri!r}
)
env.cr.commit()
env.registry.signal_changes()
"""
    running.hosts[0].shell(code)
    running.standby.wait()  # Odoo's settings follow the replica
    make_endpoint("/test/limited", "result = {}", rate_limit=f"{_LIMIT}/hour")
    return f"{running.url}/test/limited"


def _statuses(url, count):
    """The number of responses with each status, for concurrent requests."""
    with ThreadPoolExecutor(HOSTS * WORKERS) as pool:
        return Counter(r.status_code for r in pool.map(_get, [url] * count))


def test_a_limit_holds_across_hosts(running, limited):
    assert _statuses(limited, 2 * _LIMIT) == {200: _LIMIT, 429: _LIMIT}
    alone = [_get(f"{host.url}/test/limited").status_code for host in running.hosts]
    assert alone == [429, 429]


def test_a_redis_that_is_killed_and_restarted(running, limited):
    running.redis.kill()
    try:
        assert _statuses(limited, 2 * _LIMIT) == {200: 2 * _LIMIT}
    finally:
        running.redis.start()
    time.sleep(_PAUSE + 1)
    assert _statuses(limited, 2 * _LIMIT) == {200: _LIMIT, 429: _LIMIT}
