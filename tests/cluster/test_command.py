"""`./setup/cluster`, started as a user would start it."""

import re
import signal
import subprocess
import sys

import pytest
import requests
from devenv import paths
from devenv.steps import kill_group

pytestmark = pytest.mark.alone


@pytest.fixture(scope="module")
def started(can_run):
    """(process, its output)"""
    command = [sys.executable, paths.SETUP / "cluster"]
    options = {"stdout": subprocess.PIPE, "text": True, "start_new_session": True}
    process = subprocess.Popen(command, cwd=paths.ROOT, **options)
    lines = []
    while not lines or not lines[-1].startswith("Replica"):
        lines.append(process.stdout.readline())
        assert lines[-1], lines
    yield process, "".join(lines)
    process.send_signal(signal.SIGINT)
    process.wait(60)
    kill_group(process.pid)


def test_it_serves_and_stops_everything(started):
    process, printed = started
    url = re.search(r"Documentation\s+(\S+)", printed)[1]
    assert requests.get(url, timeout=60).status_code == 200
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    for url in re.findall(r"http://127\.0\.0\.1:\d+", printed):
        with pytest.raises(requests.ConnectionError):
            requests.get(url, timeout=60)
