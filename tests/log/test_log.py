"""The log on live servers: processes, real transactions, a failing database."""

import contextlib
import re
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg2
import pytest
import requests
from devenv import database, templates

_WRITE = "env['res.partner'].create({'name': 'x'})\nresult = {}"
_COUNT = """
env.cr.execute("UPDATE res_partner SET color = color + 1 WHERE id = %s", [env.user.id])
time.sleep(0.2)
result = {"payload": {}}
"""
_SHELL = f"""
values = {{
    "request_method": "GET", "auth_type": "public", "registry_sync": True,
    "exec_as_user_id": env.ref("base.user_admin").id,
}}
for name, code in {{
    "hello": "result = {{'payload': {{}}}}",
    "write": {_WRITE!r},
    "count": {_COUNT!r},
    "limited": "result = {{}}",
    "rolled_back": {_WRITE!r} + " or [][1]",
}}.items():
    env["endpoint.endpoint"].create(
        {{**values, "name": name, "route": f"/log/{{name}}", "code_snippet": code}}
    )
env["endpoint.endpoint"].search([("name", "=", "limited")]).rate_limit = "1/hour"
env["ir.config_parameter"].set_param("endpoint_log.metrics_token", "S3C")
env["ir.config_parameter"].set_param("endpoint_openapi.audience", "public")
env.cr.commit()
"""


class Site:
    """A server, and the log rows that it writes."""

    def __init__(self, server, env):
        self.server = server
        self.env = env

    def get(self, path, **headers):
        return requests.get(self.server.url + path, headers=headers, timeout=60)

    def query(self, sql, *values):
        return database.query(self.env, sql, values, self.server.db)

    def rows(self, columns, path, count=1, seconds=10):
        """Wait for `count` calls of a path, then check that there are no more."""
        sql = f"SELECT {columns} FROM endpoint_log WHERE path = %s ORDER BY id"
        deadline = time.monotonic() + seconds
        while len(self.query(sql, path)) < count and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(1.2)
        return self.query(sql, path)

    @contextlib.contextmanager
    def transaction(self, sql):
        """Keep a transaction open after executing a statement."""
        keys = ("host", "port", "user")
        address = {key: self.env.variables.get(f"PG{key.upper()}") for key in keys}
        connection = psycopg2.connect(dbname=self.server.db, **address)
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(sql)
            yield


@pytest.fixture(scope="module")
def site(make_server, odoo_env):
    """A server with two processes."""
    server = make_server(workers=2)
    server.shell(_SHELL)
    return Site(server, odoo_env)


def test_a_request_that_odoo_retries_is_one_row(site):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _n: site.get("/log/count"), range(4)))
    assert "SERIALIZATION_FAILURE" in site.server.log_path.read_text()
    assert site.rows("status", "/log/count", 4) == [(200,)] * 4


def test_a_call_above_the_rate_limit(site):
    assert [site.get("/log/limited").status_code for _n in range(2)] == [200, 429]
    assert site.rows("status", "/log/limited", 2) == [(200,), (429,)]


def test_a_call_that_is_rolled_back(site):
    response = site.get("/log/rolled_back", **{"X-Request-ID": "from-client"})
    assert response.headers["X-Request-ID"] == "from-client"
    columns = "status, error_name, request_id"
    [row] = site.rows(columns, "/log/rolled_back")
    assert row == (500, "builtins.IndexError", "from-client")
    [(message,)] = site.query("SELECT message FROM ir_logging WHERE path = 'endpoint'")
    assert "(from-client)" in message


def test_the_lines_of_a_request_in_the_log_have_its_id(site):
    for number in range(4):
        site.get("/log/hello", **{"X-Request-ID": f"id%s{number}"})
    site.get("/web/health")
    text = site.server.log_path.read_text()
    assert len(re.findall(r'"GET /log/hello [^\n]* \[id%s\d\]', text)) == 4
    assert not re.search(r"/web/health [^\n]*\[id", text)


def test_the_document_describes_the_id(site):
    document = site.get("/endpoint/openapi.json").json()
    operation = document["paths"]["/log/hello"]["get"]
    sent = [each["name"] for each in operation["parameters"] if each["in"] == "header"]
    assert sent == ["X-Request-ID"]
    assert "X-Request-ID" in operation["responses"]["200"]["headers"]


def test_what_the_commit_writes_is_counted(site):
    counts = []
    for path in ("/log/write", "/log/hello"):
        for _number in range(3):
            site.get(path)
        counts.append(site.rows("query_count", path, 3)[-1][0])
    assert counts[0] > counts[1] > 0


