"""Signatures and tokens are installed on a database with endpoints, uninstalled, and
installed again.
"""

import hashlib
import hmac

import jwt
import pytest
import requests
from devenv import database, templates

_ADDONS = ("endpoint_signature", "endpoint_auth_jwt")
_INSTALL = f"""
modules = env["ir.module.module"].search([("name", "in", {_ADDONS})])
modules.button_immediate_install()
"""
_UNINSTALL = _INSTALL.replace("_install()", "_uninstall()")
_SECRET = "s" * 32
_MAKE = f"""
common = {{"request_method": "GET", "registry_sync": True}}
common["code_snippet"] = "result = {{'payload': 'called'}}"
env["endpoint.endpoint"].create({{
    **common, "name": "Signed", "route": "/install/signed", "auth_type": "signature",
    "exec_as_user_id": 2, "signature_scheme": "github", "signature_secret": "{_SECRET}",
}})
issuer = env["endpoint.jwt.issuer"].create({{
    "name": "Issuer", "issuer": "https://a.example", "audience": "odoo",
    "algorithms": "HS256", "public_key": "{_SECRET}",
    "user_source": "fixed", "user_id": 2,
}})
env["endpoint.endpoint"].create({{
    **common, "name": "Token", "route": "/install/token", "auth_type": "jwt",
    "jwt_issuer_ids": [(6, 0, issuer.ids)],
}})
env.cr.commit()
"""
_LEFT = """
model = env["endpoint.endpoint"].with_context(active_test=False)
found = model.search([("route", "=like", "/install/%")])
print("left", found.mapped("active"))
env.cr.execute("SELECT to_regclass('endpoint_signature_secret')")
print("table:", env.cr.fetchone())
"""
_RESTORE = """
model = env["endpoint.endpoint"].with_context(active_test=False)
found = model.search([("route", "=", "/install/signed")])
found.write({"active": True, "registry_sync": True})
print("secret:", found.signature_secret_status)
env.cr.commit()
"""


@pytest.fixture(scope="module")
def bare(odoo_env, make_server):
    """A server on a database without the addons."""
    name = templates.scratch_name("callers_install")
    addons = {k: v for k, v in templates.all_addons().items() if k not in _ADDONS}
    database.create(odoo_env, name, ["endpoint"], addons=addons, demo=False)
    try:
        running = make_server(db=name)
        yield running
        running.stop()
    finally:
        database.drop(odoo_env, name)


def call(server):
    """:return: statuses of a signed request and of one with a token"""
    digest = hmac.new(_SECRET.encode(), b"", hashlib.sha256).hexdigest()
    claims = {"iss": "https://a.example", "aud": "odoo", "exp": 4_000_000_000}
    token = jwt.encode(claims, _SECRET, "HS256")
    sent = {
        "signed": {"X-Hub-Signature-256": f"sha256={digest}"},
        "token": {"Authorization": f"Bearer {token}"},
    }
    return [
        requests.get(
            f"{server.url}/install/{name}", headers=headers, timeout=60
        ).status_code
        for name, headers in sent.items()
    ]


def test_install_uninstall_install(bare):
    bare.shell(_INSTALL)
    bare.shell(_MAKE)
    assert call(bare) == [200, 200]
    bare.shell(_UNINSTALL)
    assert call(bare) == [404, 404]
    left = bare.shell(_LEFT)
    assert "left [False, False]" in left
    assert "table: (None,)" in left
    bare.shell(_INSTALL)
    assert call(bare) == [404, 404]
    assert "secret: Not set" in bare.shell(_RESTORE)
    assert call(bare) == [401, 404]
