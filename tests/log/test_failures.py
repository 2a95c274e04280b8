"""The log when a worker is killed, and when its disk is full."""

import contextlib
import os
import pwd
import re
import signal
import subprocess
import tempfile
import time
from functools import partial
from pathlib import Path

import pytest
import requests
from devenv import database, postgres

# Seconds that a worker may need to write a batch, in addition to the second it waits.
_WRITING = 0.5
_DISK = "8m"
_TABLESPACE = "endpoint_log_small"
# Fills the queue of a process; the writer and the database are the real ones.
_FLOOD = """
import logging, time
from odoo.addons.endpoint_log import writer as module
from odoo.addons.endpoint_log.entry import Facts

lines = []
handler = logging.Handler()
handler.emit = lambda record: lines.append(record.getMessage())
logging.getLogger(module.__name__).addHandler(handler)
facts = dict.fromkeys(Facts._fields)
facts.update(time=time.time(), duration=0.1, rule_key="m:7", routes=["/r"],
    method="GET", path="/r", query=b"flood", status=200, query_time=0.1,
    error=("", ""), key_id=None)
begin = time.monotonic()
for _number in range(module.MAX_QUEUED + 50):
    module.writer.put(env.cr.dbname, Facts(**facts))
print("seconds", time.monotonic() - begin)
time.sleep(4)
print("lines", len(lines), lines)
"""


@pytest.fixture(scope="module")
def server(make_server):
    return make_server(workers=2)


def _get(server, query):
    url = f"{server.url}/demo/health?{query}"
    return requests.get(url, timeout=60).status_code


def _logged(server, query):
    """:return: numbers of the logged calls with this query"""
    sql = "SELECT query FROM endpoint_log WHERE starts_with(query, %s)"
    rows = database.query(server.env, sql, [f"{query}="], server.db)
    return {int(row[0].partition("=")[2]) for row in rows}


def _worker(server):
    """:return: the process that served the last request"""
    line = r"^\S+ \S+ (\d+) INFO .*/demo/health"
    return int(re.findall(line, server.log_path.read_text(), re.M)[-1])


def test_a_killed_worker_loses_the_last_second_at_most(server):
    answered, killed, number = {}, 0, 0
    end = time.monotonic() + 6
    while time.monotonic() < end:
        with contextlib.suppress(requests.ConnectionError):  # it was in the worker
            assert _get(server, f"kill={number}") == 200
            answered[number] = time.monotonic()
        if not killed and end - time.monotonic() < 3:
            os.kill(_worker(server), signal.SIGKILL)
            killed = time.monotonic()
        number += 1
        time.sleep(0.01)
    time.sleep(1 + _WRITING)
    assert number - len(answered) <= 1
    missing = [
        answered[each] - killed for each in answered.keys() - _logged(server, "kill")
    ]
    assert missing, "the worker was killed with an empty queue"
    assert all(-1 - _WRITING < seconds <= 0 for seconds in missing), missing
    assert max(answered.values()) > killed + 2


@pytest.fixture
def full_disk(server, cluster):
    """Move the log to a small file system and fill it.

    :return: a function that frees it
    """
    if cluster.external:
        pytest.skip("PostgreSQL may run on another machine")
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        owner = pwd.getpwnam(postgres.USER_FOR_ROOT).pw_uid
        options = f"size={_DISK},mode=700,uid={owner}"
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", name]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"a small file system needs root: {done.stderr.strip()}")
        stack.callback(subprocess.run, ["umount", name], check=True)

        query = partial(database.query, server.env)
        query(f"CREATE TABLESPACE {_TABLESPACE} LOCATION '{name}'")
        stack.callback(query, f"DROP TABLESPACE {_TABLESPACE}")
        move = "ALTER TABLE endpoint_log SET TABLESPACE {}".format
        query("TRUNCATE endpoint_log", db=server.db)
        query(move(_TABLESPACE), db=server.db)
        stack.callback(query, move("pg_default"), db=server.db)
        ballast = Path(name, "ballast")
        with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        yield ballast.unlink


def test_a_full_disk_does_not_delay_requests(server, full_disk):
    for number in range(40):
        begin = time.monotonic()
        assert _get(server, f"full={number}") == 200
        assert time.monotonic() - begin < 1
        time.sleep(0.1)
    assert _logged(server, "full") == set()
    text = server.log_path.read_text()
    warnings = re.findall(
        r" (\d+) WARNING .* calls are waiting to be logged: DiskFull", text
    )
    assert warnings
    assert len(warnings) == len(set(warnings))  # one per process
    full_disk()
    deadline = time.monotonic() + 10
    while _logged(server, "full") != set(range(40)):
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_a_full_disk_drops_and_counts_what_exceeds_the_queue(server, full_disk):
    printed = server.shell(_FLOOD)
    seconds, line = re.search(r"seconds (\S+)\nlines 1 (.*)", printed).groups()
    assert float(seconds) < 5
    assert "DiskFull" in line
    assert "; 50 calls were not logged" in line
    full_disk()
