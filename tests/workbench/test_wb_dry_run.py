"""Dry runs on a live server, which has several threads and real transactions."""

import concurrent.futures
import json
import time
from contextlib import closing, contextmanager

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from devenv import database

_COUNT = 200
_ADMIN = 2
_SETUP = """
endpoints = env["endpoint.endpoint"]
common = {"request_method": "POST", "exec_mode": "code", "registry_sync": True,
          "request_content_type": "application/json", "auth_type": "public",
          "exec_as_user_id": 1}
for name, values in VALUES.items():
    values = {**common, "name": name, "route": f"/dry/{name}", **values}
    print(f"id:{name}={endpoints.create(values).id}")
env["ir.sequence"].create({"name": "Dry", "code": "dry", "implementation": "no_gap"})
env.cr.commit()
"""
_WRITES = """
partner = env["res.partner"].create({"name": body["name"]})
env["res.partner"].browse(1).write({"function": body["name"]})
env["ir.attachment"].create({"name": "dry", "raw": body["name"]})
env["ir.config_parameter"].set_param("dry", body["name"])
if "mail.mail" in env:
    env["mail.mail"].create({"email_to": "a@b.example", "body_html": "x"}).send()
log(body["name"])
env.cr.commit()
number = env["ir.sequence"].next_by_code("dry")
result = {"payload": {"id": partner.id, "number": number}}
"""
_MARKS = """
env["res.partner"].create({"name": "marked by " + body["by"]})
log(body["by"])
result = {"payload": {"code": "served", "by": body["by"]}}
"""
_ENDPOINTS = {
    "writes": {
        "code_snippet": _WRITES,
        "rate_limit": "3/hour",
        "rate_limit_scope": "all",
        "idempotency": True,
        "log_bodies": True,
    },
    "marks": {"code_snippet": _MARKS},
    "waits": {
        "code_snippet": "env.cr.execute(body['sql'])\nresult = {'payload': 'done'}"
    },
    "signed": {
        "code_snippet": "result = {'payload': body}",
        "auth_type": "signature",
        "signature_scheme": "standard_webhooks",
        "signature_secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    },
    "token": {"code_snippet": "result = {}", "auth_type": "jwt"},
    "things": {
        "exec_mode": "crud",
        "request_method": "GET",
        "exec_as_user_id": 2,
        "crud_read_fields": "name, code",
    },
}
# One row a table: how many rows it has, and which transactions wrote them.
_TABLES = """
SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition
   AND relnamespace = 'public'::regnamespace ORDER BY relname
"""
_STATE = (
    "SELECT count(*), sum(hashtext(tableoid::text || ctid || xmin)::bigint) FROM {}"
)


class Site:
    """A threaded server, and the session of an administrator."""

    def __init__(self, server, env, ids):
        self.server, self._env, self.ids = server, env, ids
        self.session = requests.Session()
        login = {"db": server.db, "login": "admin", "password": "admin"}
        self._rpc("/web/session/authenticate", login)
        self.try_it(next(iter(ids)))  # Odoo logs the device of the session

    def _rpc(self, path, params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        response = self.session.post(f"{self.server.url}{path}", json=body, timeout=90)
        answer = response.json()
        assert "error" not in answer, answer["error"]["data"]["message"]
        return answer["result"]

    def try_it(self, name, body=None, changes=None, user_id=_ADMIN, **call):
        """:return: the answer of a dry run"""
        call = {"method": "POST", "path": f"/dry/{name}", "user_id": user_id, **call}
        call["body"] = "" if body is None else json.dumps(body)
        args = [[self.ids[name]], changes or {}, call]
        params = {"model": "endpoint.endpoint", "method": "web_dry_run"}
        params.update(args=args, kwargs={})
        return self._rpc("/web/dataset/call_kw/endpoint.endpoint/web_dry_run", params)

    def send(self, name, body, **options):
        """:return: the response to a real request"""
        url = f"{self.server.url}/dry/{name}"
        return requests.post(url, json=body, timeout=60, **options)

    def query(self, sql, params=()):
        return database.query(self._env, sql, params, self.server.db)

    def state(self):
        """:return: dict of table -> state"""
        time.sleep(1.5)  # the log of calls is written once a second
        tables = [table for (table,) in self.query(_TABLES)]
        return {table: self.query(_STATE.format(table))[0] for table in tables}

    def changed(self, before):
        """:return: names of the tables that have changed"""
        after = self.state()
        return {table for table in after if after[table] != before.get(table)}

    @contextmanager
    def locked(self, sql):
        """Run SQL in a transaction that stays open."""
        with closing(database.connect(self._env, self.server.db)) as connection:
            connection.autocommit = False
            with connection.cursor() as cr:
                cr.execute(sql)
                yield
            connection.rollback()


@pytest.fixture(scope="module")
def site(make_server, odoo_env):
    server = make_server()
    setup = f"VALUES = {_ENDPOINTS!r}\n{_SETUP}"
    setup = setup.replace("for name, values", _RECORDS + "for name, values")
    lines = server.shell(setup).split()
    found = dict(line[3:].split("=") for line in lines if line.startswith("id:"))
    return Site(server, odoo_env, {name: int(id_) for name, id_ in found.items()})


_RECORDS = """
VALUES["things"]["crud_model_id"] = env["ir.model"]._get_id("res.country")
VALUES["token"]["jwt_issuer_ids"] = env["endpoint.jwt.issuer"].create({
    "name": "Dead", "issuer": "https://dead.example", "audience": "odoo",
    "jwks_url": "http://127.0.0.1:9/jwks"}).ids
"""
_BODY = {"name": "dry"}
_KEY = "3f0c6b52-8a41-4d47-9a0e-5f5c9e2f7a11"


def test_the_database_stays_as_it_was(site):
    before = site.state()
    for _number in range(5):  # more often than the rate limit allows
        answer = site.try_it("writes", _BODY, headers=[["Idempotency-Key", _KEY]])
        assert answer["status"] == 200, answer
        assert answer["logs"] == [{"level": "info", "message": "dry"}]
        assert json.loads(answer["body"])["number"] == "1"
    assert site.changed(before) == set()
    # The control: the same request, sent.
    response = site.send("writes", _BODY, headers={"Idempotency-Key": _KEY})
    assert response.json().get("number") == "1", response.text
    expected = {"res_partner", "ir_attachment", "ir_logging", "ir_sequence"}
    expected |= {"endpoint_log", "endpoint_idempotency_key", "ir_config_parameter"}
    assert site.changed(before) >= expected


def test_failures_leave_no_trace(site):
    changes = {"code_snippet": _WRITES + "\n[][0]"}
    before = site.state()
    answer = site.try_it("writes", _BODY, changes)
    assert answer["status"] == 500
    assert answer["error"]["debug"].startswith("IndexError")
    assert site.changed(before) == set()
    log = site.server.log_path.read_text()
    assert "INFO" in next(line for line in log.splitlines() if "Dry run of" in line)
    assert " ERROR " not in log
    # A real failure right after it is logged.
    assert site.send("waits", {}).status_code == 500
    assert "ir_logging" in site.changed(before)


def test_new_endpoints_are_not_kept(site):
    before = site.state()
    values = {"name": "New", "route": "/dry/new", "code_snippet": "result = {}"}
    call = {"method": "GET", "path": "/dry/new", "user_id": _ADMIN}
    params = {"model": "endpoint.endpoint", "method": "web_dry_run", "kwargs": {}}
    params["args"] = [[], values, call]
    path = "/web/dataset/call_kw/endpoint.endpoint/web_dry_run"
    assert site._rpc(path, params)["status"] == 200
    assert site.changed(before) == set()
    assert requests.get(f"{site.server.url}/dry/new", timeout=60).status_code == 404


def test_dry_runs_beside_real_calls(site):
    """Each answer has its own mark, and only real calls leave rows."""
    before = site.query("SELECT count(*) FROM endpoint_log WHERE path = '/dry/marks'")

    def dry(number):
        code = _MARKS.replace("served", f"dry {number}")
        answer = site.try_it("marks", {"by": f"d{number}"}, {"code_snippet": code})
        assert answer["status"] == 200, answer
        assert answer["logs"] == [{"level": "info", "message": f"d{number}"}]
        assert json.loads(answer["body"]) == {
            "code": f"dry {number}",
            "by": f"d{number}",
        }

    def real(number):
        response = site.send("marks", {"by": f"r{number}"})
        assert response.json() == {"code": "served", "by": f"r{number}"}

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        calls = [pool.submit(f, n) for n in range(_COUNT) for f in (dry, real)]
        for call in calls:
            call.result()
    names = site.query("SELECT name FROM res_partner WHERE name LIKE 'marked by %%'")
    assert sorted(names) == sorted((f"marked by r{n}",) for n in range(_COUNT))
    sql = "SELECT message FROM ir_logging WHERE func = 'marks'"
    assert sorted(site.query(sql)) == sorted((f"r{n}",) for n in range(_COUNT))
    time.sleep(2)
    after = site.query("SELECT count(*) FROM endpoint_log WHERE path = '/dry/marks'")
    assert after[0][0] - before[0][0] == _COUNT


@pytest.mark.parametrize(
    ("lock", "sql"),
    [
        (
            "SELECT FROM res_partner WHERE id = 1 FOR UPDATE",
            "UPDATE res_partner SET function = 'x' WHERE id = 1",
        ),
        ("LOCK TABLE res_country", "SELECT count(*) FROM res_country"),
    ],
)
def test_a_lock_held_elsewhere(site, lock, sql):
    with site.locked(lock):
        start = time.monotonic()
        answer = site.try_it("waits", {"sql": sql})
        assert time.monotonic() - start < 6
    assert answer["status"] == 503
    assert "holds a lock" in answer["error"]["message"]
    assert site.try_it("waits", {"sql": sql})["status"] == 200


def test_a_lock_on_the_endpoint_itself(site):
    sql = f"SELECT FROM endpoint_endpoint WHERE id = {site.ids['waits']} FOR UPDATE"
    with site.locked(sql), pytest.raises(AssertionError, match="holds a lock"):
        site.try_it("waits", {"sql": "SELECT 1"}, {"code_snippet": "result = {}"})


def test_a_statement_that_takes_too_long(site):
    start = time.monotonic()
    answer = site.try_it("waits", {"sql": "SELECT pg_sleep(60)"})
    assert time.monotonic() - start < 15
    assert (answer["status"], answer["error"]["line"]) == (503, 1)
    assert "took too long" in answer["error"]["message"]


@pytest.mark.parametrize("end", ["commit", "rollback"])
def test_the_end_of_the_transaction_by_other_means(site, end):
    """PostgreSQL refuses the commit that Odoo's cursor does not see."""
    create = "env['res.partner'].create({'name': 'kept'}).flush_recordset()"
    code = f"{create}\nenv.cr.connection.{end}()\n{create}\nresult = {{}}"
    before = site.state()
    assert site.try_it("waits", {}, {"code_snippet": code})["status"] >= 500
    assert site.changed(before) == set()


def test_tokens(site):
    """A dry run does not fetch the keys of an issuer, and the next request tries."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    claims = {"iss": "https://dead.example", "aud": "odoo", "exp": time.time() + 60}
    token = jwt.encode(claims, key, "RS256", {"kid": "one"})
    headers = {"Authorization": f"Bearer {token}"}
    answer = site.try_it("token", {}, headers=list(headers.items()))
    assert (answer["status"], "no threads" in answer["body"]) == (503, True), answer
    assert site.try_it("token", {})["status"] == 401
    assert "cannot be fetched" not in site.server.log_path.read_text()
    assert site.send("token", {}, headers=headers).status_code == 401
    assert "cannot be fetched" in site.server.log_path.read_text()


def test_signed_requests(site):
    before = site.state()
    for _number in range(2):
        answer = site.try_it("signed", {"event": "ping"})
        assert (answer["status"], answer["body"]) == (200, '{"event": "ping"}')
    assert site.try_it("signed", {}, user_id=False)["status"] == 401
    headers = [["webhook-signature", "v1,x"]]
    assert site.try_it("signed", {}, headers=headers)["status"] == 401
    assert site.changed(before) == set()


def test_a_resource(site):
    before = site.state()
    answer = site.try_it("things", method="GET", query=[["limit", "3"]])
    assert len(json.loads(answer["body"])["data"]) == 3
    answer = site.try_it("things", method="GET", query=[["format", "csv"]])
    assert answer["status"] == 200, answer
    assert "Belgium" in answer["body"]
    assert site.changed(before) == set()


def test_mail_is_not_sent(site):
    """With a control: without a dry run, the connection is refused."""
    printed = site.server.shell(
        """
from odoo.addons.endpoint_workbench.dry_run.transaction import dry_run
def send(env):
    server = env["ir.mail_server"].create(
        {"name": "dead", "smtp_host": "127.0.0.1", "smtp_port": 9})
    mail = server._build_email__("a@b.example", ["c@d.example"], "s", "b")
    try:
        return server.send_email(mail, mail_server_id=server.id) and "accepted"
    except Exception as exc:
        return type(exc).__name__
with dry_run(env.registry) as run, run.cursor() as cr:
    print("dry=" + send(env(cr=cr)))
print("real=" + send(env))
"""
    )
    assert "dry=accepted" in printed
    assert "real=accepted" not in printed
    assert "real=" in printed
