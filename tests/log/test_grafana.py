"""Grafana's own SDK reads the dashboard. It drops the members that Grafana lacks."""

import json
import os
import subprocess

import pytest
from devenv import paths, steps

_PACKAGE = "grafana-foundation-sdk==1769699998!10.1.0"  # for Grafana 10.1
_READ_AND_WRITE = """
import json, sys
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard

register_default_plugins()
print(JSONEncoder().encode(Dashboard.from_json(json.load(sys.stdin))))
"""


@pytest.fixture(scope="module")
def read_and_write(odoo_env):
    """`read_and_write(dashboard)`: what the SDK makes of it. If PyPI is unreachable,
    the tests are skipped, or fail in CI.
    """
    folder = paths.cache_dir() / "grafana-foundation-sdk-10.1.0"

    def fetch(target):
        pip = [odoo_env.python, "-m", "pip", "install", "--quiet", "--no-deps"]
        hint = "is PyPI reachable?"
        steps.run_quiet([*pip, "--target", target, _PACKAGE], hint=hint)

    try:
        paths.build_once(folder, fetch)
    except steps.SetupError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"cannot fetch {_PACKAGE}: {error.cause}")

    def run(dashboard):
        done = subprocess.run(
            [odoo_env.python, "-c", _READ_AND_WRITE],
            input=json.dumps(dashboard),
            env={**os.environ, "PYTHONPATH": str(folder)},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return json.loads(done.stdout)

    return run


@pytest.fixture
def dashboard():
    return json.loads((paths.ROOT / "deploy/grafana-endpoint.json").read_text())


def differences(ours, theirs, path="$"):
    """:return: paths of our members that are missing or different"""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        pairs = [(f"{path}.{key}", ours[key], theirs.get(key)) for key in ours]
    elif isinstance(ours, list) and isinstance(theirs, list):
        theirs = theirs + [None] * (len(ours) - len(theirs))
        pairs = [
            (f"{path}[{index}]", each, theirs[index]) for index, each in enumerate(ours)
        ]
    else:
        return [] if ours == theirs else [path]
    return [found for at, one, other in pairs for found in differences(one, other, at)]


def test_grafana_knows_each_member(read_and_write, dashboard):
    assert differences(dashboard, read_and_write(dashboard)) == []


def test_a_misspelt_member_is_found(read_and_write, dashboard):
    dashboard["panels"][0]["targets"][0]["expresion"] = "x"
    lost = differences(dashboard, read_and_write(dashboard))
    assert lost == ["$.panels[0].targets[0].expresion"]
