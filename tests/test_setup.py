"""The commands in ``setup/``, started as a user would start them."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from devenv import database, environment, postgres, server

_ROOT = Path(__file__).parents[1]
_DB = "setup_test"
_TEST = """
from odoo.tests import TransactionCase
class TestMine(TransactionCase):
    def test_mine(self):
        pass
"""


def command(name, *arguments):
    """(exit code, output) of ``setup/<name>``."""
    line = [sys.executable, _ROOT / "setup" / name, *arguments]
    result = subprocess.run(line, cwd=_ROOT, capture_output=True, text=True)
    return result.returncode, result.stdout + result.stderr


@pytest.fixture(scope="module")
def port():
    return str(server.free_port())


@pytest.fixture(scope="module")
def printed(port):
    """The output of ``setup/run``, which keeps serving until it receives SIGINT."""
    line = [sys.executable, _ROOT / "setup/run", "--db", _DB, "--port", port, "--reset"]
    process = subprocess.Popen(line, cwd=_ROOT, stdout=subprocess.PIPE, text=True)
    lines = []
    while not lines or "examples/library.py" not in lines[-1]:
        lines.append(process.stdout.readline())
        assert lines[-1], lines
    yield "".join(lines)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    with postgres.Cluster("run") as cluster:
        database.drop(environment.prepare().using(cluster), _DB)
        for path in cluster.folder.glob(f"{_DB}.*"):
            path.unlink()


@pytest.fixture
def my_addons(tmp_path):
    """A folder with the addon ``my_addon`` and its test."""
    tests = tmp_path / "my_addon" / "tests"
    tests.mkdir(parents=True)
    manifest = "{'name': 'Mine', 'depends': ['endpoint'], 'license': 'LGPL-3'}"
    (tmp_path / "my_addon/__manifest__.py").write_text(manifest)
    (tmp_path / "my_addon/__init__.py").touch()
    (tests / "__init__.py").write_text("from . import test_mine\n")
    (tests / "test_mine.py").write_text(_TEST)
    return str(tmp_path)


def test_each_curl_line_has_an_explanation(printed):
    lines = printed.splitlines()
    curls = [number for number, line in enumerate(lines) if line.startswith("curl ")]
    assert curls
    assert all(lines[number - 1].startswith("# ") for number in curls)


def test_the_documentation_page_opens(printed):
    url = re.search(r"Documentation\s+(\S+)", printed)[1]
    assert requests.get(url, timeout=60).status_code == 200


def test_reset_refuses_while_another_run_serves(printed):
    code, output = command("run", "--db", _DB, "--reset")
    assert (code, "another run is serving this database" in output) == (1, True)


def test_a_requested_port_that_is_taken(printed, port):
    code, output = command("run", "--db", _DB, "--port", port)
    assert (code, f"port {port} is taken" in output) == (1, True)


@pytest.mark.parametrize(
    ("tag", "code", "line"),
    [("/my_addon", 0, "1 passed, 0 failed"), ("/my_addon:TestNo", 1, "no test ran")],
)
def test_tests_of_a_folder_with_addons(printed, my_addons, tag, code, line):
    arguments = ["--db", _DB, "--addons", my_addons, "-i", "my_addon"]
    odoo = ["-u", "my_addon", "--test-tags", tag, "--stop-after-init"]
    result, output = command("run", *arguments, "--", *odoo)
    assert (result, line in output) == (code, True), output


def test_a_word_that_names_no_tests():
    code, output = command("test", "no_such_addon")
    assert (code, "names no tests" in output) == (1, True)
