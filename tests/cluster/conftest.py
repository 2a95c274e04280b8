"""The cluster of `setup/cluster`, and its clients."""

import os

import pytest
from cluster_support.client import Load, Session
from devenv import redis, templates
from devenv.steps import SetupError

from deploy.cluster import cluster as deployed
from deploy.cluster import nginx


@pytest.fixture(scope="session")
def can_run(cluster):
    """Skips the tests if a program is missing and cannot be installed."""
    if cluster.external:
        pytest.skip("PGHOST is set: only the embedded PostgreSQL can be replicated")
    try:
        nginx.find()
        redis.find()
    except SetupError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def running(can_run, odoo_env, make_database, tmp_path_factory):
    """The cluster on a new database. Each test must leave it complete."""
    options = (make_database(), templates.all_addons(), tmp_path_factory.mktemp("run"))
    with deployed.running(odoo_env, *options) as started:
        yield started


@pytest.fixture(scope="session")
def session(running):
    return Session(running.hosts[0])


@pytest.fixture(scope="session")
def make_endpoint(session):
    """`make_endpoint(route, code, **values)` creates a public endpoint; returns id."""

    def make(route, code, **values):
        values = {
            "name": route,
            "route": route,
            "request_method": "GET",
            "auth_type": "public",
            "exec_as_user_id": session.uid,
            "exec_mode": "code",
            "code_snippet": code,
            "registry_sync": True,
            **values,
        }
        return session.call("endpoint.endpoint", "create", [values])[0]

    return make


@pytest.fixture(scope="session")
def partners_url(running, make_endpoint):
    """A URL for `Load`: POST creates a partner whose reference is the number."""
    make_endpoint("/test/load", "result = {'payload': 1}", readonly=True)
    code = (
        "ref = 'load-' + request.params['n']\n"
        "env['res.partner'].create({'name': 'Load', 'ref': ref})\n"
        "result = {'payload': 1}"
    )
    values = {"request_method": "POST", "request_content_type": "text/plain"}
    make_endpoint("/test/load", code, **values)
    return f"{running.url}/test/load"


@pytest.fixture
def load(partners_url):
    """Load that starts with its block."""
    return Load(partners_url)