def test_a_load_on_two_processes_loses_nothing(site):
    before = len(site.rows("id", "/log/hello"))
    counted = _total(site)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _n: site.get("/log/hello"), range(300)))
    assert len(site.rows("id", "/log/hello", before + 300)) == before + 300
    assert _total(site) - counted == 300


def _total(site):
    text = site.get("/endpoint/metrics", Authorization="Bearer S3C").text
    line = re.search(r'http_requests_total\{.*route="/log/hello".*\} (\S+)', text)
    return float(line.group(1))


def test_a_locked_table_does_not_delay_requests(site):
    with site.transaction("LOCK TABLE endpoint_log, endpoint_log_metric"):
        for _number in range(30):
            begin = time.monotonic()
            assert site.get("/log/hello?locked").status_code == 200
            assert time.monotonic() - begin < 1
            time.sleep(0.1)
    deadline = time.monotonic() + 15
    sql = "SELECT count(*) FROM endpoint_log WHERE query = 'locked'"
    while site.query(sql) != [(30,)]:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    text = site.server.log_path.read_text()
    assert "calls are waiting to be logged: LockNotAvailable" in text


def test_a_missing_table_does_not_fail_requests(site):
    site.query("ALTER TABLE endpoint_log RENAME TO gone")
    for _number in range(8):
        assert site.get("/log/hello?gone").status_code == 200
    time.sleep(1.5)
    site.query("ALTER TABLE gone RENAME TO endpoint_log")
    site.get("/log/write?back")
    assert ("back",) in site.rows("query", "/log/write", 4)


@pytest.mark.parametrize("workers", [0, 1])
def test_a_server_that_stops_writes_what_is_queued(make_server, odoo_env, workers):
    server = make_server(workers=workers)
    server.shell(_SHELL)
    stopping = Site(server, odoo_env)
    for _number in range(5):
        stopping.get("/log/hello")
    server.stop()
    assert len(stopping.rows("id", "/log/hello", 5)) == 5


def test_several_databases_and_an_invalid_row(site, make_database, odoo_env):
    other = make_database()
    site.server.shell(
        "import time\n"
        "from odoo.addons.endpoint_log.entry import Facts\n"
        "from odoo.addons.endpoint_log.writer import writer\n"
        "facts = dict.fromkeys(Facts._fields)\n"
        "facts.update(time=time.time(), duration=0.1, rule_key='m:7', routes=['/r'],\n"
        "    method='GET', path='/several', query=b'', status=200, query_time=0.1,\n"
        "    error=('', ''), key_id=None)\n"
        f"for name in ('missing', {other!r}, env.cr.dbname):\n"
        "    writer.put(name, Facts(**facts))\n"
        "    writer.put(name, Facts(**{**facts, 'status': 2**40}))\n"
        "    writer.put(name, Facts(**facts))\n"
        "time.sleep(3)\n"
    )
    sql = "SELECT count(*) FROM endpoint_log WHERE path = '/several'"
    assert site.query(sql) == database.query(odoo_env, sql, db=other) == [(2,)]


def test_an_alert_is_an_activity_if_mail_is_installed(make_database, odoo_env):
    name = make_database()
    options = {"addons": templates.all_addons()}
    database.update(odoo_env, name, install=["mail"], **options)
    database.query(
        odoo_env,
        "INSERT INTO endpoint_log (time, res_model, res_id, status, duration)"
        " SELECT now() AT TIME ZONE 'UTC', 'endpoint.endpoint', id, 500, 1"
        " FROM endpoint_endpoint LIMIT 1",
        db=name,
    )
    from devenv import server  # noqa: PLC0415

    odoo = server.OdooServer(odoo_env, name, **options)
    odoo.shell(
        "env['endpoint.endpoint'].search([]).alert_error_rate = 50\n"
        "for _number in range(2):\n"
        "    env['endpoint.endpoint']._check_alerts()\n"
        "env.cr.commit()"
    )
    sql = "SELECT summary FROM mail_activity WHERE summary LIKE '%% of the calls %%'"
    assert len(database.query(odoo_env, sql, db=name)) == 1


def test_it_can_be_uninstalled_while_it_serves(make_server, odoo_env):
    server = make_server()
    served = Site(server, odoo_env)
    served.get("/demo/health")
    server.shell(
        "module = env['ir.module.module'].search([('name', '=', 'endpoint_log')])\n"
        "module.button_immediate_uninstall()"
    )
    sql = "SELECT relname FROM pg_class WHERE starts_with(relname, 'endpoint_log')"
    assert served.query(sql) == []
    response = served.get("/demo/health")
    assert response.status_code == 200
    assert "X-Request-ID" not in response.headers
