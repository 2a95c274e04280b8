"""OCA's addons next to these, on separate databases."""

import io
import os
import subprocess
import tarfile

import pytest
from devenv import addons, database, paths, templates
from devenv import oca as devenv_oca
from devenv.steps import SetupError

OURS = ("endpoint", "endpoint_route_handler")
#: The last commit before query parameters and Idempotency-Key moved to other addons
PREVIOUS = "4e4cc399cc9bc99942c1b42cf96f33c2ae5ee495"


@pytest.fixture(scope="session")
def oca(odoo_env):
    """A `devenv.oca.Peer`; if PyPI is unreachable, tests are skipped, or fail in CI."""
    try:
        return devenv_oca.fetch(odoo_env)
    except SetupError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"cannot fetch OCA's addons: {error.cause}")


@pytest.fixture(scope="session")
def compat_env(odoo_env, oca):
    """The Env with the Python packages that OCA's addons import."""
    return oca.environment(odoo_env)


@pytest.fixture(scope="session")
def their_addons(oca, tmp_path_factory):
    """Only OCA's addons, dict of name to Path."""
    return devenv_oca.assemble(tmp_path_factory.mktemp("peer") / "theirs", oca.addons)


@pytest.fixture(scope="session")
def our_addons(oca, tmp_path_factory):
    """OCA's addons, with these in place of those with the same names, dict."""
    found = addons.find()
    ours = {name: found[name] for name in OURS}
    folder = tmp_path_factory.mktemp("peer") / "ours"
    return devenv_oca.assemble(folder, {**oca.addons, **ours})


@pytest.fixture(scope="session")
def empty_database(compat_env):
    """`empty_database()` returns the name of a new database with only Odoo's modules.

    The databases are dropped at the end of the session.
    """
    names = []

    def make():
        names.append(templates.scratch_name(f"compat_{len(names)}"))
        database.clone(compat_env, templates.core(compat_env), names[-1])
        return names[-1]

    yield make
    for name in names:
        database.drop(compat_env, name)


@pytest.fixture(scope="session")
def previous_addons(tmp_path_factory):
    """The addons as of PREVIOUS, dict.

    If the history lacks that commit, the tests are skipped, or fail in CI.
    """
    command = ["git", "-C", str(paths.ROOT), "archive", PREVIOUS]
    archive = subprocess.run(command, capture_output=True)
    if archive.returncode:
        message = archive.stderr.decode().strip()
        if os.environ.get("CI"):
            pytest.fail(f"CI needs a full clone: {message}")
        pytest.skip(f"the history does not reach back to {PREVIOUS}: {message}")
    folder = tmp_path_factory.mktemp("previous")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
        tar.extractall(folder, filter="data")
    return addons.find(folder)
