"""OCA's addons next to ours, on separate databases."""

import itertools
import os

import peer
import pytest
from devenv import addons, database, templates
from devenv.steps import SetupError

OURS = ("endpoint", "endpoint_route_handler")


@pytest.fixture(scope="session")
def oca(odoo_env):
    """A `peer.Peer`; without PyPI the tests are skipped, or fail in CI."""
    try:
        return peer.fetch(odoo_env)
    except SetupError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"OCA's addons are not to be had: {error.cause}")


@pytest.fixture(scope="session")
def compat_env(odoo_env, oca):
    """The Env with what OCA's addons import."""
    return oca.environment(odoo_env)


@pytest.fixture(scope="session")
def their_addons(oca, tmp_path_factory):
    """OCA's addons alone, dict of name to Path."""
    return peer.assemble(tmp_path_factory.mktemp("peer") / "theirs", oca.addons)


@pytest.fixture(scope="session")
def our_addons(oca, tmp_path_factory):
    """OCA's addons with ours in place of those of the same names, dict."""
    found = addons.find()
    ours = {name: found[name] for name in OURS}
    folder = tmp_path_factory.mktemp("peer") / "ours"
    return peer.assemble(folder, {**oca.addons, **ours})


@pytest.fixture(scope="session")
def empty_database(compat_env):
    """A factory of databases with Odoo's own modules, dropped at the end."""
    made = []
    numbers = itertools.count(1)

    def make():
        made.append(templates.name(f"compat_{os.getpid()}_{next(numbers)}"))
        database.clone(compat_env, templates.core(compat_env), made[-1])
        return made[-1]

    yield make
    for name in made:
        database.drop(compat_env, name)
