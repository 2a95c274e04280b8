import functools

import api_key
import pytest
from devenv import server, templates


@pytest.fixture(scope="session")
def databases(make_database):
    """The names of two databases that one server serves."""
    return [make_database(), make_database()]


@pytest.fixture(scope="session")
def keys(odoo_env, databases):
    """An API key of the administrator in each database, dict."""
    return {db: _key(odoo_env, db) for db in databases}


def _key(env, db):
    options = server.common_options(env, db, templates.all_addons())
    shell = functools.partial(server.run_shell, env, ["shell", *options, "--no-http"])
    return api_key.make(shell, "base.user_admin")


@pytest.fixture(scope="session")
def rpc_server(make_server, databases, keys):
    """A server with two databases, like several customers on one host."""
    filters = ("-d", ",".join(databases), "--db-filter", f"^({'|'.join(databases)})$")
    return make_server(db=databases[0], args=filters)
